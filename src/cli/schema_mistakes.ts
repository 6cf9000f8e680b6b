import { z } from "zod";
import type { Mistake } from "./mistakes.ts";
import { nearestName } from "./nearest_name.ts";
import { isMap } from "./plain_map.ts";
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
  const known = keysOf(schema);
  for (const issue of result.error.issues) {
    report({ file, known, mistakes }, issue, []);
  }
  return null;
}

/**
 * Reads as much of a YAML file as fits a schema: the top-level keys that do.
 *
 * @returns What the schema makes of them; null if they are no whole.
 */
export function fittingPart<T>(file: YamlFile, schema: z.ZodType<T>): T | null {
  const { error } = schema.safeParse(file.value);
  if (error === undefined || !isMap(file.value)) return null;
  const wrong = new Set(
    error.issues.flatMap((issue) =>
      issue.path.length > 0 || issue.code !== "unrecognized_keys"
        ? issue.path.slice(0, 1)
        : issue.keys
    ),
  );
  const fitting = Object.entries(file.value).filter(([key]) => !wrong.has(key));
  return schema.safeParse(Object.fromEntries(fitting)).data ?? null;
}

/** The keys that a schema of a map knows. */
function keysOf(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** What {@linkcode report} works on. */
interface Target {
  readonly file: YamlFile;
  readonly known: readonly string[];
  readonly mistakes: Mistake[];
}

function report(
  target: Target,
  issue: Issue,
  base: readonly PropertyKey[],
): void {
  const { file, known, mistakes } = target;
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      const message = path.length === 0
        ? unknownKey(key, known)
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
      for (const inner of branch) report(target, inner, path);
    }
  } else {
    mistakes.push(file.mistakeAt(path, text(issue)));
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearestName(key, known);
  return meant === null
    ? "unknown key; is it misspelt?"
    : `unknown key; write "${meant}"?`;
}

/** The form that the value was meant to have: the one whose type it is. */
function closestBranch(
  branches: readonly (readonly Issue[])[],
): readonly Issue[] | null {
  const fitting = branches.filter((issues) =>
    !issues.some((issue) =>
      issue.path.length === 0 &&
      (issue.code === "invalid_type" || issue.code === "unrecognized_keys" ||
        (issue.code === "invalid_value" &&
          (issue.values.length === 1 ||
            !issue.values.some((value) =>
              typeof value === typeof issue.input
            ))))
    )
  );
  return fitting.sort((a, b) => a.length - b.length)[0] ?? null;
}

function text(issue: Issue): string {
  if (issue.code === "custom" || issue.code === "invalid_format") {
    return `${issue.message}, got ${found(issue.input)}`;
  }
  const expected = `expected ${expectation(issue)}`;
  if (issue.input === null && expected === "expected a map") {
    return `${expected}, got nothing; write {} for an empty one`;
  }
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
      return `at least ${issue.minimum}${unit(issue.origin, issue.minimum)}`;
    case "too_big":
      return `at most ${issue.maximum}${unit(issue.origin, issue.maximum)}`;
    case "unrecognized_keys":
      return "a map with other keys";
    default:
      return issue.message;
  }
}

function unit(origin: string, limit: number | bigint): string {
  const word = { string: " character", array: " entr" }[origin];
  if (word === undefined) return "";
  const [one, more] = origin === "array" ? ["y", "ies"] : ["", "s"];
  return `${word}${Number(limit) === 1 ? one : more}`;
}

function found(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
