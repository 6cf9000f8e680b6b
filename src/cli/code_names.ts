import { dirname, join, relative } from "@std/path";
import { charmClasses, type CharmCode, parseCode } from "./charm_classes.ts";
import type { Mistake } from "./mistakes.ts";
import { nearestName } from "./nearest_name.ts";
import { entriesOf, memberOf } from "./plain_map.ts";
import { ROLES } from "./rules/endpoint_rules.ts";
import type { Sections } from "./rules/rule.ts";
import { namesUsed, type NameUse } from "./names_used.ts";

/** Options of {@linkcode checkNames}. */
export interface CheckNamesOptions {
  /** The charm's folder. */
  readonly dir: string;
  /** Its main module there. */
  readonly entry: string;
  /** What goes into the charm. */
  readonly sections: Sections;
  /** Specifiers that stand for `@charmkit/ops`. */
  readonly packages: readonly string[];
}

/**
 * Finds names in a charm's code that its metadata does not declare.
 *
 * It looks at literal names in the classes of charms only, such as
 * `this.getContainer("web")`, where nothing else can be meant. The compiler finds
 * more, but needs seconds, and a charm that is typed by its metadata.
 *
 * @param options The charm.
 * @returns A mistake for each use of a name.
 */
export async function checkNames(
  options: CheckNamesOptions,
): Promise<Mistake[]> {
  const { dir, entry, sections, packages } = options;
  const codes = await readCode(dir, entry);
  const declared = declaredNames(sections);
  return charmClasses(codes, packages).flatMap(({ code, node, members }) =>
    namesUsed(node, members).flatMap((use) => {
      const names = use.kinds.flatMap((kind) => declared[kind]);
      return names.includes(use.name)
        ? []
        : [mistake(relative(dir, code.path), use, names)];
    })
  );
}

/** Reads the main module and what it imports of the charm's own. */
async function readCode(dir: string, entry: string): Promise<CharmCode[]> {
  const codes = new Map<string, CharmCode | null>();
  const read = async (path: string): Promise<void> => {
    if (codes.has(path)) return;
    codes.set(path, null);
    const text = await Deno.readTextFile(path).catch((error) => {
      // What is missing or no code, Deno tells best.
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    });
    const code = text === null ? null : parseCode(path, text);
    if (code === null) return;
    codes.set(path, code);
    await Promise.all(
      code.imports.filter((specifier) => /^\.\.?\//.test(specifier))
        .filter((specifier) => /\.[cm]?[jt]sx?$/.test(specifier))
        .map((specifier) => read(join(dirname(path), specifier))),
    );
  };
  await read(join(dir, entry));
  return [...codes.values()].filter((code) => code !== null);
}

function declaredNames(
  { metadata, config, actions }: Sections,
): Record<NameUse["kinds"][number], string[]> {
  const keys = (value: unknown) => entriesOf(value).map(([name]) => name);
  const section = (name: string) => keys(memberOf(metadata, name));
  return {
    endpoint: ROLES.flatMap(section),
    container: section("containers"),
    storage: section("storage"),
    resource: section("resources"),
    binding: [...section("extra-bindings"), "juju-info"],
    action: keys(actions),
    option: keys(memberOf(config, "options")),
  };
}

function mistake(
  file: string,
  { kinds: [kind], name, line, column }: NameUse,
  names: readonly string[],
): Mistake {
  const meant = nearestName(name, names);
  const known = names.map((known) => `"${known}"`).join(", ");
  const help = meant !== null
    ? `write "${meant}"`
    : names.length > 0
    ? `it has ${known}`
    : "it has none";
  return {
    file,
    line,
    column,
    path: "",
    message: `the metadata declares no ${kind} "${name}": ${help}`,
  };
}
