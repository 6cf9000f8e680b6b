import { dirname, join } from "@std/path";
import { isMap } from "./plain_map.ts";

/** A node of the syntax tree, as far as it is known. */
export interface Node {
  /** Its kind, in the words of Babel. */
  readonly type: string;
  /** Where it begins. */
  readonly loc?: {
    readonly start: { readonly line: number; readonly column: number };
  };
  /** What it is made of. */
  readonly [member: string]: unknown;
}

/** A module of a charm. */
export interface CharmCode {
  /** Its file. */
  readonly path: string;
  /** Its statements. */
  readonly body: readonly Node[];
  /** The specifiers that it imports from. */
  readonly imports: readonly string[];
}

/** A class of charms. */
export interface CharmClassCode {
  /** The module it is in. */
  readonly code: CharmCode;
  /** The class. */
  readonly node: Node;
  /** Names that it or a class above it in the charm gives to members. */
  readonly members: ReadonlySet<string>;
}

/** Whether something is a node. */
export function isNode(value: unknown): value is Node {
  return isMap(value) && typeof value["type"] === "string";
}

/**
 * Finds the classes of charms: those that extend `CharmBase` of the package,
 * or a class in the charm's modules that does.
 *
 * @param codes The charm's modules.
 * @param packages Specifiers of the package.
 */
export function charmClasses(
  codes: readonly CharmCode[],
  packages: readonly string[],
): CharmClassCode[] {
  const scopes = new Map(
    codes.map((code): [string, Scope] => [code.path, scopeOf(code)]),
  );
  const found = new Map<Node, CharmClassCode | null>();
  const resolve = (scope: Scope, node: Node): CharmClassCode | null => {
    const known = found.get(node);
    if (known !== undefined) return known;
    // One that extends itself is no charm.
    found.set(node, null);
    const base = baseOf(scope, node);
    const own = memberNames(node);
    let members: ReadonlySet<string> | null = null;
    if (base !== null && packages.includes(base.from)) {
      if (base.name === "CharmBase") members = own;
    } else if (base !== null) {
      const above = scopes.get(base.from);
      const parent = above?.classes.get(base.name);
      const resolved = parent ? resolve(above!, parent) : null;
      if (resolved !== null) members = new Set([...own, ...resolved.members]);
    }
    const result = members && { code: scope.code, node, members };
    found.set(node, result);
    return result;
  };
  return [...scopes.values()].flatMap((scope) =>
    [...scope.classes.values()].flatMap((node) => resolve(scope, node) ?? [])
  );
}

/** What the names at the top of a module stand for. */
interface Scope {
  readonly code: CharmCode;
  readonly classes: ReadonlyMap<string, Node>;
  /** Local name to where it is from; `*` for a whole module. */
  readonly imported: ReadonlyMap<string, Origin>;
}

interface Origin {
  /** The file of a module, or the specifier of a package. */
  readonly from: string;
  readonly name: string;
}

function scopeOf(code: CharmCode): Scope {
  const classes = new Map<string, Node>();
  const imported = new Map<string, Origin>();
  for (const statement of code.body) {
    const { declaration } = statement;
    const node = isNode(declaration) ? declaration : statement;
    if (node.type === "ClassDeclaration") {
      classes.set(nameOf(node["id"]) ?? "default", node);
      if (statement.type === "ExportDefaultDeclaration") {
        classes.set("default", node);
      }
    }
    if (statement.type !== "ImportDeclaration") continue;
    const specifier = textOf(statement["source"]) ?? "";
    const from = /^\.\.?\//.test(specifier)
      ? join(dirname(code.path), specifier)
      : specifier;
    for (const part of nodesOf(statement["specifiers"])) {
      const local = nameOf(part["local"]);
      if (local === null) continue;
      const name = part.type === "ImportNamespaceSpecifier"
        ? "*"
        : part.type === "ImportDefaultSpecifier"
        ? "default"
        : nameOf(part["imported"]) ?? textOf(part["imported"]);
      if (name !== null) imported.set(local, { from, name });
    }
  }
  return { code, classes, imported };
}

function baseOf({ code, classes, imported }: Scope, node: Node): Origin | null {
  const { superClass } = node;
  if (!isNode(superClass)) return null;
  if (superClass.type === "MemberExpression" && !superClass["computed"]) {
    const module = imported.get(nameOf(superClass["object"]) ?? "");
    const name = nameOf(superClass["property"]);
    return module?.name === "*" && name !== null
      ? { from: module.from, name }
      : null;
  }
  const name = nameOf(superClass);
  if (name === null) return null;
  return classes.has(name)
    ? { from: code.path, name }
    : imported.get(name) ?? null;
}

function memberNames(node: Node): Set<string> {
  const { body } = node;
  const members = isNode(body) ? nodesOf(body["body"]) : [];
  return new Set(members.flatMap((member) => nameOf(member["key"]) ?? []));
}

/** The name of an identifier; null if it is something else. */
export function nameOf(value: unknown): string | null {
  return isNode(value) && value.type === "Identifier" &&
      typeof value["name"] === "string"
    ? value["name"]
    : null;
}

/** The text of a literal; null if it is something else. */
export function textOf(value: unknown): string | null {
  return isNode(value) && value.type === "StringLiteral" &&
      typeof value["value"] === "string"
    ? value["value"]
    : null;
}

/** The nodes of a list. */
export function nodesOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
