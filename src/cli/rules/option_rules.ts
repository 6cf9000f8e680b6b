import {
  isInt64,
  parseAnyInt64,
  parseBool,
} from "../../simulator/tools/go_text.ts";
import { entriesOf, memberOf } from "../plain_map.ts";
import { type Report, type Sections, shown } from "./rule.ts";

/** Options: a default fits its type, as Juju sees it. */
export function checkOptions(
  { config, writtenAt }: Sections,
  report: Report,
): void {
  for (const [name, option] of entriesOf(memberOf(config, "options"))) {
    const value = memberOf(option, "default");
    if (value === undefined || value === null) continue;
    const path = ["options", name, "default"];
    const written = writtenAt?.("config", path) ?? null;
    const type = memberOf(option, "type") ?? "string";
    const message = mistake(type, value, written);
    if (message !== null) report(path, message);
  }
}

function mistake(
  type: unknown,
  value: unknown,
  written: string | null,
): string | null {
  const got = `got ${
    typeof value === "number" ? written ?? value : shown(value)
  }`;
  switch (type) {
    case "string":
      return typeof value === "string"
        ? null
        : `expected a default of type string, ${got}; write it in quotes`;
    case "int":
      // To Juju a number that is written with a point is none of this type.
      if (typeof value === "number" && /[.eE]/.test(written ?? "")) {
        return `expected a default of type int, ${got}; write ${value}`;
      }
      return isInt(value) ? null : `expected a default of type int, ${got}`;
    case "float":
      if (typeof value === "number" || typeof value === "bigint") return null;
      return `expected a default of type float, ${got}; write it without quotes`;
    case "boolean":
      return typeof value === "boolean" || isBooleanText(value)
        ? null
        : `expected a default of type boolean, ${got}; write true or false`;
    case "secret":
      return value === "" || (typeof value === "string" && isSecretUri(value))
        ? null
        : 'expected a default of type secret: "" or "secret:" and an id';
    default:
      return null;
  }
}

/**
 * Juju also reads text as a whole number: for a default in any of Go's
 * spellings, where the value of `juju config` is decimal.
 */
function isInt(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value);
  if (typeof value === "string") return parseAnyInt64(value) !== undefined;
  return typeof value === "bigint" && isInt64(value);
}

function isBooleanText(value: unknown): boolean {
  return typeof value === "string" && parseBool(value) !== undefined;
}

/** What Go reads as a URI of this scheme; only a host must be well escaped. */
function isSecretUri(text: string): boolean {
  // deno-lint-ignore no-control-regex
  return /^secret:(?!\/.*%(?![\da-f]{2}))[^\x00-\x1f\x7f]*$/i.test(text);
}
