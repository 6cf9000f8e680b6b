import type { Token } from "acorn";
import { parseModule } from "./parse_module.ts";

/**
 * Drops the comments and the layout of a bundled module; lines stay where they
 * are, and so do licences.
 *
 * The docs of a library are a third of its bytes, and its indentation is a sixth
 * of the rest: a program is in memory with all that is in it. One character in a
 * comment that is not ASCII makes the engine hold the whole module in two bytes a
 * character.
 *
 * @param code A module. One that this parser does not know stays as it is.
 */
export function dropLayout(code: string): string {
  const tokens: Token[] = [];
  if (parseModule(code, tokens) === null) return code;
  let kept = "";
  let end = 0;
  for (const { start, end: next } of tokens) {
    kept += between(code.slice(end, start)) + code.slice(start, next);
    end = next;
  }
  return kept + between(code.slice(end));
}

/** What stands between two tokens: it may end a statement, or part two words. */
function between(text: string): string {
  if (text === "") return "";
  if (/\/[*\/](?:!|.*?(?:@license|@preserve))/s.test(text)) return text;
  const lines = text.replace(/[^\n]/g, "");
  return lines === "" ? " " : lines;
}
