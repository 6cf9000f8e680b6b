import type { Charmcraft } from "../meta/charmcraft.ts";
import { isMap } from "./plain_map.ts";

/** The first line of a generated module. */
export const GENERATED =
  "// Generated from charmcraft.yaml by `charmkit types`; do not edit.";

/**
 * The module for some metadata, before formatting.
 *
 * Descriptions are comments as well, which editors show beside a name.
 *
 * @param charm The metadata; keys stay in their order.
 */
export function charmcraftModule(charm: Charmcraft): string {
  return `${GENERATED}
import type { Charmcraft } from "@charmkit/ops";

/** What charmcraft.yaml says of this charm. */
export const charmcraft = ${
    literal(charm, NAMES)
  } as const satisfies Charmcraft;
`;
}

/** Where, below a map, there are names that have a description. */
interface Named {
  /** The members of this map are such names. */
  readonly all?: Named;
  /** Those of these members are. */
  readonly of?: Readonly<Record<string, Named>>;
}

const PARAMETERS: Named = {
  all: {
    of: {
      get properties(): Named {
        return PARAMETERS;
      },
    },
  },
};
const NAMES: Named = {
  of: {
    config: { of: { options: { all: {} } } },
    actions: { all: { of: { params: PARAMETERS } } },
    storage: { all: {} },
    resources: { all: {} },
  },
};

/** A value as a TypeScript expression, each member on its own line. */
function literal(value: unknown, named: Named = {}): string {
  if (Array.isArray(value)) {
    return `[${value.map((entry) => literal(entry)).join(", ")}]`;
  }
  if (!isMap(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, entry]) => {
    const doc = named.all === undefined ? "" : comment(entry);
    const below = named.all ?? (
      named.of !== undefined && Object.hasOwn(named.of, key)
        ? named.of[key]
        : {}
    );
    return `${doc}${propertyName(key)}: ${literal(entry, below)},\n`;
  });
  return members.length === 0 ? "{}" : `{\n${members.join("")}}`;
}

/** What is said of a name, as a comment in front of it. */
function comment(value: unknown): string {
  if (!isMap(value)) return "";
  const text = [value["title"], value["description"]]
    .filter((part) => typeof part === "string" && part.trim() !== "")
    .join("\n\n").trim().replaceAll("*/", "*\\/");
  if (text === "") return "";
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  return lines.length === 1
    ? `/** ${lines[0]} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

function propertyName(key: string): string {
  // As a plain name this would set the prototype.
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
