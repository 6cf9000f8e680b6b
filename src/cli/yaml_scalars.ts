/** What a plain scalar is, and its value in words. */
interface Reading {
  /** Kind of value. */
  readonly kind: "text" | "boolean" | "number" | "date" | "null";
  /** The value as a person would write it. */
  readonly words: string;
}

/**
 * Tells what is ambiguous about a plain (unquoted) YAML scalar: charmcraft reads
 * YAML 1.1, many tools read YAML 1.2, and the two see `yes`, `0644`, `12:30`,
 * `1_000`, `1e3` and dates differently.
 *
 * Source: the implicit resolvers of PyYAML, and the core schema of YAML 1.2.
 *
 * @param text The scalar as it is written.
 * @returns What the two see and what to write instead; null if they agree.
 */
export function ambiguity(text: string): string | null {
  const old = readYaml11(text);
  const core = readYaml12(text);
  if (old.kind === core.kind && old.words === core.words) return null;
  const instead = old.kind === "boolean" || old.kind === "number"
    ? `write ${old.words} or, for text, "${text}" in quotes`
    : core.kind === "number"
    ? `write ${core.words} or, for text, "${text}" in quotes`
    : `write "${text}" in quotes`;
  return `plain ${text} is ${describe(old)} in YAML 1.1, which charmcraft ` +
    `reads, and ${describe(core)} in YAML 1.2: ${instead}`;
}

function describe({ kind, words }: Reading): string {
  return kind === "text" || kind === "date" ? kind : words;
}

function readYaml11(text: string): Reading {
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) {
    return { kind: "boolean", words: "true" };
  }
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) {
    return { kind: "boolean", words: "false" };
  }
  if (/^(?:|~|null|Null|NULL)$/.test(text)) {
    return { kind: "null", words: "null" };
  }
  const digits = text.replaceAll("_", "");
  if (/^[-+]?0b[01_]+$/.test(text)) return number(radix(digits, 2));
  if (/^[-+]?0[0-7_]+$/.test(text)) return number(radix(digits, 8));
  if (/^[-+]?0x[\da-fA-F_]+$/.test(text)) return number(radix(digits, 16));
  if (/^[-+]?(?:0|[1-9][\d_]*)$/.test(text)) {
    return number(BigInt(digits.replace("+", "")));
  }
  if (/^[-+]?[1-9][\d_]*(?::[0-5]?\d)+$/.test(text)) {
    return number(base60(digits));
  }
  if (/^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/.test(text)) {
    return number(base60(digits));
  }
  if (
    /^(?:[-+]?\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][-+]\d+)?$/.test(text)
  ) return number(Number(digits));
  if (isSpecialNumber(text)) return number(text.toLowerCase());
  if (isDate(text)) return { kind: "date", words: text };
  return { kind: "text", words: text };
}

function readYaml12(text: string): Reading {
  if (/^(?:true|True|TRUE)$/.test(text)) {
    return { kind: "boolean", words: "true" };
  }
  if (/^(?:false|False|FALSE)$/.test(text)) {
    return { kind: "boolean", words: "false" };
  }
  if (/^(?:|~|null|Null|NULL)$/.test(text)) {
    return { kind: "null", words: "null" };
  }
  if (/^0o[0-7]+$/.test(text)) return number(BigInt(text));
  if (/^0x[\da-fA-F]+$/.test(text)) return number(BigInt(text));
  if (/^[-+]?\d+$/.test(text)) return number(BigInt(text.replace("+", "")));
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) {
    return number(Number(text));
  }
  if (isSpecialNumber(text)) return number(text.toLowerCase());
  return { kind: "text", words: text };
}

function number(value: number | bigint | string): Reading {
  return { kind: "number", words: String(value) };
}

function radix(text: string, base: number): number {
  return Number.parseInt(text.replace(/0[bx]/, ""), base);
}

function base60(text: string): number {
  const sum = text.replace(/^[-+]/, "").split(":")
    .reduce((total, part) => total * 60 + Number(part), 0);
  return text.startsWith("-") ? -sum : sum;
}

function isSpecialNumber(text: string): boolean {
  return /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(text);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) ||
    /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?$/
      .test(text);
}
