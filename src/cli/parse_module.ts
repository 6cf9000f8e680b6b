import { parse, type Program, type Token } from "acorn";

/**
 * Parses a module.
 *
 * @param code The module.
 * @param tokens Gets its tokens, if given.
 * @returns Null for one that this parser does not know.
 */
export function parseModule(code: string, tokens?: Token[]): Program | null {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      ...tokens && { onToken: tokens },
    });
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
