import {
  type Document,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from "yaml";
import { type Mistake, pathText } from "./mistakes.ts";
import { NodeFinder } from "./yaml_nodes.ts";
import { ambiguity } from "./yaml_scalars.ts";
import { syntaxMistake } from "./yaml_syntax.ts";
import { yamlValue } from "./yaml_values.ts";

type Place = Pick<Mistake, "line" | "column">;
type PlaceAt = (offset: number | null) => Place;

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
    uniqueKeys: false,
  });
  const placeAt = (offset: number | null): Place => {
    if (offset === null) return NOWHERE;
    const { line, col } = lines.linePos(offset);
    // A mistake in an empty text is at its beginning.
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const wrong = syntaxMistake(document.errors);
  const { value, obstacles } = wrong === null
    ? yamlValue(document)
    : { value: null, obstacles: [wrong] };
  const isReadable = obstacles.length === 0;
  const mistakes = isReadable
    ? scalarMistakes(file, document, placeAt, options)
    : obstacles.map(({ offset, message }): Mistake => ({
      file,
      ...placeAt(offset),
      path: "",
      message,
    }));
  const nodes = new NodeFinder(document);
  return {
    file,
    value: isReadable ? value : null,
    isReadable,
    mistakes,
    mistakeAt: (path, message) => ({
      file,
      ...placeAt(nodes.offsetOf(path)),
      path: pathText(path),
      message,
    }),
    writtenAt: (path) => {
      const node = nodes.valueAt(path);
      return isScalar(node) && node.type === "PLAIN"
        ? node.source ?? null
        : null;
    },
  };
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
      const place = placeAt(node.range?.[0] ?? null);
      mistakes.push({ file, ...place, path: "", message });
    },
  });
  return mistakes;
}
