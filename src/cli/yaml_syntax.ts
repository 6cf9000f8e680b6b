import type { YAMLParseError } from "yaml";

/**
 * What is wrong and what to write, by the start of the library's own words, which
 * are for programmers.
 */
const WORDS: readonly (readonly [own: RegExp, words: string])[] = [
  [
    /^Source contains multiple/,
    'remove what begins here, or its "---": ' +
    "only one document is read",
  ],
  [
    /^Nested mappings/,
    "a map cannot begin in the line of its key: write it " +
    'below, or write text that has ": " in it in quotes',
  ],
  [
    /^Unexpected block-seq-ind on same/,
    "a list cannot begin in the line of " +
    "its key: write it below",
  ],
  [
    /^Implicit (?:map )?keys /,
    'expected ":" behind a key; if this belongs to ' +
    "the text above, indent it more",
  ],
  [/^Tabs are not/, "tabs are not allowed as indentation; write blanks"],
  [
    /^All (?:mapping|sequence) items/,
    "expected the same indentation as what " +
    "is beside it, or what is above",
  ],
  [/must .*end with a \]$/, 'expected "]" at the end of a list'],
  [/must .*end with a \}$/, 'expected "}" at the end of a map'],
  [/^Missing closing/, "expected the quote that closes a text"],
  [
    /^Invalid escape/,
    'expected an escape that YAML has; write "\\\\" for a ' +
    "backslash, or single quotes",
  ],
  [
    /^Plain value cannot start/,
    "text cannot begin with this sign; write it " +
    "in quotes",
  ],
  [
    /^Unexpected scalar at node end/,
    "text is not expected here; is there a " +
    "quote, or a key, too many?",
  ],
];

/**
 * Tells what is no YAML in a text: the first thing, since all that follows may
 * only come of it.
 *
 * @param errors What the library found.
 * @returns Where it is, and what it is in words; null if there is nothing.
 */
export function syntaxMistake(
  errors: readonly YAMLParseError[],
): { readonly offset: number; readonly message: string } | null {
  const [first] = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return null;
  const { code, message, pos: [offset] } = first;
  // The library runs out of stack, and passes on what the engine says of it.
  if (code === "RESOURCE_EXHAUSTION") {
    return { offset, message: "expected fewer levels of maps and lists" };
  }
  const found = WORDS.find(([own]) => own.test(message));
  return { offset, message: found?.[1] ?? firstLower(message) };
}

function firstLower(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.charAt(0).toLowerCase() + line.slice(1);
}
