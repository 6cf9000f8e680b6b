import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from "yaml";
import { errorText } from "./cli_error.ts";
import { type Mistake, pathText } from "./mistakes.ts";
import { ambiguity } from "./yaml_scalars.ts";

type Place = Pick<Mistake, "line" | "column">;
type PlaceAt = (offset: number) => Place;

const NOWHERE: Place = { line: null, column: null };

/** A YAML file as read: its value, and where each part of it stands. */
export interface YamlFile {
  /** Name of the file in messages. */
  readonly file: string;
  /** The value; whole numbers beyond 2^53-1 are bigint. */
  readonly value: unknown;
  /** Whether the text is YAML; if not, the value is null. */
  readonly isReadable: boolean;
  /** What is wrong with the text itself. */
  readonly mistakes: readonly Mistake[];
  /** A mistake at a path of the value, with its line and column. */
  mistakeAt(path: readonly PropertyKey[], message: string): Mistake;
  /** How the plain scalar at a path is written; null if there is none. */
  writtenAt(path: readonly PropertyKey[]): string | null;
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
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const mistakes = document.errors.map((error): Mistake => ({
    file,
    ...placeAt(error.pos[0]),
    path: "",
    message: error.code === "DUPLICATE_KEY"
      ? `the key ${text.slice(...error.pos)} is there twice; remove one`
      : firstLower(error.message),
  }));
  let value: unknown = null;
  let isReadable = mistakes.length === 0;
  if (isReadable) {
    mistakes.push(...scalarMistakes(file, document, placeAt, options));
    try {
      value = safeNumbers(document.toJS());
    } catch (error) {
      // An alias without its anchor, or one that grows without bounds.
      isReadable = false;
      const message = firstLower(errorText(error));
      mistakes.push({ file, ...NOWHERE, path: "", message });
    }
  }
  return {
    file,
    value,
    isReadable,
    mistakes,
    mistakeAt: (path, message) => ({
      file,
      ...placeOf(document, path, placeAt),
      path: pathText(path),
      message,
    }),
    writtenAt: (path) => {
      const node = document.getIn(path, true);
      return isScalar(node) && node.type === "PLAIN"
        ? node.source ?? null
        : null;
    },
  };
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

/** Finds plain scalars that can be read in two ways, and keys that are no text. */
function scalarMistakes(
  file: string,
  document: Document.Parsed,
  placeAt: PlaceAt,
  { unchecked = [] }: ReadYamlOptions,
): Mistake[] {
  const mistakes: Mistake[] = [];
  visit(document, {
    Pair(_, pair, parents) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      const isTopLevel = parents.length === 2;
      if (isTopLevel && unchecked.includes(key)) return visit.SKIP;
    },
    Scalar(key, node, parents) {
      if (node.type !== "PLAIN" || node.tag !== undefined) return;
      const source = node.source ?? "";
      const isKey = key === "key" && isPair(parents.at(-1));
      const message = ambiguity(source) ??
        (isKey && typeof node.value !== "string" && source !== "<<"
          ? `expected text as a key, got ${source}: write "${source}" in quotes`
          : null);
      if (message === null) return;
      const place = node.range ? placeAt(node.range[0]) : NOWHERE;
      mistakes.push({ file, ...place, path: "", message });
    },
  });
  return mistakes;
}

/** The place of a path or, where the document ends before it, of what holds it. */
function placeOf(
  document: Document.Parsed,
  path: readonly PropertyKey[],
  placeAt: PlaceAt,
): Place {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1
      ? document.contents
      : document.getIn(path.slice(0, length - 1), true);
    const node = memberNode(parent, path[length - 1]!);
    if (isNode(node) && node.range) return placeAt(node.range[0]);
  }
  return NOWHERE;
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
