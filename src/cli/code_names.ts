import { relative } from "@std/path";
import { charmClasses, type CharmCode } from "./charm_classes.ts";
import type { Mistake } from "./mistakes.ts";
import { nearestName } from "./nearest_name.ts";
import { isMap, memberOf, type PlainMap } from "./plain_map.ts";
import { ROLES } from "./rules/endpoint_rules.ts";
import type { Sections } from "./rules/rule.ts";
import { type NameKind, namesUsed, type NameUse } from "./names_used.ts";

/** Options of {@linkcode checkNames}. */
export interface CheckNamesOptions {
  /** The charm's folder. */
  readonly dir: string;
  /** Its modules there. */
  readonly codes: readonly CharmCode[];
  /** What goes into the charm. */
  readonly sections: Sections;
  /** Keys of charmcraft.yaml that may be there under another name. */
  readonly misspelt?: readonly string[];
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
 * Names that are declared where the metadata is wrong are not known, so a mistake
 * there is not found again here.
 *
 * @param options The charm.
 * @returns A mistake for each use of a name.
 */
export function checkNames(options: CheckNamesOptions): Mistake[] {
  const { dir, codes, packages } = options;
  const declared = new Map(
    KINDS.map((kind) => [kind, declaredNames(kind, options)]),
  );
  return charmClasses(codes, packages).flatMap(({ code, node, members }) =>
    namesUsed(node, members).flatMap((use) => {
      const known: PlainMap[] = [];
      for (const kind of use.kinds) {
        const maps = declared.get(kind);
        if (!maps) return [];
        known.push(...maps);
      }
      return known.some((names) => Object.hasOwn(names, use.name))
        ? []
        : [mistake(relative(dir, code.path), use, known.flatMap(Object.keys))];
    })
  );
}

/** Keys of charmcraft.yaml below which names of a kind are declared. */
const DECLARED = {
  endpoint: ROLES,
  container: ["containers"],
  storage: ["storage"],
  resource: ["resources"],
  binding: ["extra-bindings"],
  action: ["actions"],
  option: ["config"],
} as const satisfies Record<NameKind, readonly string[]>;

const KINDS = Object.keys(DECLARED) as NameKind[];

/** Maps that have the names of a kind; null if they are not known. */
function declaredNames(
  kind: NameKind,
  { sections, misspelt = [] }: CheckNamesOptions,
): PlainMap[] | null {
  const maps = DECLARED[kind].map((key) =>
    misspelt.includes(key) ? null : namesBelow(key, sections)
  );
  // Juju has a binding for each charm.
  if (kind === "binding") maps.push({ "juju-info": null });
  return maps.every(isMap) ? maps : null;
}

/** The map that has the names below a key; null if something else is there. */
function namesBelow(
  key: string,
  { metadata, config, actions }: Sections,
): PlainMap | null {
  if (key === "config") {
    if (config === undefined) return {};
    const options = memberOf(config, "options");
    // They may be left empty, but not out.
    return options === null ? {} : isMap(options) ? options : null;
  }
  const value = key !== "actions"
    ? isMap(metadata) ? metadata[key] : null
    : actions;
  return value === undefined ? {} : isMap(value) ? value : null;
}

/** How many names a message tells; who has more of them looks them up. */
const MOST_NAMES = 5;

function mistake(
  file: string,
  { kinds: [kind], name, line, column }: NameUse,
  names: readonly string[],
): Mistake {
  const meant = nearestName(name, names);
  const some = names.slice(0, MOST_NAMES).map((known) => `"${known}"`);
  const others = names.length - some.length;
  const known = some.join(", ") + (others > 0 ? ` and ${others} more` : "");
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
