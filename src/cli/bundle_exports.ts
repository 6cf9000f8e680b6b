import { type Node, parse } from "acorn";

/**
 * Whether a bundled module may give one of its exports another value later, so
 * that who takes its value once would have an old one.
 *
 * A name that is assigned anywhere counts, be it that of a local variable, and
 * so does a module that this parser does not know.
 */
export function mayReassignExports(code: string): boolean {
  let module: Node;
  try {
    module = parse(code, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
  const exported = new Set<unknown>();
  const assigned: unknown[] = [];
  visit(module, (node) => {
    switch (node["type"]) {
      case "ExportSpecifier":
        exported.add(nameOf(node["local"]));
        break;
      case "AssignmentExpression":
      case "ForInStatement":
      case "ForOfStatement":
        visitTarget(node["left"], assigned);
        break;
      case "UpdateExpression":
        visitTarget(node["argument"], assigned);
    }
  });
  return assigned.some((name) => exported.has(name));
}

type Fields = Readonly<Record<string, unknown>>;

/** Calls for a node and for all below it. */
function visit(value: unknown, seen: (node: Fields) => void): void {
  if (typeof value !== "object" || value === null) return;
  const fields = value as Fields;
  if (typeof fields["type"] === "string") seen(fields);
  for (const part of Object.values(fields)) visit(part, seen);
}

/** Collects the names that a target of an assignment gives a value. */
function visitTarget(target: unknown, names: unknown[]): void {
  const { type } = target as Fields;
  if (type === "Identifier") names.push(nameOf(target));
  if (type !== "ObjectPattern" && type !== "ArrayPattern") return;
  visit(target, (node) => {
    if (node["type"] === "Identifier") names.push(nameOf(node));
  });
}

function nameOf(node: unknown): unknown {
  return (node as Fields)["name"];
}
