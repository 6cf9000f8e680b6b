import { type Command, Option } from "commander";
import {
  type CommonOptions,
  megabytes,
  type Run,
  withCommon,
} from "./command.ts";
import type { CompileOptions } from "./compile.ts";
import type { PackOptions } from "./pack.ts";
import { COMPILE_TARGETS } from "./platforms.ts";

/** Adds the command `compile` to `charmkit`. */
export function addCompile(program: Command, run: Run): void {
  withCommon(program.command("compile"))
    .summary("compile a charm to one executable")
    .description(
      "Compiles a charm to one executable with the least permissions that its " +
        "metadata asks for. It goes into the charm under the name dispatch.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .requiredOption("-o, --output <file>", "where the executable goes")
    .addOption(
      new Option("--target <target>", "what it is to run on (default: this)")
        .choices(Object.values(COMPILE_TARGETS)),
    )
    .action((dir: string, given: Omit<CompileOptions, "dir"> & CommonOptions) =>
      run(given, async (output, signal) => {
        const { compileCharm } = await import("./compile.ts");
        const result = await compileCharm({ ...given, dir }, output, signal);
        output.json(result);
        output.line(
          `${result.path}: ${megabytes(result.sizeBytes)}, ${result.target}, ` +
            `Deno ${result.denoVersion}`,
        );
      })
    );
}

/** Adds the command `pack` to `charmkit`. */
export function addPack(program: Command, run: Run): void {
  withCommon(program.command("pack"))
    .summary("compile and pack a charm")
    .description(
      "Compiles a charm and packs it, ready for `juju deploy`. The same charm " +
        "gives the same bytes; SOURCE_DATE_EPOCH sets the time in it.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .option("--output-dir <dir>", "folder where the charm goes", ".")
    .option(
      "--platform <label>",
      "platform of charmcraft.yaml (default: the one for this machine)",
    )
    .action((dir: string, given: Omit<PackOptions, "dir"> & CommonOptions) =>
      run(given, async (output, signal) => {
        const { packCharm } = await import("./pack.ts");
        const result = await packCharm({ ...given, dir }, output, signal);
        output.json(result);
        output.line(`${result.path}: ${megabytes(result.sizeBytes)}`);
      })
    );
}
