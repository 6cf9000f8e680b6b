import { join } from "@std/path";
import { z } from "zod";
import { CliError } from "./cli_error.ts";
import { patternMistake } from "./extra_files.ts";
import { plainJson } from "./jsonc.ts";
import { type Mistake, mistakeText } from "./mistakes.ts";
import { permissionMistake } from "./permission_values.ts";
import { applySchema } from "./schema_mistakes.ts";
import { readText, unreadable } from "./unreadable.ts";
import { readYaml, type YamlFile } from "./yaml_reader.ts";

/**
 * What a charm's program may do: for each kind true for everything, or a list.
 * Paths that are not absolute are relative to the charm's folder on the unit.
 */
export interface CharmPermissions {
  /** Paths to read. */
  readonly read?: true | readonly string[];
  /** Paths to write. */
  readonly write?: true | readonly string[];
  /** Hosts to reach, such as `"api.example.com:443"`. */
  readonly net?: true | readonly string[];
  /** Environment variables to read; `*` at the end stands for the rest. */
  readonly env?: true | readonly string[];
  /** Programs to run, by name or path. */
  readonly run?: true | readonly string[];
  /** Facts about the system to ask for, such as `"hostname"`. */
  readonly sys?: true | readonly string[];
  /** Native libraries to load. */
  readonly ffi?: true | readonly string[];
}

/** The section `charmkit` of a charm's deno.json. */
export interface CharmkitConfig {
  /** The charm's main module, relative to its folder. */
  readonly entry: string;
  /** What the charm may do beside what its metadata implies. */
  readonly permissions: CharmPermissions;
  /**
   * What goes into the charm beside its program and metadata: paths of files and
   * folders, and globs, relative to its folder; see {@linkcode findExtraFiles}.
   */
  readonly files: readonly string[];
}

/** A text in which a check finds nothing. */
function textWithout(check: (value: string) => string | null): z.ZodString {
  return z.string().superRefine((value, context) => {
    const message = check(value);
    if (message !== null) context.addIssue({ code: "custom", message });
  });
}

function permission(kind: keyof CharmPermissions) {
  const value = textWithout((text) => permissionMistake(kind, text));
  return z.union([z.literal(true), z.array(value)]).optional();
}

const configSchema = z.strictObject({
  entry: z.string().min(1).default("src/charm.ts"),
  permissions: z.strictObject({
    read: permission("read"),
    write: permission("write"),
    net: permission("net"),
    env: permission("env"),
    run: permission("run"),
    sys: permission("sys"),
    ffi: permission("ffi"),
  }).default({}),
  files: z.array(textWithout(patternMistake)).default([]),
});

/** A whole deno.json: Deno itself checks the rest. */
const fileSchema = z.looseObject({ charmkit: configSchema.optional() });

/**
 * Reads the section `charmkit` of deno.json or deno.jsonc, if there is one.
 *
 * ```json
 * {
 *   "charmkit": {
 *     "entry": "src/charm.ts",
 *     "permissions": { "net": ["api.example.com:443"], "run": ["systemctl"] },
 *     "files": ["templates/", "static/*.html"]
 *   }
 * }
 * ```
 *
 * `files` are found in the charm's folder on the unit, where a charm runs and
 * which it may read: `Deno.readTextFileSync("templates/motd")`. One that it runs
 * needs a permission as well: `"run": ["./bin/backup"]`.
 *
 * The section is charmkit's own because the paths in Deno's `permissions` are
 * those of the machine that compiles, and because Deno lets a flag replace the
 * configured list of its kind, so that the charm's own permissions would be lost.
 *
 * @param dir The charm's folder.
 * @throws {CliError} If the file is no JSON, or the section is wrong.
 */
export async function readCharmkitConfig(dir: string): Promise<CharmkitConfig> {
  const { config, file, mistakes } = await inspectCharmkitConfig(dir);
  if (config !== null) return config;
  throw new CliError(`Cannot use the section "charmkit" of ${file}`, {
    details: mistakes.map(mistakeText),
    hint: 'It has "entry", a path; "permissions": each kind of them is true ' +
      'or a list of texts; and "files", a list of paths; comments and ' +
      "trailing commas are fine",
  });
}

/** What {@linkcode inspectCharmkitConfig} found. */
export interface ConfigInspection {
  /** The section; null if it is wrong. */
  readonly config: CharmkitConfig | null;
  /** Name of the file: deno.json or deno.jsonc. */
  readonly file: string;
  /** The whole file; null if it is no JSON, or there is none. */
  readonly source: YamlFile | null;
  /** What is wrong. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads the section as {@linkcode readCharmkitConfig} does, and tells what is
 * wrong in it instead of throwing it.
 *
 * @param dir The charm's folder.
 */
export async function inspectCharmkitConfig(
  dir: string,
): Promise<ConfigInspection> {
  const [file, text] = await readConfigText(dir);
  if (text === null) {
    const config = configSchema.parse({});
    return { config, file, source: null, mistakes: [] };
  }
  if (typeof text !== "string") {
    return { config: null, file, source: null, mistakes: [text] };
  }
  const plain = plainJson(text);
  try {
    const value: unknown = JSON.parse(plain);
    // JSON is YAML, whose reader knows where everything stands.
    const yaml = readYaml(file, plain.replaceAll("\t", " "));
    const source = { ...yaml, value };
    const mistakes: Mistake[] = [];
    const whole = applySchema(source, fileSchema, mistakes);
    const config = whole && configSchema.parse(whole.charmkit ?? {});
    return { config, file, source, mistakes };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [, line, column] =
      /\(line (\d+) column (\d+)\)/.exec(error.message) ??
        [];
    const mistake = {
      file,
      line: line === undefined ? null : Number(line),
      column: column === undefined ? null : Number(column),
      path: "",
      message: `expected JSON: ${error.message.replace(/\s+/g, " ")}`,
    };
    return { config: null, file, source: null, mistakes: [mistake] };
  }
}

/** The file's name and text; null if there is none, or why it can't be read. */
async function readConfigText(
  dir: string,
): Promise<[string, string | Mistake | null]> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    try {
      return [name, await readText(join(dir, name))];
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      return [name, unreadable(name, error)];
    }
  }
  return ["deno.json", null];
}
