/** Options of {@linkcode shellWord}. */
export interface ShellWordOptions {
  /** What is longer is cut. @default {Infinity} */
  readonly longest?: number;
}

/**
 * A text as one line that bash reads as that text, for people to see or copy.
 *
 * @param text The text, such as an argument.
 * @param options Where to cut it.
 */
export function shellWord(
  text: string,
  { longest = Infinity }: ShellWordOptions = {},
): string {
  const cut = text.length > longest ? shortened(text, longest) : text;
  if (/^[\w@%+=:,./-]+$/.test(cut)) return cut;
  return hasControls(cut)
    ? `$'${cut.replace(/[\\'\p{Cc}]/gu, escaped)}'`
    : `'${cut.replaceAll("'", "'\\''")}'`;
}

function shortened(text: string, longest: number): string {
  // Half of a character beyond 16 bits is none.
  return `${text.slice(0, longest - 3).replace(/[\ud800-\udbff]$/, "")}...`;
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function escaped(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.charCodeAt(0).toString(16).padStart(4, "0");
  return `\\u${code}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "'": "\\'",
  "\\": "\\\\",
};
