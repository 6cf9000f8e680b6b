import type { ConfigValue } from "../../hook_commands/types.ts";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import { parseOptionText } from "../../simulator/option_text.ts";
import { CliError, errorText } from "../cli_error.ts";
import { isMap } from "../plain_map.ts";
import { parseParamValue } from "./param_value.ts";

/**
 * Reads `name=value` pairs as values of the charm's options; what Juju would
 * not read as a value of the option's type stays text.
 *
 * @throws {CliError} If a pair is none, or a number can't be held exactly.
 */
export function parseOptions(
  pairs: readonly string[],
  charmcraft: Charmcraft,
): Record<string, ConfigValue> {
  const options = charmcraft.config?.options ?? {};
  const values: Record<string, ConfigValue> = {};
  for (const pair of pairs) {
    const [name, text] = splitPair(pair);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    values[name] = parseOption(name, text, option?.type ?? "string");
  }
  return values;
}

function parseOption(name: string, text: string, type: string): ConfigValue {
  const value = parseOptionText(text, type);
  if (typeof value !== "bigint") return value ?? text;
  const most = Number.MAX_SAFE_INTEGER;
  throw new CliError(
    `Cannot set option "${name}" to ${text}: expected a whole number from ` +
      `-${most} to ${most}`,
    { hint: "Juju takes larger ones, and rounds them for the charm" },
  );
}

/**
 * Reads `name=value` pairs as parameters of an action: values are YAML, and
 * dots in a name make maps, as in `juju run`.
 *
 * @throws {CliError} If a pair is none, or its value is no YAML.
 */
export function parseParams(
  pairs: readonly string[],
): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [name, text] = splitPair(pair);
    const path = name.split(".");
    const last = path.pop() ?? name;
    let map = params;
    for (const part of path) {
      const next = Object.hasOwn(map, part) ? map[part] : undefined;
      map = isRecord(next) ? next : (map[part] = {}) as Record<string, unknown>;
    }
    map[last] = paramValue(name, text);
  }
  return params;
}

function paramValue(name: string, text: string): unknown {
  try {
    return parseParamValue(text);
  } catch (error) {
    throw new CliError(
      `Cannot read parameter "${name}" as YAML: ${errorText(error)}`,
      {
        cause: error,
        hint: "As for juju run, text that would mean something in YAML needs " +
          `quotes of its own: ${name}='"a: b"'`,
        usage: true,
      },
    );
  }
}

/**
 * Reads `key=value` pairs as texts.
 *
 * @throws {CliError} If a pair is none.
 */
export function parseTexts(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map(splitPair));
}

function splitPair(pair: string): readonly [string, string] {
  const equals = pair.indexOf("=");
  if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
  throw new CliError(`Cannot read "${pair}": expected NAME=VALUE`, {
    usage: true,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isMap(value);
}
