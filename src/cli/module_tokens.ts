import { type Token, tokenizer, tokTypes } from "acorn";

/**
 * Whether two generated modules say the same, whatever their layout: quotes,
 * line breaks, comments, and commas and semicolons that may be left out.
 *
 * @returns False also if one of them is no module.
 */
export function saySame(a: string, b: string): boolean {
  const [left, right] = [tokensOf(a), tokensOf(b)];
  return left !== null && right !== null && left.length === right.length &&
    left.every((token, index) => token === right[index]);
}

/** The tokens of a module as text; null if it has others than JavaScript. */
function tokensOf(code: string): string[] | null {
  const tokens: string[] = [];
  try {
    const found: Iterable<Token & { readonly value?: unknown }> = tokenizer(
      code,
      { ecmaVersion: "latest" },
    );
    for (const token of found) {
      if (token.type === tokTypes.semi) continue;
      const closes = token.type === tokTypes.braceR ||
        token.type === tokTypes.bracketR;
      if (closes && tokens.at(-1) === ",") tokens.pop();
      // A name may stand in quotes; text may not stand without them.
      tokens.push(String(token.value ?? token.type.label));
    }
    return tokens;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
