import { join } from "@std/path";
import { z } from "zod";
import { CliError, errorText } from "./cli_error.ts";
import { parseJsonc } from "./jsonc.ts";

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
}

const permission = z.union([z.literal(true), z.array(z.string().min(1))])
  .optional();

const configSchema = z.strictObject({
  entry: z.string().min(1).default("src/charm.ts"),
  permissions: z.strictObject({
    read: permission,
    write: permission,
    net: permission,
    env: permission,
    run: permission,
    sys: permission,
    ffi: permission,
  }).default({}),
});

/**
 * Reads the section `charmkit` of deno.json or deno.jsonc, if there is one.
 *
 * ```json
 * {
 *   "charmkit": {
 *     "entry": "src/charm.ts",
 *     "permissions": { "net": ["api.example.com:443"], "run": ["systemctl"] }
 *   }
 * }
 * ```
 *
 * The section is charmkit's own because the paths in Deno's `permissions` are
 * those of the machine that compiles, and because Deno lets a flag replace the
 * configured list of its kind, so that the charm's own permissions would be lost.
 *
 * @param dir The charm's folder.
 * @throws {CliError} If the file is no JSON, or the section is wrong.
 */
export async function readCharmkitConfig(dir: string): Promise<CharmkitConfig> {
  const [name, text] = await readConfigText(dir);
  let config: unknown;
  try {
    config = text === null ? {} : parseJsonc(text);
  } catch (error) {
    throw new CliError(`Cannot read ${name}: ${errorText(error)}`, {
      hint: "Correct the JSON; comments and trailing commas are fine",
      cause: error,
    });
  }
  const section = typeof config === "object" && config !== null &&
      "charmkit" in config
    ? config.charmkit
    : {};
  const result = configSchema.safeParse(section);
  if (result.success) return result.data;
  throw new CliError(`Cannot use the section "charmkit" of ${name}`, {
    details: result.error.issues.map(({ path, message }) =>
      `${name}: ${["charmkit", ...path].join(".")}: ${message}`
    ),
    hint: 'It has "entry", a path, and "permissions": each kind of them is ' +
      "true or a list of texts",
  });
}

async function readConfigText(dir: string): Promise<[string, string | null]> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    try {
      return [name, await Deno.readTextFile(join(dir, name))];
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return ["deno.json", null];
}
