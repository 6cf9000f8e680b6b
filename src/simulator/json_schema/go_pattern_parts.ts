/** A part of a regular expression in JavaScript, and where it ends in that of Go. */
export interface PatternPart {
  /** The part. */
  readonly text: string;
  /** Index behind it. */
  readonly end: number;
}

/** A character that stands for itself. */
export function literal(character: string): string {
  return /^\w$/.test(character)
    ? character
    : `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** White space of ASCII, without the vertical tab. */
const SPACE = "\\t\\n\\f\\r\\u{20}";

/** Letters behind a backslash, outside of `[…]` and inside. */
const OUTSIDE: Readonly<Record<string, string>> = {
  A: "^",
  z: "$",
  b: "\\b",
  B: "\\B",
};
const ANYWHERE: Readonly<Record<string, string>> = {
  d: "\\d",
  D: "\\D",
  w: "[0-9A-Za-z_]",
  W: "[^0-9A-Za-z_]",
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  a: "\\u{7}",
  f: "\\f",
  n: "\\n",
  r: "\\r",
  t: "\\t",
  v: "\\v",
};

const QUOTED = /\\Q([\s\S]*?)(?:\\E|$)/y;
const PROPERTY = /\\([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/y;
const HEX = /\\x(?:\{([\da-fA-F]+)\}|([\da-fA-F]{2}))/y;
const OCTAL = /\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/y;

/**
 * An escape outside of `[…]`.
 *
 * @param source The regular expression of Go.
 * @param start Index of the backslash.
 * @returns Null if Go has no such escape, or JavaScript can't say it.
 */
export function escapeOf(source: string, start: number): PatternPart | null {
  const quoted = matchAt(QUOTED, source, start);
  if (quoted !== null) {
    const text = [...quoted[1] ?? ""].map(literal).join("");
    return { text, end: start + quoted[0].length };
  }
  const assertion = OUTSIDE[source[start + 1] ?? ""];
  if (assertion !== undefined) return { text: assertion, end: start + 2 };
  return commonEscape(source, start);
}

/** An escape that means the same inside of `[…]` and outside. */
function commonEscape(source: string, start: number): PatternPart | null {
  const property = matchAt(PROPERTY, source, start);
  if (property !== null) {
    const [all, letter = "", not, long, short] = property;
    const name = long ?? short ?? "";
    const isNegative = (letter === "P") !== (not === "^");
    const kind = name.length <= 2 ? name : `Script=${name}`;
    const text = name === "Any"
      ? isNegative ? "[]" : "[^]"
      : `\\${isNegative ? "P" : "p"}{${kind}}`;
    return { text, end: start + all.length };
  }
  const [all, digits, two] = matchAt(HEX, source, start) ?? [];
  if (all !== undefined) {
    return { text: `\\u{${digits ?? two}}`, end: start + all.length };
  }
  const [octal, number = ""] = matchAt(OCTAL, source, start) ?? [];
  if (octal !== undefined) {
    const code = Number.parseInt(number, 8).toString(16);
    return { text: `\\u{${code}}`, end: start + octal.length };
  }
  const code = source.codePointAt(start + 1);
  if (code === undefined) return null;
  const character = String.fromCodePoint(code);
  const end = start + 1 + character.length;
  const text = ANYWHERE[character];
  if (text !== undefined) return { text, end };
  // Go lets punctuation of ASCII be escaped, and nothing else.
  const isPunctuation = /^[!-/:-@[-`{-~]$/.test(character);
  return isPunctuation ? { text: literal(character), end } : null;
}

const POSIX_CLASS = /\[:(\^?)(\w+):\]/y;

/** Classes of POSIX as JavaScript has them. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\u{0}-\\u{7f}",
  blank: "\\t\\u{20}",
  cntrl: "\\u{0}-\\u{1f}\\u{7f}",
  digit: "0-9",
  graph: "\\u{21}-\\u{7e}",
  lower: "a-z",
  print: "\\u{20}-\\u{7e}",
  punct: "\\u{21}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{60}\\u{7b}-\\u{7e}",
  space: "\\t\\n\\v\\f\\r\\u{20}",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/**
 * A class of characters: `[…]`.
 *
 * @param source The regular expression of Go.
 * @param start Index of the bracket.
 * @returns Null if it has no end, or JavaScript can't say it.
 */
export function classOf(source: string, start: number): PatternPart | null {
  let at = start + 1;
  let text = "[";
  if (source[at] === "^") {
    text += "^";
    at += 1;
  }
  // A bracket that comes first stands for itself.
  const first = at;
  while (source[at] !== "]" || at === first) {
    const part = classPart(source, at);
    if (part === null) return null;
    text += part.text;
    at = part.end;
  }
  return { text: `${text}]`, end: at + 1 };
}

function classPart(source: string, start: number): PatternPart | null {
  const [posix, not, name = ""] = matchAt(POSIX_CLASS, source, start) ?? [];
  if (posix !== undefined) {
    const members = POSIX[name];
    if (members === undefined) return null;
    return { text: `[${not}${members}]`, end: start + posix.length };
  }
  const low = classCharacter(source, start);
  if (low === null) return null;
  if (source[low.end] !== "-" || (source[low.end + 1] ?? "]") === "]") {
    return low;
  }
  const high = classCharacter(source, low.end + 1);
  return high && { text: `${low.text}-${high.text}`, end: high.end };
}

function classCharacter(source: string, start: number): PatternPart | null {
  const code = source.codePointAt(start);
  if (code === undefined) return null;
  const character = String.fromCodePoint(code);
  if (character === "\\") return commonEscape(source, start);
  return { text: literal(character), end: start + character.length };
}

function matchAt(
  pattern: RegExp,
  source: string,
  start: number,
): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(source);
}
