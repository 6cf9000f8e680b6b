const COMMENTS = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const TRAILING_COMMAS = /"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g;

/**
 * Parses JSON with comments and trailing commas, as deno.json may have them.
 *
 * @param text The text of the file.
 * @throws {SyntaxError} If it is not that.
 */
export function parseJsonc(text: string): unknown {
  const keepText = (found: string) => found.startsWith('"') ? found : "";
  return JSON.parse(
    text.replace(/^\ufeff/, "").replace(COMMENTS, keepText)
      .replace(TRAILING_COMMAS, keepText),
  );
}
