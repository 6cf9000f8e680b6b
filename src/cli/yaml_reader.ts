import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from "yaml";
import { type Mistake, pathText } from "./mistakes.ts";
import { ambiguity } from "./yaml_scalars.ts";

/** A YAML file as read: its value, and where each part of it stands. */
export interface YamlFile {
  /** Name of the file in messages. */
  readonly file: string;
  /** The value; whole numbers beyond 2^53-1 are bigint. */
  readonly value: unknown;
  /** What is wrong with the text itself; the value is of no use then. */
  readonly mistakes: readonly Mistake[];
  /** A mistake at a path of the value, with its line. */
  mistakeAt(path: readonly PropertyKey[], message: string): Mistake;
}

/** Options of {@linkcode readYaml}. */
export interface ReadYamlOptions {
  /** Top-level keys below which ambiguous scalars are let pass. */
  readonly unchecked?: readonly string[];
}

/**
 * Reads a YAML document as charmcraft does: keys may not repeat, merge keys
 * work, and a plain scalar that YAML 1.1 and 1.2 read differently is a mistake.
 *
 * @param file Name of the file, for messages.
 * @param text The text of the file.
 * @param options Sections whose values do not matter.
 */
export function readYaml(
  file: string,
  text: string,
  options: ReadYamlOptions = {},
): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    intAsBigInt: true,
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
  });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const mistakes = document.errors.map((error): Mistake => ({
    file,
    line: lineAt(error.pos[0]),
    path: "",
    message: firstLower(error.message),
  }));
  if (mistakes.length === 0) {
    mistakes.push(...ambiguousScalars(file, document, lineAt, options));
  }
  return {
    file,
    value: mistakes.length === 0 ? toValue(file, document, mistakes) : null,
    mistakes,
    mistakeAt: (path, message) => ({
      file,
      line: lineOf(document, path, lineAt),
      path: pathText(path),
      message,
    }),
  };
}

function toValue(
  file: string,
  document: Document.Parsed,
  mistakes: Mistake[],
): unknown {
  try {
    return safeNumbers(document.toJS());
  } catch (error) {
    // An alias without its anchor, or one that grows without bounds.
    const message = error instanceof Error ? error.message : String(error);
    mistakes.push({ file, line: null, path: "", message: firstLower(message) });
    return null;
  }
}

/** Makes a number of each bigint that a number can hold exactly. */
function safeNumbers(value: unknown): unknown {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  if (Array.isArray(value)) return value.map(safeNumbers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, safeNumbers(entry)]),
  );
}

function ambiguousScalars(
  file: string,
  document: Document.Parsed,
  lineAt: (offset: number) => number,
  { unchecked = [] }: ReadYamlOptions,
): Mistake[] {
  const mistakes: Mistake[] = [];
  visit(document, {
    Pair(_, pair, parents) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      const isTopLevel = parents.length === 2;
      if (isTopLevel && unchecked.includes(key)) return visit.SKIP;
    },
    Scalar(_, node) {
      if (node.type !== "PLAIN" || node.tag !== undefined) return;
      const message = ambiguity(node.source ?? "");
      if (message === null) return;
      const line = node.range ? lineAt(node.range[0]) : null;
      mistakes.push({ file, line, path: "", message });
    },
  });
  return mistakes;
}

/** The line of a path or, where the document ends before it, of what holds it. */
function lineOf(
  document: Document.Parsed,
  path: readonly PropertyKey[],
  lineAt: (offset: number) => number,
): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1
      ? document.contents
      : document.getIn(path.slice(0, length - 1), true);
    const node = memberNode(parent, path[length - 1]!);
    if (isNode(node) && node.range) return lineAt(node.range[0]);
  }
  return null;
}

/** The key of a map, or the entry of a list. */
function memberNode(parent: unknown, key: PropertyKey): unknown {
  if (isMap(parent)) {
    return parent.items.find((pair) =>
      isScalar(pair.key) && String(pair.key.value) === String(key)
    )?.key;
  }
  return isSeq(parent) ? parent.items[Number(key)] : undefined;
}

function firstLower(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.charAt(0).toLowerCase() + line.slice(1);
}
