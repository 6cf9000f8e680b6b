import { parse as parseYaml } from "@std/yaml";
import { fail, refuse } from "../refusal.ts";
import type { HookToolCall } from "./hook_tool_spec.ts";
import { quote } from "./go_text.ts";
import { readInput } from "./input.ts";

/**
 * Reads `KEY=VALUE` arguments (JHT-00.15): key and value are trimmed, an empty
 * argument is skipped.
 *
 * @throws {Refusal} With Juju's text, code 2.
 */
export function parseKeyValues(
  args: readonly string[],
): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const arg of args) {
    if (arg === "") continue;
    const equals = arg.indexOf("=");
    const key = arg.slice(0, Math.max(equals, 0)).trim();
    if (key === "") refuse(`expected "key=value", got ${quote(arg)}`);
    if (pairs.has(key)) {
      refuse(`key ${quote(key)} specified more than once`);
    }
    pairs.set(key, arg.slice(equals + 1).trim());
  }
  return pairs;
}

/**
 * Reads the `--file` of relation-set and state-set (JHT-00.16): a YAML map of
 * strings, nothing trimmed; no file is no map.
 *
 * @throws {Refusal} If it can't be read or is something else, code 1.
 */
export function readKeyValueFile(
  call: HookToolCall,
  file: string | undefined,
): Map<string, string> {
  if (file === undefined || file === "") return new Map();
  const parsed = parseInput(readInput(call, file));
  if (parsed === null || parsed === undefined) return new Map();
  if (typeof parsed !== "object" || Array.isArray(parsed)) {
    fail("yaml: unmarshal errors: expected a map of strings");
  }
  const pairs = new Map<string, string>();
  for (const [key, value] of Object.entries(parsed)) {
    if (value !== null && typeof value === "object") {
      fail(`yaml: unmarshal errors: value of ${quote(key)} is not a string`);
    }
    pairs.set(key, value === null ? "" : String(value));
  }
  return pairs;
}

/** Parses YAML or JSON whose scalars are all taken as the text they are. */
function parseInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON is YAML.
  }
  try {
    return parseYaml(text, { schema: "failsafe" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(`yaml: ${reason.split("\n", 1)[0]}`);
  }
}
