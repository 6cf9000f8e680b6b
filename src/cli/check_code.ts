import type { Inspection } from "./charm_project.ts";
import { charmcraftSchema } from "./charmcraft_schema.ts";
import type { CheckOptions } from "./check.ts";
import type { ConfigInspection } from "./deno_config.ts";
import type { Mistake } from "./mistakes.ts";
import { nearestName } from "./nearest_name.ts";
import { entriesOf, memberOf } from "./plain_map.ts";

/** What is known of the charm whose code is checked. */
export interface CodeContext {
  /** The charm's main module, in its folder. */
  readonly entry: string;
  /** Its metadata. */
  readonly inspection: Inspection;
  /** Its deno.json. */
  readonly config: ConfigInspection;
}

/**
 * Checks a charm's code: that it can be parsed, the names in it and, if that is
 * asked for, its types.
 *
 * @param options Which charm.
 * @param context What is known of it.
 * @param signal Ends the checking.
 */
export async function codeMistakes(
  options: CheckOptions,
  { entry, inspection, config }: CodeContext,
  signal?: AbortSignal,
): Promise<Mistake[]> {
  const { dir } = options;
  const { readCode } = await import("./charm_code.ts");
  const { codes, mistakes } = await readCode(dir, entry);
  const found = [...mistakes];
  if (inspection.isComplete) {
    const { checkNames } = await import("./code_names.ts");
    found.push(...checkNames({
      dir,
      codes,
      sections: inspection.sections,
      misspelt: misspeltKeys(inspection),
      packages: packagesOf(config),
    }));
  }
  // Of code that can't be parsed, Deno would say the same again, and no more.
  if (options.types && mistakes.length === 0) {
    const { typeMistakes } = await import("./type_mistakes.ts");
    found.push(...await typeMistakes({ ...options, entry }, signal));
  }
  return found;
}

/** What stands for `@charmkit/ops` in imports. */
function packagesOf({ source }: ConfigInspection): string[] {
  const aliases = entriesOf(memberOf(source?.value, "imports"))
    .filter(([, target]) => isPackage(target)).map(([name]) => name);
  return ["@charmkit/ops", "jsr:@charmkit/ops", ...aliases];
}

/** What keys of charmcraft.yaml that nobody knows may be meant for. */
function misspeltKeys({ sources }: Inspection): string[] {
  const known = Object.keys(charmcraftSchema.shape);
  return entriesOf(sources["charmcraft.yaml"]?.value).flatMap(([key]) =>
    known.includes(key) ? [] : nearestName(key, known) ?? []
  );
}

function isPackage(target: unknown): boolean {
  return typeof target === "string" &&
    /^(?:jsr:\/?)?@charmkit\/ops(?:@[^/]*)?$/.test(target);
}
