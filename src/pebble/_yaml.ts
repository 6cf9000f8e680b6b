/** What the emitter writes: the values of a layer. */
export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

/**
 * Writes a value as block-style YAML with sorted keys.
 *
 * @std/yaml has no way to quote what only YAML 1.1 reads as something else
 * (`y`, `1_000`, `12:30:45`), which Pebble's parser does, and a dispatch that
 * only adds layers is spared loading it.
 */
export function toYaml(value: YamlValue): string {
  const lines = [...valueLines(value)];
  return `${lines.join("\n")}\n`;
}

function* valueLines(value: YamlValue): Generator<string> {
  if (Array.isArray(value)) {
    if (value.length === 0) return yield "[]";
    for (const item of value) {
      let prefix = "- ";
      for (const line of valueLines(item)) {
        yield prefix + line;
        prefix = "  ";
      }
    }
  } else if (typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) =>
      item !== undefined
    ).sort(([a], [b]) => compareCodePoints(a, b));
    if (entries.length === 0) return yield "{}";
    for (const [key, item] of entries) yield* entryLines(key, item ?? "");
  } else {
    yield typeof value === "string" ? scalar(value) : String(value);
  }
}

function* entryLines(key: string, item: YamlValue): Generator<string> {
  const lines = valueLines(item);
  if (typeof item !== "object" || Object.keys(item).length === 0) {
    return yield `${scalar(key)}: ${[...lines].join("")}`;
  }
  yield `${scalar(key)}:`;
  const indent = Array.isArray(item) ? "" : "  ";
  for (const line of lines) yield indent + line;
}

/**
 * Texts that no version of YAML reads as anything else. All others are quoted:
 * what is quoted for nothing is only less pretty.
 */
const PLAIN = /^[A-Za-z/](?:[\w./+,@%=*~-]|:(?![ ]|$)| (?![ ]|$))*$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

function scalar(text: string): string {
  if (PLAIN.test(text) && !WORDS.test(text)) return text;
  return JSON.stringify(text).replace(
    // YAML allows none of these unescaped, JSON does.
    /[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Orders by code point; the default order is by UTF-16 unit. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a], right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) -
      (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
