import { CliError, errorText } from "./cli_error.ts";

/**
 * Makes a temporary folder, which the caller removes.
 *
 * @param prefix What its name begins with.
 * @throws {CliError} If there can be none.
 */
export async function makeTemporaryFolder(prefix: string): Promise<string> {
  try {
    return await Deno.makeTempDir({ prefix });
  } catch (cause) {
    throw new CliError(
      `Cannot make a temporary folder: ${errorText(cause)}`,
      { cause, hint: "Let TMPDIR name a folder that you may write to" },
    );
  }
}
