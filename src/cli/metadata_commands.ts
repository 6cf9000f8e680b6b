import { Argument, type Command, Option } from "commander";
import type { CheckOptions } from "./check.ts";
import {
  type CommonOptions,
  reportError,
  type Run,
  withCommon,
} from "./command.ts";
import type { Shell } from "./completions.ts";
import type { SchemaName } from "./json_schema.ts";
import { findingText } from "./mistakes.ts";
import { paint } from "./paint.ts";
import type { TypesOptions, TypesResult } from "./types.ts";

/** Adds the command `check` to `charmkit`. */
export function addCheck(program: Command, run: Run): void {
  withCommon(program.command("check"))
    .summary("find what Juju would refuse, and what is seldom meant")
    .description(
      "Checks a charm's metadata by Juju's rules, code that can't be parsed, " +
        "names in it that the metadata does not declare, src/charmcraft.ts, " +
        "deno.json and dispatch.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .option("--types", "also let Deno check the types of the code (slower)")
    .option("--strict", "fail for warnings as well")
    .addHelpText(
      "after",
      "\nExit codes: 0 no errors, 1 errors, 2 typed wrongly.",
    )
    .action((
      dir: string,
      given: Omit<CheckOptions, "dir"> & CommonOptions & {
        readonly strict?: boolean;
      },
    ) =>
      run(given, async (output, signal) => {
        const { checkCharm } = await import("./check.ts");
        const result = await checkCharm({ ...given, dir }, signal);
        output.json(result);
        for (const finding of result.findings) {
          const { severity } = finding;
          const color = severity === "error" ? 31 : 33;
          const word = paint(severity, color, Deno.stdout);
          output.line(findingText(finding, word));
        }
        output.line(countText(result));
        const isBad = result.errors > 0 ||
          (given.strict === true && result.warnings > 0);
        return isBad ? 1 : 0;
      })
    );
}

function countText(
  { errors, warnings }: { readonly errors: number; readonly warnings: number },
): string {
  if (errors + warnings === 0) return "Nothing found";
  return `${counted(errors, "error")}, ${counted(warnings, "warning")}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Adds the command `types` to `charmkit`. */
export function addTypes(program: Command, run: Run): void {
  withCommon(program.command("types"))
    .summary("generate src/charmcraft.ts from charmcraft.yaml")
    .description(
      "Writes src/charmcraft.ts: the metadata as a constant, for " +
        "CharmBase<typeof charmcraft>.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .option("--check", "write nothing; fail if the module is not up to date")
    .addOption(
      new Option(
        "--watch",
        "write it again at each change, until interrupted; --json prints a " +
          "document for each",
      )
        .conflicts("check"),
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 failed or not up to date, 2 typed wrongly.",
    )
    .action((
      dir: string,
      given: Omit<TypesOptions, "dir"> & CommonOptions & {
        readonly watch?: boolean;
      },
    ) =>
      run(given, async (output, signal) => {
        const { generateTypes, watchTypes } = await import("./types.ts");
        const onResult = (result: TypesResult) => {
          output.json(result);
          output.line(
            `${result.path}: ${result.changed ? "written" : "up to date"}`,
          );
        };
        const onError = (error: unknown) => {
          reportError(error, output, signal);
        };
        const options = { ...given, dir };
        if (given.watch) {
          const watching = { ...options, onResult, onError };
          await watchTypes(watching, output, signal);
        } else onResult(await generateTypes(options, output));
      })
    );
}

/** Adds the command `schema` to `charmkit`. */
export function addSchema(program: Command, run: Run): void {
  program.command("schema")
    .summary("print the JSON Schema of charmcraft.yaml, for editors")
    .description(
      "Prints the JSON Schema of a charm's YAML file, with which an editor " +
        "completes keys, explains them and finds mistakes, also in config and " +
        "actions.",
    )
    .addArgument(
      new Argument("[file]", "which file, without .yaml")
        .choices(["charmcraft", "metadata", "config", "actions"])
        .default("charmcraft"),
    )
    .option("-o, --output <path>", "write it to a file")
    .option("--json", "print the result as one JSON document")
    .action((
      name: SchemaName,
      given: CommonOptions & { readonly output?: string },
    ) =>
      run(given, async (output) => {
        const { jsonSchema } = await import("./json_schema.ts");
        const schema = jsonSchema(name);
        if (given.output === undefined) {
          output.json(schema);
          output.line(JSON.stringify(schema, null, 2));
          return;
        }
        const { beginsWith, expectOutputFile } = await import(
          "./output_file.ts"
        );
        await expectOutputFile(given.output, {
          what: "the schema",
          example: `${name}.schema.json`,
          isSame: beginsWith(/^\{\s*"\$schema"/),
        });
        const text = `${JSON.stringify(schema, null, 2)}\n`;
        await Deno.writeTextFile(given.output, text);
        output.json({ path: given.output });
        output.line(`${given.output}: written`);
      })
    );
}

/** Adds the command `completions` to `charmkit`. */
export function addCompletions(program: Command, run: Run): void {
  program.command("completions")
    .summary("print a script by which a shell completes charmkit's words")
    .description(
      "Prints a script for a shell, for example:\n" +
        '  bash: eval "$(charmkit completions bash)"  (in ~/.bashrc)\n' +
        '  zsh:  eval "$(charmkit completions zsh)"   (in ~/.zshrc)\n' +
        "  fish: charmkit completions fish | source   (in config.fish)",
    )
    .addArgument(
      new Argument("<shell>", "the shell").choices(["bash", "zsh", "fish"]),
    )
    .option("--json", "print the result as one JSON document")
    .action((shell: Shell, given: CommonOptions) =>
      run(given, async (output) => {
        const { completionScript } = await import("./completions.ts");
        const script = completionScript(program, shell);
        output.json({ shell, script });
        output.line(script.trimEnd());
      })
    );
}
