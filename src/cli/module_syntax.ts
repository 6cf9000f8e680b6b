import type { Node } from "acorn";
import { parseModule } from "./parse_module.ts";

/** A part of a module's code. */
export interface Range {
  /** Where it starts, in characters. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
}

/** An import declaration. */
export interface ModuleImport extends Range {
  /** What it imports. */
  readonly specifier: string;
  /** What takes the names of the module's namespace: patterns of variables. */
  readonly patterns: readonly string[];
}

/** An import expression of a module that is named there. */
export interface ModuleLoad extends Range {
  /** What it imports. */
  readonly specifier: string;
}

/** What a module has to do with other modules. */
export interface ModuleSyntax {
  /** Its import declarations, in order. */
  readonly imports: readonly ModuleImport[];
  /** Its import expressions. */
  readonly loads: readonly ModuleLoad[];
  /** Its export declarations. */
  readonly exports: readonly Range[];
  /** What it exports, as properties of an object literal. */
  readonly exported: readonly string[];
  /** Where it has `import.meta`. */
  readonly metas: readonly Range[];
  /** Whether it awaits something before it is done. */
  readonly awaits: boolean;
  /**
   * Whether it may give one of its exports another value when it is done, so that
   * who takes its value once would have an old one. A name that is assigned in
   * any function counts, be it that of a local variable.
   */
  readonly mayReassign: boolean;
}

/** A node as it is walked through. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what a bundled module has to do with others.
 *
 * @param code A module that imports and exports as esbuild writes it.
 * @returns Null if it does not, or if this parser does not know it.
 */
export function readModuleSyntax(code: string): ModuleSyntax | null {
  const module = parseModule(code);
  if (module === null) return null;
  const imports: ModuleImport[] = [];
  const loads: ModuleLoad[] = [];
  const exports: Range[] = [];
  const exported = new Map<string, unknown>();
  const metas: Range[] = [];
  const assigned: unknown[] = [];
  let isKnown = true;
  let awaits = false;
  visit(module, (node, isInFunction) => {
    switch (node["type"]) {
      case "ImportDeclaration":
        if (hasItems(node["attributes"])) isKnown = false;
        imports.push(importOf(node));
        break;
      case "ImportExpression": {
        const specifier = fieldsOf(node["source"])["value"];
        if (typeof specifier !== "string" || node["options"]) break;
        loads.push({ ...rangeOf(node), specifier });
        break;
      }
      case "ExportNamedDeclaration":
        if (node["source"] || node["declaration"]) isKnown = false;
        exports.push(rangeOf(node));
        for (const specifier of listOf(node["specifiers"])) {
          const local = nameOf(specifier["local"]);
          exported.set(`${nameOf(specifier["exported"])}: ${local}`, local);
        }
        break;
      case "ExportDefaultDeclaration":
      case "ExportAllDeclaration":
        isKnown = false;
        break;
      case "MetaProperty":
        if (nameOf(node["meta"]) === "import") metas.push(rangeOf(node));
        break;
      case "AwaitExpression":
        awaits ||= !isInFunction;
        break;
      case "VariableDeclaration":
        awaits ||= !isInFunction && node["kind"] === "await using";
        break;
      case "ForOfStatement":
        awaits ||= !isInFunction && node["await"] === true;
        if (isInFunction) visitTarget(node["left"], assigned);
        break;
      case "AssignmentExpression":
      case "ForInStatement":
        if (isInFunction) visitTarget(node["left"], assigned);
        break;
      case "UpdateExpression":
        if (isInFunction) visitTarget(node["argument"], assigned);
    }
  });
  if (!isKnown) return null;
  const locals = new Set(exported.values());
  return {
    imports,
    loads,
    exports,
    exported: [...exported.keys()],
    metas,
    awaits,
    mayReassign: assigned.some((name) => locals.has(name)),
  };
}

function importOf(node: Fields): ModuleImport {
  const patterns: string[] = [];
  const names: string[] = [];
  for (const specifier of listOf(node["specifiers"])) {
    const local = nameOf(specifier["local"]);
    switch (specifier["type"]) {
      case "ImportNamespaceSpecifier":
        patterns.push(local);
        break;
      case "ImportDefaultSpecifier":
        names.push(`default: ${local}`);
        break;
      default:
        names.push(`${nameOf(specifier["imported"])}: ${local}`);
    }
  }
  if (names.length > 0) patterns.push(`{${names.join(", ")}}`);
  const specifier = String(fieldsOf(node["source"])["value"]);
  return { ...rangeOf(node), specifier, patterns };
}

/** Calls for a node and for all below it, in their order. */
function visit(
  value: unknown,
  seen: (node: Fields, isInFunction: boolean) => void,
  isInFunction = false,
): void {
  if (typeof value !== "object" || value === null) return;
  const fields = fieldsOf(value);
  const { type } = fields;
  if (typeof type === "string") seen(fields, isInFunction);
  const isFunction = isInFunction || /Function/.test(String(type));
  for (const [name, part] of Object.entries(fields)) {
    visit(part, seen, isFunction || isFieldValue(fields, name));
  }
}

/** Whether a part of a node is code that runs when an object is made of a class. */
function isFieldValue(node: Fields, name: string): boolean {
  return node["type"] === "PropertyDefinition" && node["static"] !== true &&
    name === "value";
}

/** Collects the names that a target of an assignment gives a value. */
function visitTarget(target: unknown, names: unknown[]): void {
  const { type } = fieldsOf(target);
  if (type === "Identifier") names.push(nameOf(target));
  if (type !== "ObjectPattern" && type !== "ArrayPattern") return;
  visit(target, (node) => {
    if (node["type"] === "Identifier") names.push(nameOf(node));
  });
}

/** The name of an identifier; a name that is a string, with its quotes. */
function nameOf(node: unknown): string {
  const { name, raw } = fieldsOf(node);
  return String(name ?? raw);
}

function rangeOf(node: Fields): Range {
  return { start: Number(node["start"]), end: Number(node["end"]) };
}

function fieldsOf(node: unknown): Fields {
  return node as Node & Fields;
}

function listOf(value: unknown): readonly Fields[] {
  return value as readonly Fields[];
}

function hasItems(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
