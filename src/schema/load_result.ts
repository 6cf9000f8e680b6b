import type { InvalidDataError } from "./invalid_data_error.ts";

/**
 * What came of loading data: the value, or what is wrong with it. Given by the
 * methods whose name starts with `try`.
 *
 * @example Usage
 * ```ts
 * import { InvalidDataError, type LoadResult } from "@charmkit/ops";
 * import { assertEquals } from "@std/assert";
 *
 * function describe(result: LoadResult<{ readonly host: string }>): string {
 *   return result.ok ? result.value.host : result.error.details;
 * }
 *
 * const error = new InvalidDataError("Cannot load data", [
 *   { path: "host", message: "is missing" },
 * ]);
 *
 * assertEquals(describe({ ok: true, value: { host: "db" } }), "db");
 * assertEquals(describe({ ok: false, error }), '"host": is missing');
 * ```
 */
export type LoadResult<T> = {
  /** The data is as the schema wants it. */
  readonly ok: true;
  /** The data, as the schema gives it. */
  readonly value: T;
} | {
  /** The data is not as the schema wants it. */
  readonly ok: false;
  /** What is wrong with it. */
  readonly error: InvalidDataError;
};

/**
 * The value of a result.
 *
 * @throws {InvalidDataError} If there is none.
 */
export function valueOf<T>(result: LoadResult<T>): T {
  if (result.ok) return result.value;
  throw result.error;
}
