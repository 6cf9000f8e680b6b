const HINT = "Go's regular expressions (RE2) have none; write it another way";

/** Letters that mean something behind a backslash; `\\Q`, `\\p` are gone before. */
const LETTERS = "AbBdDfnrtsSvwWxza";

/**
 * Tells what Go would refuse in a regular expression that looks fine elsewhere,
 * and what every dialect refuses. It lets pass what it is not sure of.
 *
 * Source: the syntax page of RE2, and Go's `regexp/syntax`.
 *
 * @param pattern The regular expression.
 * @returns What is wrong and what to write; null if nothing is known to be.
 */
export function regexMistake(pattern: string): string | null {
  // Escapes first, so that what follows sees operators only.
  const plain = pattern.replace(/\\Q.*?(?:\\E|$)/gs, "q")
    .replace(/\\[pP](?:\{\^?\w+\}|\w)/g, "p")
    .replace(/\\x\{[\da-fA-F]+\}/g, "x");
  const escape = plain.match(/\\[\s\S]/g)?.find((escape) =>
    /\\[a-zA-Z89]/.test(escape) && !LETTERS.includes(escape[1]!)
  );
  if (escape !== undefined) return `escape "${escape}": ${HINT}`;
  const reference = [...plain.matchAll(/\\(?:([1-7](?![0-7]))|[\s\S])/g)]
    .find(([, digit]) => digit !== undefined);
  if (reference) return `back-reference "${reference[0]}": ${HINT}`;
  const bare = withoutClasses(plain.replace(/\\./gs, "e"));
  const [around] = /\(\?(?:<?[=!]|>)/.exec(bare) ?? [];
  if (around !== undefined) return `group "${around}…)": ${HINT}`;
  const [, least, most] = /\{(\d+)(?:,(\d*))?\}/g.exec(
    bare.replace(/\{(?:\d{1,3}(?:,\d{0,3})?)\}/g, ""),
  ) ??
    [];
  if (Number(most || least) > 1000) {
    return `at least ${least} times: Go counts to 1000 at most`;
  }
  const common = bare.replace(/\(\?P?<\w+>/g, "(").replace(
    /\(\?[imsU]*(?:-[imsU]+)?(:|\))/g,
    (_, end: string) => end === ":" ? "(" : "",
  );
  try {
    new RegExp(common);
    return null;
  } catch {
    return `expected a regular expression, got ${JSON.stringify(pattern)}`;
  }
}

/** Puts one letter in the place of each `[…]`. */
function withoutClasses(pattern: string): string {
  return pattern.replace(
    /\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]/gs,
    "c",
  );
}
