import { isMap } from "../is_map.ts";
import { formatFloat } from "./go_text.ts";

/**
 * Prints a value as go-yaml v2 does (JHT-00.10): YAML 1.1, keys sorted, block
 * style, lists not indented under their key; null alone is nothing at all.
 *
 * Unlike go-yaml it does not fold long lines, and it quotes texts of several
 * lines that begin with a space; both read back the same.
 */
export function formatYaml(value: unknown): string {
  if (value === null || value === undefined) return "";
  return `${lines(value, "").join("\n")}\n`;
}

/** Lines of a value, each after `indent`, at the top of a block. */
function lines(value: unknown, indent: string): string[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item) => under(`${indent}-`, item, indent, true));
  }
  if (isMap(value) && entries(value).length > 0) {
    return entries(value).flatMap(([key, member]) =>
      under(`${indent}${scalar(key, indent)}:`, member, indent, false)
    );
  }
  return [`${indent}${inline(value, indent)}`];
}

/** Lines of a value that comes after a dash or a key. */
function under(
  head: string,
  value: unknown,
  indent: string,
  inList: boolean,
): string[] {
  const deeper = `${indent}  `;
  const block = (Array.isArray(value) && value.length > 0) ||
    (isMap(value) && entries(value).length > 0);
  if (!block) return [`${head} ${inline(value, deeper)}`];
  if (inList) {
    const [first = "", ...rest] = lines(value, deeper);
    return [`${head} ${first.slice(deeper.length)}`, ...rest];
  }
  return [head, ...lines(value, Array.isArray(value) ? indent : deeper)];
}

function inline(value: unknown, indent: string): string {
  if (Array.isArray(value)) return "[]";
  if (isMap(value)) return "{}";
  if (value === null || value === undefined) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return formatFloat(value);
  return scalar(String(value), indent);
}

/** A string, quoted where YAML 1.1 would read it as something else. */
function scalar(text: string, indent: string): string {
  if (text === "" || looksLikeOtherType(text)) return doubleQuoted(text);
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]|[^\0-\uffff]/u.test(text)) {
    return doubleQuoted(text);
  }
  if (text.includes("\n")) return literal(text, indent);
  const plain = !/^[\s\-?:,\[\]{}#&*!|>'"%@`]/.test(text) &&
    !/: |:$| #|\s$|\t/.test(text);
  // A dash, a colon or a question mark may begin a plain text, alone not.
  const dashed = /^[-?:][^\s,\[\]{}]/.test(text) &&
    !/: |:$| #|\s$|\t/.test(text) && !/^(---|\.\.\.)/.test(text);
  if (plain || dashed) return text;
  return `'${text.replaceAll("'", "''")}'`;
}

function literal(text: string, indent: string): string {
  if (/^\s/.test(text) || /[ \t]\n/.test(text)) return doubleQuoted(text);
  const chomp = text.endsWith("\n\n") ? "+" : text.endsWith("\n") ? "" : "-";
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  const margin = indent === "" ? "  " : indent;
  return [
    `|${chomp}`,
    ...body.split("\n").map((line) => line === "" ? "" : margin + line),
  ].join("\n");
}

function doubleQuoted(text: string): string {
  return JSON.stringify(text)
    .replaceAll("\\u0007", "\\a")
    .replaceAll("\\u0000", "\\0")
    .replace(/[\x7f-\x9f\ufeff]/g, (character) => `\\u${hex(character, 4)}`)
    .replace(/[^\0-\uffff]/gu, (character) => `\\U${hex(character, 8)}`);
}

function hex(character: string, digits: number): string {
  const code = character.codePointAt(0) ?? 0;
  return code.toString(16).toUpperCase().padStart(digits, "0");
}

/** Whether YAML 1.1 reads the text as null, a boolean, a number or a time. */
function looksLikeOtherType(text: string): boolean {
  return /^(~|null|Null|NULL|<<)$/.test(text) ||
    /^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/.test(text) ||
    /^(true|True|TRUE|false|False|FALSE)$/.test(text) ||
    /^[-+]?(0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|\d[\d_]*)$/.test(text) ||
    /^[-+]?(\d[\d_]*)?\.?\d[\d_]*([eE][-+]?\d+)?$/.test(text) ||
    /^[-+]?\d[\d_]*\.([eE][-+]?\d+)?$/.test(text) ||
    /^[-+]?(\.inf|\.Inf|\.INF)$|^(\.nan|\.NaN|\.NAN)$/.test(text) ||
    /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?$/.test(text) ||
    /^\d{4}-\d{1,2}-\d{1,2}([Tt\s].*)?$/.test(text);
}

function entries(map: Record<string, unknown>): [string, unknown][] {
  return Object.entries(map)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
}
