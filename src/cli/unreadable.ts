import type { Mistake } from "./mistakes.ts";

/** Thrown by {@linkcode expectNoPipe}. */
class PipeError extends Error {}

/**
 * Refuses what is to be read and is no file, such as a pipe: who reads it might
 * wait for ever, and could not be interrupted.
 *
 * @param path What is to be read; what is not there is the reader's business.
 */
export async function expectNoPipe(path: string): Promise<void> {
  const { isFile, isDirectory } = await Deno.stat(path);
  if (!isFile && !isDirectory) throw new PipeError();
}

/**
 * The mistake of a file that the system does not let be read.
 *
 * @param file Name of the file, for messages.
 * @param error What came of reading it; thrown again if no system has refused it.
 */
export function unreadable(file: string, error: unknown): Mistake {
  const mistake = { file, line: null, column: null, path: "" };
  if (error instanceof PipeError) {
    return { ...mistake, message: "expected a file, found a pipe or a device" };
  }
  // Not every error of the system has a class: a circle of links has none.
  const [, reason] = error instanceof Error
    ? /^(.+?) \(os error \d+\)/.exec(error.message) ?? []
    : [];
  if (reason === undefined) throw error;
  const message = error instanceof Deno.errors.IsADirectory
    ? "expected a file, found a folder"
    : `cannot be read: ${reason.toLowerCase()}`;
  return { ...mistake, message };
}
