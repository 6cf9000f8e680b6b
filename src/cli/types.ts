import { basename, dirname, join } from "@std/path";
import { readCharmProject } from "./charm_project.ts";
import { FILE_NAMES, readSources } from "./charm_sources.ts";
import { charmcraftModule } from "./charmcraft_module.ts";
import { CliError } from "./cli_error.ts";
import { findDeno } from "./deno_tool.ts";
import { generatedModuleState, MODULE_FILE } from "./generated_module.ts";
import { mistakeText } from "./mistakes.ts";
import type { Output } from "./output.ts";
import { warn } from "./paint.ts";
import { withStagingFolder } from "./staging.ts";

/** Options of {@linkcode generateTypes}. */
export interface TypesOptions {
  /** The charm's folder: the one with charmcraft.yaml. */
  readonly dir: string;
  /** Only tell whether the module is what it should be. @default {false} */
  readonly check?: boolean;
  /** The Deno that formats, see {@linkcode findDeno}. */
  readonly deno?: string;
}

/** What {@linkcode generateTypes} found or did. */
export interface TypesResult {
  /** Path of the module. */
  readonly path: string;
  /** Whether the module was written; false if it was right already. */
  readonly changed: boolean;
}

/**
 * Writes `src/charmcraft.ts`: the metadata of charmcraft.yaml as a constant, from
 * which `CharmBase<typeof charmcraft>` takes the names and types of a charm.
 *
 * It is formatted as the charm's deno.json says. A module that says the same in
 * another layout counts as right.
 *
 * @param options Which charm, and whether only to check.
 * @param output Gets what is worth knowing.
 * @throws {MetadataError} If the metadata is wrong.
 * @throws {CliError} If a check finds another module than there should be, or
 * somebody else's module is there.
 */
export async function generateTypes(
  options: TypesOptions,
  output: Output,
): Promise<TypesResult> {
  const project = await readCharmProject(options.dir);
  for (const warning of project.warnings) {
    warn(output, mistakeText(warning));
  }
  const { charmcraft } = project;
  const path = join(options.dir, MODULE_FILE);
  const state = await generatedModuleState(options.dir, charmcraft);
  if (state === "foreign") {
    throw new CliError(`Cannot use "${path}": charmkit has not made it`, {
      hint: "Move or remove it; `charmkit types` then writes its own",
    });
  }
  if (options.check) {
    if (state === "current") return { path, changed: false };
    throw new CliError(
      state === "missing"
        ? `Cannot find "${path}"`
        : `"${path}" is not what charmcraft.yaml says`,
      { hint: `Run \`charmkit types ${options.dir}\`` },
    );
  }
  const { path: deno } = await findDeno(options.deno);
  const text = await format(charmcraftModule(charmcraft), deno, options.dir);
  if (state !== "missing" && await Deno.readTextFile(path) === text) {
    return { path, changed: false };
  }
  await withStagingFolder(dirname(path), async (staging) => {
    const staged = join(staging, "charmcraft.ts");
    await Deno.writeTextFile(staged, text, { mode: 0o644 });
    await Deno.rename(staged, path);
  });
  return { path, changed: true };
}

/** Options of {@linkcode watchTypes}. */
export interface WatchTypesOptions extends Omit<TypesOptions, "check"> {
  /** Gets what was found or done, each time. */
  readonly onResult: (result: TypesResult) => void;
  /** Gets what went wrong; the watching goes on. */
  readonly onError: (error: unknown) => void;
}

/**
 * Writes the module, and again whenever one of the charm's YAML files changes.
 *
 * @param options Which charm, and what to do with the results.
 * @param output Gets what is worth knowing.
 * @param signal Ends the watching.
 */
export async function watchTypes(
  options: WatchTypesOptions,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const { dir, onResult, onError } = options;
  const watcher = Deno.watchFs(dir, { recursive: false });
  const stop = () => watcher.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    // An editor touches a file more than once for one change.
    let before: string | null = null;
    const attempt = async () => {
      try {
        const now = JSON.stringify(
          await readSources(dir),
          (_, value) => value instanceof Uint8Array ? [...value] : value,
        );
        if (now === before) return;
        before = now;
        onResult(await generateTypes(options, output));
      } catch (error) {
        onError(error);
      }
    };
    if (signal.aborted) return stop();
    await attempt();
    for await (const { paths } of watcher) {
      const names: readonly string[] = FILE_NAMES;
      if (paths.some((path) => names.includes(basename(path)))) await attempt();
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function format(
  text: string,
  deno: string,
  cwd: string,
): Promise<string> {
  const child = new Deno.Command(deno, {
    args: ["fmt", "--quiet", "--ext=ts", "-"],
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new CliError("Cannot format the generated module", {
    details: [decoder.decode(stderr).trimEnd()],
    hint: "See what `deno fmt` says above",
  });
}
