/**
 * A regular expression that matches what a shell pattern does.
 *
 * Source: Go's `path.Match`, which Pebble uses.
 *
 * @throws {SyntaxError} If the pattern is malformed.
 */
export function globToRegExp(pattern: string): RegExp {
  const parts: string[] = [];
  const token = /\*|\?|\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|([^[\\])/gsu;
  let end = 0;
  for (const match of pattern.matchAll(token)) {
    if (match.index !== end) break;
    end += match[0].length;
    const [text, escaped, not, set, plain] = match;
    if (text === "*") parts.push("[^/]*");
    else if (text === "?") parts.push("[^/]");
    else if (set !== undefined) {
      const members = set.replace(/\\(.)/gsu, "$1").replace(
        /[\]\\^[]/g,
        "\\$&",
      );
      parts.push(`[${not}${members}]`);
    } else {
      parts.push((escaped ?? plain ?? "").replace(/[^\w\s]/gu, "\\$&"));
    }
  }
  if (end < pattern.length) throw new SyntaxError("syntax error in pattern");
  // Without the unicode flag any escape of a sign is allowed.
  return new RegExp(`^${parts.join("")}$`, "s");
}
