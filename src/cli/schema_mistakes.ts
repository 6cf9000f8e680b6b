import type { z } from "zod";
import type { Mistake } from "./mistakes.ts";
import type { YamlFile } from "./yaml_reader.ts";

type Issue = z.core.$ZodIssue;

/**
 * Reads the value of a YAML file through a schema.
 *
 * @param file The file as read.
 * @param schema What its value must be.
 * @param mistakes Gets what does not fit, with lines.
 * @returns What the schema makes of the value; null if it does not fit.
 */
export function applySchema<T>(
  file: YamlFile,
  schema: z.ZodType<T>,
  mistakes: Mistake[],
): T | null {
  const result = schema.safeParse(file.value, { reportInput: true });
  if (result.success) return result.data;
  for (const issue of result.error.issues) report(file, issue, [], mistakes);
  return null;
}

function report(
  file: YamlFile,
  issue: Issue,
  base: readonly PropertyKey[],
  mistakes: Mistake[],
): void {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      const message = path.length === 0
        ? "unknown key; is it misspelt?"
        : "unknown key here";
      mistakes.push(file.mistakeAt([...path, key], message));
    }
  } else if (issue.code === "invalid_union") {
    const branch = closestBranch(issue.errors);
    if (branch === null) {
      const kinds = [...new Set(issue.errors.flat().map(expectation))];
      const message = `expected ${kinds.join(" or ")}, got ${
        found(issue.input)
      }`;
      mistakes.push(file.mistakeAt(path, message));
    } else {
      for (const inner of branch) report(file, inner, path, mistakes);
    }
  } else {
    mistakes.push(file.mistakeAt(path, text(issue)));
  }
}

/** The form that the value was meant to have: the one whose type it is. */
function closestBranch(
  branches: readonly (readonly Issue[])[],
): readonly Issue[] | null {
  const fitting = branches.filter((issues) =>
    !issues.some((issue) =>
      issue.path.length === 0 &&
      (issue.code === "invalid_type" || issue.code === "unrecognized_keys")
    )
  );
  return fitting.sort((a, b) => a.length - b.length)[0] ?? null;
}

function text(issue: Issue): string {
  if (issue.code === "custom" || issue.code === "invalid_format") {
    return `${issue.message}, got ${found(issue.input)}`;
  }
  const expected = `expected ${expectation(issue)}`;
  return issue.input === undefined
    ? `missing; ${expected}`
    : `${expected}, got ${found(issue.input)}`;
}

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  bigint: "a whole number",
  boolean: "true or false",
  int: "a whole number",
  null: "nothing",
  number: "a number",
  object: "a map",
  record: "a map",
  string: "text",
};

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(" or ");
    case "too_small":
      return `at least ${issue.minimum}${unit(issue.origin)}`;
    case "too_big":
      return `at most ${issue.maximum}${unit(issue.origin)}`;
    case "unrecognized_keys":
      return "a map with other keys";
    default:
      return issue.message;
  }
}

function unit(origin: string): string {
  return origin === "string"
    ? " characters"
    : origin === "array"
    ? " entries"
    : "";
}

function found(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
