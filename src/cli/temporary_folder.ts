import { CliError, errorText } from "./cli_error.ts";
import { makeOwnedFolder, type OwnedFolderOptions } from "./owned_folder.ts";

/**
 * Makes a temporary folder, which the caller removes; see
 * {@linkcode makeOwnedFolder}.
 *
 * @param prefix What its name begins with.
 * @param options What ends what an earlier one has left running.
 * @throws {CliError} If there can be none.
 */
export async function makeTemporaryFolder(
  prefix: string,
  options: Pick<OwnedFolderOptions, "endLeftover"> = {},
): Promise<string> {
  try {
    return await makeOwnedFolder({ ...options, prefix });
  } catch (cause) {
    throw new CliError(
      `Cannot make a temporary folder: ${errorText(cause)}`,
      { cause, hint: "Let TMPDIR name a folder that you may write to" },
    );
  }
}
