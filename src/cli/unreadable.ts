import type { Mistake } from "./mistakes.ts";

/** Thrown for what is to be read and is no file, such as a pipe. */
class PipeError extends Error {}

/**
 * Reads a file as `Deno.readFile` does, but nothing that may never end: who
 * waited for a pipe could not be interrupted.
 *
 * @throws {Error} What {@linkcode unreadable} makes a mistake of.
 */
export async function readBytes(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  await expectNoPipe(path);
  return await Deno.readFile(path);
}

/** The same of a file that is text. */
export async function readText(path: string): Promise<string> {
  await expectNoPipe(path);
  return await Deno.readTextFile(path);
}

async function expectNoPipe(path: string): Promise<void> {
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
