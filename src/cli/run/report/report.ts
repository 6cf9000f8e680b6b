import { CliError, errorText } from "../../cli_error.ts";
import type { LocalRun } from "../local_run.ts";
import { summarizeRun } from "../run_summary.ts";
import { reportPage } from "./page.ts";

/**
 * Writes what happened in a run as one page.
 *
 * @param file Path of the page.
 * @param run The run.
 * @param exitCode Exit code of the run.
 * @throws {CliError} If it can't be written.
 */
export async function writeReport(
  file: string,
  run: LocalRun,
  exitCode: number,
): Promise<void> {
  const { application, secrets } = run;
  // A charm may have shown a value before it made a secret of it.
  const page = reportPage(secrets.redactAll({
    summary: summarizeRun(application),
    records: application.timeline.records,
    exitCode,
  }));
  try {
    await Deno.writeTextFile(file, page, { mode: 0o600 });
  } catch (error) {
    throw new CliError(`Cannot write report "${file}": ${errorText(error)}`, {
      cause: error,
    });
  }
}
