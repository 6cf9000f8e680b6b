import { type Command, Option } from "commander";
import {
  type CommonOptions,
  megabytes,
  type Run,
  withCommon,
} from "./command.ts";
import type { CompileOptions } from "./compile.ts";
import type { Output } from "./output.ts";
import type { PartOptions } from "./pack_part.ts";
import { label, warn } from "./paint.ts";
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

/** What commander collects for `pack`. */
interface PackGiven extends CommonOptions {
  readonly outputDir: string;
  readonly platform?: readonly string[];
  readonly deno?: string;
}

/** Adds the command `pack` to `charmkit`. */
export function addPack(program: Command, run: Run): void {
  withCommon(program.command("pack"))
    .summary("compile and pack a charm")
    .description(
      "Compiles a charm and packs it, ready for `juju deploy`: once for each " +
        "platform of charmcraft.yaml. One for another machine needs that " +
        "machine's runtime of Deno; where it is not to be had, the platform " +
        "is left out with a warning, unless it was named. The same charm gives " +
        "the same bytes; SOURCE_DATE_EPOCH sets the time in it.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .option("--output-dir <dir>", "folder where the charms go", ".")
    .option(
      "--platform <label>",
      "platform of charmcraft.yaml, can be given again: all or none of them " +
        "are packed (default: all that can be packed here)",
      (name: string, others: readonly string[] = []) => [...others, name],
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 packed, also if platforms that nobody named were left " +
        "out; 1 nothing\nwas packed; 2 typed wrongly; 130 interrupted.",
    )
    .action((dir: string, { platform: platforms, ...given }: PackGiven) =>
      run(given, async (output, signal) => {
        const { packCharm } = await import("./pack.ts");
        const onStep = stepNotes(output);
        const result = await packCharm(
          { ...given, dir, platforms, onStep },
          output,
          signal,
        );
        output.json(result);
        for (const { path, sizeBytes } of result.charms) {
          output.line(`${path}: ${megabytes(sizeBytes)}`);
        }
        for (const { platform, reason, advice } of result.leftOut) {
          warn(output, `Platform "${platform}" is left out: ${reason}`);
          output.note(`${label("hint")} ${advice}`);
        }
      })
    );
}

/** Shows what takes long, where somebody waits for it. */
function stepNotes(output: Output): (text: string) => void {
  return (text) => {
    if (Deno.stderr.isTerminal()) output.note(text);
  };
}

/** Adds the command `part` to `charmkit`. */
export function addPart(program: Command, run: Run): void {
  withCommon(program.command("part"))
    .summary("make the charm's part for charmcraft pack")
    .description(
      "Fills the folder of a part in charmcraft.yaml with what `charmkit pack` " +
        "packs, without the YAML files, which charmcraft writes itself. It is " +
        "for override-build of a part with the plugin nil.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .option("-o, --output <folder>", "where to (default: $CRAFT_PART_INSTALL)")
    .addOption(
      new Option(
        "--arch <arch>",
        "what it is to run on (default: $CRAFT_ARCH_BUILD_FOR, or this)",
      ).choices(Object.keys(COMPILE_TARGETS)),
    )
    .action((dir: string, given: Omit<PartOptions, "dir"> & CommonOptions) =>
      run(given, async (output, signal) => {
        const { makePart } = await import("./pack_part.ts");
        const result = await makePart({ ...given, dir }, output, signal);
        output.json(result);
        output.line(`${result.path}: ${result.files.join(", ")}`);
      })
    );
}
