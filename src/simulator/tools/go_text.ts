/** Quotes a text as Go's `%q` does. */
export function quote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\") quoted += `\\${character}`;
    else if (character in ESCAPES) quoted += ESCAPES[character];
    else if (code < 0x20 || code === 0x7f) {
      quoted += `\\x${code.toString(16).padStart(2, "0")}`;
    } else quoted += character;
  }
  return `${quoted}"`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** Quotes a list as Go's `%q` does: `["a" "b"]`. */
export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quote).join(" ")}]`;
}

/** What Go's `strconv.ParseBool` makes of a text; undefined if it refuses. */
export function parseBool(text: string): boolean | undefined {
  if (["1", "t", "T", "true", "TRUE", "True"].includes(text)) return true;
  if (["0", "f", "F", "false", "FALSE", "False"].includes(text)) return false;
  return undefined;
}

/**
 * What Go's `strconv.ParseInt` makes of a decimal number of 64 bits; undefined
 * if it refuses.
 */
export function parseInt64(text: string): bigint | undefined {
  if (!/^[-+]?\d+$/.test(text)) return undefined;
  const number = BigInt(text.replace("+", ""));
  return isInt64(number) ? number : undefined;
}

/**
 * What Go's `strconv.ParseInt` makes of a number of 64 bits in any of the
 * language's spellings, such as `"0x1F"` or `"1_000"`; undefined if it refuses.
 */
export function parseAnyInt64(text: string): bigint | undefined {
  const found = /^([-+]?)(0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|\d+)$/
    .exec(text.replace(/(?<=[\da-fA-FxXoObB])_(?=[\da-fA-F])/g, ""));
  if (found === null) return undefined;
  const [, sign, digits = ""] = found;
  const size = BigInt(digits.replace(/^0(?=[0-7]+$)/, "0o"));
  const number = sign === "-" ? -size : size;
  return isInt64(number) ? number : undefined;
}

/** Whether a whole number fits into 64 bits. */
export function isInt64(number: bigint): boolean {
  return BigInt.asIntN(64, number) === number;
}

/**
 * What Go's `strconv.ParseFloat` makes of a decimal number of 64 bits;
 * undefined if it refuses. Go also takes hexadecimal, infinite and no numbers,
 * which JSON has none of.
 */
export function parseFloat64(text: string): number | undefined {
  const digits = text.replace(/(?<=\d)_(?=\d)/g, "");
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(digits)) {
    return undefined;
  }
  const number = Number(digits);
  return Number.isFinite(number) ? number : undefined;
}

/** A number as Go prints a float shortest, with an exponent from 1e+06 on. */
export function formatFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  if (value === Infinity) return ".inf";
  if (value === -Infinity) return "-.inf";
  if (Number.isNaN(value)) return ".nan";
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  const sign = exponent < 0 ? "-" : "+";
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/**
 * Milliseconds of a duration in Go's form, such as `"1h30m"`; undefined if it
 * is none.
 */
export function parseGoDuration(text: string): number | undefined {
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/
    .exec(text);
  if (match === null) return undefined;
  let total = 0;
  for (
    const [, number, unit = ""] of (match[2] ?? "")
      .matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)
  ) {
    total += Number(number) * (MILLISECONDS[unit] ?? 0);
  }
  return match[1] === "-" ? -total : total;
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "µs": 1e-3,
  "μs": 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};
