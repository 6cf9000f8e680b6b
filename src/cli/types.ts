import { dirname, join } from "@std/path";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { readCharmProject } from "./charm_project.ts";
import { CliError } from "./cli_error.ts";
import { findDeno } from "./deno_tool.ts";
import type { Output } from "./output.ts";
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

/** The first line of a generated module. */
export const GENERATED =
  "// Generated from charmcraft.yaml by `charmkit types`; do not edit.";

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
 * @throws {CliError} If a check finds another module than there should be.
 */
export async function generateTypes(
  options: TypesOptions,
  output: Output,
): Promise<TypesResult> {
  const project = await readCharmProject(options.dir);
  for (const warning of project.warnings) output.note(`warning: ${warning}`);
  const { path: deno } = await findDeno(options.deno);
  const path = join(options.dir, "src", "charmcraft.ts");
  const text = await format(
    charmcraftModule(project.charmcraft),
    deno,
    options.dir,
  );
  const present = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (present === text) return { path, changed: false };
  if (
    options.check && present !== null &&
    await format(present, deno, options.dir).catch(() => null) === text
  ) return { path, changed: false };
  if (options.check) {
    throw new CliError(
      present === null
        ? `Cannot find "${path}"`
        : `"${path}" is not what charmcraft.yaml says`,
      { hint: `Run \`charmkit types ${options.dir}\`` },
    );
  }
  await Deno.mkdir(dirname(path), { recursive: true });
  await withStagingFolder(dirname(path), async (staging) => {
    const staged = join(staging, "charmcraft.ts");
    await Deno.writeTextFile(staged, text, { mode: 0o644 });
    await Deno.rename(staged, path);
  });
  return { path, changed: true };
}

/**
 * The module for some metadata, before formatting.
 *
 * @param charm The metadata; keys stay in their order.
 */
export function charmcraftModule(charm: Charmcraft): string {
  return `${GENERATED}
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = ${literal(charm)} as const satisfies Charmcraft;
`;
}

/** A value as a TypeScript expression, each member on its own line. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, entry]) =>
    `${propertyName(key)}: ${literal(entry)},\n`
  );
  return members.length === 0 ? "{}" : `{\n${members.join("")}}`;
}

function propertyName(key: string): string {
  // As a plain name this would set the prototype.
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
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
