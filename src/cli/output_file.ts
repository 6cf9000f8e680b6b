import { dirname, join, resolve } from "@std/path";
import { CliError, errorText } from "./cli_error.ts";
import { exists, statOf } from "./file_stat.ts";

/** What is to be written to a file that the user names. */
export interface OutputKind {
  /** What it is, such as `"the report"`. */
  readonly what: string;
  /** A name that would do. */
  readonly example: string;
  /** Whether a file that begins so is one of this kind, which may be replaced. */
  readonly isSame: (beginning: Uint8Array<ArrayBuffer>) => boolean;
  /**
   * Whether it is made beside its place and moved there: its folder is made if it
   * is not there, and a device or a pipe would be gone. @default {false}
   */
  readonly isMoved?: boolean;
}

const BEGINNING_BYTES = 64;

/**
 * Refuses, before anything is done, to write where that can't be, or over a file
 * of another kind: a slip of the hand would cost a source.
 *
 * @param path Where to write.
 * @param kind What is to be written.
 * @throws {CliError} If it may not be written there.
 */
export async function expectOutputFile(
  path: string,
  kind: OutputKind,
): Promise<void> {
  const { what, example } = kind;
  const refused = (reason: string, hint: string, cause?: unknown) =>
    new CliError(`Cannot write ${what} to "${path}": ${reason}`, {
      hint,
      usage: true,
      cause,
    });
  const found = await statOf(path);
  if (found?.isDirectory) {
    const file = join(path, example);
    throw refused("it is a folder", `Name a file, such as "${file}"`);
  }
  const hint = "Remove it first, or name another file";
  if (found !== null && !found.isFile && kind.isMoved) {
    throw refused("there is something that is no file", hint);
  }
  if (found?.isFile && found.size > 0) {
    if (!kind.isSame(await beginningOf(path))) {
      throw refused("there is another file", hint);
    }
  }
  const folder = dirname(resolve(path));
  if (kind.isMoved && !await exists(folder)) return;
  try {
    const probe = await Deno.makeTempFile({
      dir: folder,
      prefix: ".charmkit-",
    });
    await Deno.remove(probe);
  } catch (error) {
    const hint = "Name a file in a folder that is there and can be written";
    throw refused(errorText(error), hint, error);
  }
}

async function beginningOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(BEGINNING_BYTES);
  using file = await Deno.open(path);
  const count = await file.read(bytes) ?? 0;
  return bytes.subarray(0, count);
}

/** Whether bytes are the beginning of a text that matches. */
export function beginsWith(
  pattern: RegExp,
): (beginning: Uint8Array<ArrayBuffer>) => boolean {
  return (beginning) => pattern.test(new TextDecoder().decode(beginning));
}
