import { join } from "@std/path";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { charmcraftModule, GENERATED } from "./charmcraft_module.ts";
import { saySame } from "./module_tokens.ts";

/** Where `charmkit types` writes, in the charm's folder. */
export const MODULE_FILE = "src/charmcraft.ts";

/** How the module is that `charmkit types` makes of a charm's metadata. */
export type ModuleState =
  /** There is none. */
  | "missing"
  /** It says something else, and somebody wrote it: it is none of ours. */
  | "foreign"
  /** It says something else than the metadata. */
  | "stale"
  /** It says the same, in whatever layout. */
  | "current";

/**
 * Compares the generated module of a charm with its metadata.
 *
 * @param dir The charm's folder.
 * @param charmcraft Its metadata.
 */
export async function generatedModuleState(
  dir: string,
  charmcraft: Charmcraft,
): Promise<ModuleState> {
  let text: string;
  try {
    text = await Deno.readTextFile(join(dir, MODULE_FILE));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "missing";
    throw error;
  }
  if (saySame(text, charmcraftModule(charmcraft))) return "current";
  return text.includes(GENERATED) ? "stale" : "foreign";
}
