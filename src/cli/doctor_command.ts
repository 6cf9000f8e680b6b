import type { Command } from "commander";
import { type CommonOptions, type Run, withCommon } from "./command.ts";
import { paint } from "./paint.ts";
import type { Diagnosis, DiagnosisLevel, DoctorOptions } from "./doctor.ts";

const COLORS: Readonly<Record<DiagnosisLevel, number>> = {
  ok: 32,
  info: 36,
  warning: 33,
  problem: 31,
};

/** Adds the command `doctor` to `charmkit`. */
export function addDoctor(program: Command, run: Run): void {
  withCommon(program.command("doctor"))
    .summary("tell what this machine or a charm's project lacks")
    .description(
      "Looks at Deno and its runtime, Pebble, juju, charmcraft, and the " +
        "files of the charm in the folder, and says what to do.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .addHelpText(
      "after",
      "\nExit codes: 0 no problems, 1 problems, 2 typed wrongly.",
    )
    .action((dir: string, given: Omit<DoctorOptions, "dir"> & CommonOptions) =>
      run(given, async (output, signal) => {
        const { examine } = await import("./doctor.ts");
        const result = await examine({ dir, deno: given.deno }, signal);
        output.json(result);
        for (const diagnosis of result.diagnoses) {
          for (const line of linesOf(diagnosis)) output.line(line);
        }
        return result.problems > 0 ? 1 : 0;
      })
    );
}

const INDENT = 9;

function linesOf({ level, message, advice }: Diagnosis): string[] {
  const word = paint(level.padEnd(INDENT), COLORS[level], Deno.stdout);
  const more = advice === undefined ? [] : [`${" ".repeat(INDENT)}${advice}`];
  return [`${word}${message}`, ...more];
}
