import type { Mistake } from "./mistakes.ts";

/**
 * The mistake of a file that the system does not let be read.
 *
 * @param file Name of the file, for messages.
 * @param error What came of reading it; thrown again if no system has refused it.
 */
export function unreadable(file: string, error: unknown): Mistake {
  // Not every error of the system has a class: a circle of links has none.
  const [, reason] = error instanceof Error
    ? /^(.+?) \(os error \d+\)/.exec(error.message) ?? []
    : [];
  if (reason === undefined) throw error;
  const message = error instanceof Deno.errors.IsADirectory
    ? "expected a file, found a folder"
    : `cannot be read: ${reason.toLowerCase()}`;
  return { file, line: null, column: null, path: "", message };
}
