import { type Node, parse, type Token, tokTypes } from "acorn";

/** A bundled module as a script. */
export interface BundleScript {
  /** An expression: an async function that does what the module does. */
  readonly code: string;
  /** The module's imports, for the module that calls the function. */
  readonly imports: string;
  /** What the imports are from. */
  readonly modules: readonly string[];
  /** What the function takes after `import.meta`: names that the imports make. */
  readonly imported: readonly string[];
}

/** A piece of the code to replace; its lines stay. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Makes a script of a bundled module: only a script can be given V8's code
 * cache. Lines stay where they are, and names as they were.
 *
 * @param code A module that imports and exports as esbuild writes it.
 * @returns Null for a module that this parser does not know.
 */
export function makeScript(code: string): BundleScript | null {
  const tokens: Token[] = [];
  const body = parseModule(code, tokens);
  if (body === null) return null;
  const pieces: Piece[] = [];
  const imports: string[] = [];
  const modules: string[] = [];
  const imported: string[] = [];
  for (const node of body) {
    if (!isImportOrExport(node)) continue;
    const { start, end } = node;
    if (node.type === "ImportDeclaration") {
      imports.push(code.slice(start, end));
      modules.push(node.source?.value ?? "");
      imported.push(...node.specifiers.map(({ local }) => local.name));
    } else if (
      node.type !== "ExportNamedDeclaration" || node.source || node.declaration
    ) {
      return null;
    }
    pieces.push({ start, end, text: "" });
  }
  let meta = "importMeta";
  while (code.includes(meta)) meta += "_";
  for (const [index, { type, start }] of tokens.entries()) {
    const last = tokens[index + 2];
    if (type !== tokTypes._import || last === undefined) continue;
    if (tokens[index + 1]?.type !== tokTypes.dot) continue;
    pieces.push({ start, end: last.end, text: meta });
  }
  const params = [meta, ...imported].join(", ");
  const text = replacePieces(code, pieces);
  return {
    code: `(async function (${params}) {"use strict";${text}\n})`,
    imports: imports.join("\n"),
    modules,
    imported,
  };
}

/** The parts of acorn's nodes that are read here. */
type ModuleNode = Node & {
  readonly type: `Import${string}` | `Export${string}`;
  readonly specifiers: readonly { readonly local: { readonly name: string } }[];
  readonly source: { readonly value: string } | null;
  readonly declaration?: unknown;
};

function isImportOrExport(node: Node): node is ModuleNode {
  return /^(Import|Export)\w*Declaration$/.test(node.type);
}

/** The statements of a module; its tokens are added to the others. */
function parseModule(code: string, tokens: Token[]): readonly Node[] | null {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      onToken: tokens,
    }).body;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function replacePieces(code: string, pieces: readonly Piece[]): string {
  let kept = "";
  let at = 0;
  for (const { start, end, text } of pieces.toSorted(byStart)) {
    const lines = code.slice(start, end).replace(/[^\n]/g, "");
    kept += code.slice(at, start) + text + lines;
    at = end;
  }
  return kept + code.slice(at);
}

function byStart(a: Piece, b: Piece): number {
  return a.start - b.start;
}
