import { isNode, nameOf, type Node, nodesOf, textOf } from "./charm_classes.ts";

/** A kind of name that metadata declares. */
export type NameKind =
  | "endpoint"
  | "container"
  | "storage"
  | "resource"
  | "binding"
  | "action"
  | "option";

/** A literal name in a charm's code. */
export interface NameUse {
  /** What it may be the name of. */
  readonly kinds: readonly NameKind[];
  /** The name. */
  readonly name: string;
  /** Line in the file, from 1. */
  readonly line: number;
  /** Column in that line, from 1. */
  readonly column: number;
}

/** Calls whose first argument is such a name, below `this` or `this.model`. */
const CALLS: Readonly<Record<string, readonly NameKind[]>> = {
  "getContainer": ["container"],
  "unit.getContainer": ["container"],
  "config.get": ["option"],
  "getRelation": ["endpoint"],
  "relations.get": ["endpoint"],
  "relations.find": ["endpoint"],
  "storages.get": ["storage"],
  "storages.find": ["storage"],
  "storages.request": ["storage"],
  "resources.fetch": ["resource"],
  "getBinding": ["endpoint", "binding"],
};

/** What has the events of a name, by the event. */
const EVENTS: Readonly<Record<string, NameKind>> = {
  relationCreated: "endpoint",
  relationJoined: "endpoint",
  relationChanged: "endpoint",
  relationDeparted: "endpoint",
  relationBroken: "endpoint",
  storageAttached: "storage",
  storageDetaching: "storage",
  pebbleReady: "container",
  pebbleCustomNotice: "container",
  pebbleCheckFailed: "container",
  pebbleCheckRecovered: "container",
  action: "action",
};

/** What has a `this` of its own. */
const OTHER_THIS = [
  "FunctionDeclaration",
  "FunctionExpression",
  "ObjectMethod",
  "ClassDeclaration",
  "ClassExpression",
];

/**
 * Finds literal names in a class of charms.
 *
 * @param node The class.
 * @param members Names that it gives to members: what begins with one of them is
 * the charm's own.
 */
export function namesUsed(
  node: Node,
  members: ReadonlySet<string>,
): NameUse[] {
  const uses: NameUse[] = [];
  const add = (kinds: readonly NameKind[], name: string, at: Node): void => {
    const { line = 0, column = 0 } = at.loc?.start ?? {};
    uses.push({ kinds, name, line, column: column + 1 });
  };
  const isOwn = (path: string) => members.has(path.split(".")[0] ?? "");
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value) || OTHER_THIS.includes(value.type)) return;
    if (/^(?:Optional)?CallExpression$/.test(value.type)) {
      const path = pathOf(value["callee"]);
      const [first] = nodesOf(value["arguments"]);
      const kinds = CALLS[path?.replace(/^model\./, "") ?? ""];
      const name = textOf(first);
      if (path && kinds && first && name !== null && !isOwn(path)) {
        add(kinds, name, first);
      }
    } else if (isMember(value)) {
      const event = nameOf(value["property"]);
      const kind = value["computed"] ? undefined : EVENTS[event ?? ""];
      const { object } = value;
      if (
        kind !== undefined && isMember(object) && !isOwn("on") &&
        pathOf(object["object"]) === "on"
      ) {
        const property = object["property"];
        const name = object["computed"] ? textOf(property) : nameOf(property);
        if (name !== null && isNode(property)) add([kind], name, property);
      }
    }
    for (const [key, member] of Object.entries(value)) {
      if (key !== "loc") visit(member);
    }
  };
  visit(node["body"]);
  return uses;
}

function isMember(value: unknown): value is Node {
  return isNode(value) && /^(?:Optional)?MemberExpression$/.test(value.type);
}

/** `a.b` of `this.a.b`; empty for `this`; null for anything else. */
function pathOf(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === "ThisExpression") return "";
  if (!isMember(value) || value["computed"]) return null;
  const before = pathOf(value["object"]);
  const name = nameOf(value["property"]);
  if (before === null || name === null) return null;
  return before === "" ? name : `${before}.${name}`;
}
