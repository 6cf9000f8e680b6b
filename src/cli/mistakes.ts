import { CliError } from "./cli_error.ts";

/** One thing that is wrong in a charm's YAML files. */
export interface Mistake {
  /** Name of the file, such as `"charmcraft.yaml"`. */
  readonly file: string;
  /** Line in the file, from 1; null when no line can be named. */
  readonly line: number | null;
  /** Column in that line, from 1; null when no line can be named. */
  readonly column: number | null;
  /** Where in the document, such as `"config.options.port"`; may be empty. */
  readonly path: string;
  /** What was expected, what was found. */
  readonly message: string;
}

/** Something found in a charm's files that its author should know. */
export interface Finding extends Mistake {
  /** `"error"`: the charm is of no use as it is. */
  readonly severity: "error" | "warning";
}

/** Sorts by file, in the order in which files come up first, line and column. */
export function sortMistakes<M extends Mistake>(mistakes: readonly M[]): M[] {
  const files = [...new Set(mistakes.map(({ file }) => file))];
  return mistakes.toSorted((a, b) =>
    files.indexOf(a.file) - files.indexOf(b.file) ||
    (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
  );
}

/**
 * Thrown when the YAML files of a charm are wrong; tells everything that was
 * found, not only the first.
 */
export class MetadataError extends CliError {
  static {
    this.prototype.name = "MetadataError";
  }

  /** What was found, by file and line. */
  readonly mistakes: readonly Mistake[];

  /** Takes the mistakes, at least one. */
  constructor(mistakes: readonly Mistake[]) {
    const files = [...new Set(mistakes.map(({ file }) => file))];
    const sorted = sortMistakes(mistakes);
    const count = mistakes.length === 1
      ? "1 mistake"
      : `${mistakes.length} mistakes`;
    super(`Cannot use ${files.join(", ")}: ${count}`, {
      details: sorted.map(mistakeText),
    });
    this.mistakes = sorted;
  }
}

/** One line about a mistake, in the form that editors jump to. */
export function mistakeText(mistake: Mistake): string {
  return lineText(mistake, "");
}

/** The same of a finding, with a word for its severity. */
export function findingText(finding: Finding, severity: string): string {
  return lineText(finding, severity);
}

function lineText(mistake: Mistake, severity: string): string {
  const { file, line, column, path, message } = mistake;
  const place = [file, line, column].filter((part) => part !== null).join(":");
  const words = [severity, path].filter((word) => word !== "");
  return [place, ...words, message].join(": ");
}

/** The place in a document as text: `config.options["a.b"].default`, `assumes[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.map((key, index) => {
    if (typeof key === "number") return `[${key}]`;
    const text = String(key);
    if (!/^[\w-]+$/.test(text)) return `[${JSON.stringify(text)}]`;
    return index === 0 ? text : `.${text}`;
  }).join("");
}
