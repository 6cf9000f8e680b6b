const COMMENTS = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const TRAILING_COMMAS = /"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g;

/**
 * Parses JSON with comments and trailing commas, as deno.json may have them.
 *
 * @param text The text of the file.
 * @throws {SyntaxError} If it is not that.
 */
export function parseJsonc(text: string): unknown {
  return JSON.parse(plainJson(text));
}

/** The same as plain JSON, with blanks for the rest, so that all keeps its place. */
export function plainJson(text: string): string {
  const blank = (found: string) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, " ");
  return text.replace(/^\ufeff/, " ").replace(COMMENTS, blank)
    .replace(TRAILING_COMMAS, blank);
}
