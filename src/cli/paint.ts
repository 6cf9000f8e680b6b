import type { Output } from "./output.ts";

const COLORS = { error: 31, warning: 33, hint: 36 } as const;

/** A word before a line on stderr, in colour where people read it. */
export function label(word: keyof typeof COLORS): string {
  return paint(`${word}:`, COLORS[word], Deno.stderr);
}

/** Colours text for a terminal; `NO_COLOR` and pipes get it plain. */
export function paint(
  text: string,
  color: number,
  stream: { isTerminal(): boolean },
): string {
  if (Deno.noColor || !stream.isTerminal()) return text;
  return `\x1b[1;${color}m${text}\x1b[0m`;
}

/** Tells of what is worth knowing, and no error. */
export function warn(output: Output, text: string): void {
  output.note(`${label("warning")} ${text}`);
}
