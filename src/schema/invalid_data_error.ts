import { CharmError } from "../errors.ts";

/** One thing that is wrong with data that was loaded. */
export interface DataIssue {
  /** Keys that lead to it, with dots between; empty: the data itself. */
  readonly path: string;
  /** What is wrong, in the words of the schema. */
  readonly message: string;
}

/**
 * Thrown when data is not as the charm's schema wants it: configuration, action
 * parameters, relation data, the content of a secret. The methods whose name
 * starts with `try` give it in their result instead.
 *
 * For a secret the words of the schema are left out, since they may quote the
 * content.
 *
 * @example Usage
 * ```ts
 * import { InvalidDataError } from "@charmkit/ops";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new InvalidDataError("Cannot load the configuration", [
 *   { path: "port", message: "must be positive" },
 * ]);
 *
 * assertEquals(error.details, '"port": must be positive');
 * assertEquals(
 *   error.message,
 *   'Cannot load the configuration: "port": must be positive',
 * );
 * ```
 */
export class InvalidDataError extends CharmError {
  static {
    this.prototype.name = "InvalidDataError";
  }

  /** What is wrong, one by one. */
  readonly issues: readonly DataIssue[];

  /** Takes what was tried, such as `"Cannot load the configuration"`, and what is wrong. */
  constructor(action: string, issues: readonly DataIssue[]) {
    super(`${action}: ${detailsOf(issues)}`);
    this.issues = issues;
  }

  /** What is wrong in one line, to show to people. */
  get details(): string {
    return detailsOf(this.issues);
  }
}

function detailsOf(issues: readonly DataIssue[]): string {
  return issues.map(({ path, message }) =>
    path === "" ? message : `"${path}": ${message}`
  ).join("; ") || "the schema refuses it";
}
