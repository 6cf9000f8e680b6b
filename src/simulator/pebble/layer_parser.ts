import { isObject } from "../../pebble/_json.ts";
import {
  readLayer as read,
  type ReadProblem,
} from "../../pebble/_read_layer.ts";
import { parseYaml } from "../../pebble/_yaml.ts";
import { Layer, type LayerDict } from "../../pebble/layer.ts";
import { valueProblems } from "../../pebble/validate_layer.ts";
import { q, refuse } from "./refuse.ts";

/**
 * Reads the YAML of a layer.
 *
 * @returns What it says, not checked yet.
 * @throws {APIError} 400 if it is no YAML.
 */
export async function parseLayer(
  label: string,
  text: string,
): Promise<unknown> {
  try {
    const { parse } = await import("@std/yaml");
    // Read twice: Pebble takes `1.10` for a text where it wants one.
    const texts = parse(text, { schema: "failsafe" });
    return asWritten(await parseYaml(text), texts) ?? {};
  } catch (error) {
    if (label === "") refuse("label must be set");
    const reason = error instanceof Error ? error.message : String(error);
    return refuseYaml(`cannot parse layer ${q(label)}: yaml: ${reason}`);
  }
}

/**
 * Reads a layer as strictly as Pebble does, durations in the form of Go.
 *
 * Source: `ParseLayer` and `Layer.Validate` in `internals/plan/plan.go` of
 * Pebble.
 *
 * @throws {APIError} 400 if Pebble would refuse it.
 */
export function readLayer(label: string, raw: unknown): LayerDict {
  if (label === "") refuse("label must be set");
  const { layer, problems: [malformed] } = read(raw);
  if (malformed !== undefined) refuseYaml(refusal(label, malformed));
  if (label.startsWith("pebble-")) {
    refuseYaml('cannot use reserved label prefix "pebble-"');
  }
  const [wrong] = valueProblems(layer);
  if (wrong !== undefined) refuseYaml(wrong.message);
  return new Layer(layer).toDict();
}

/** Fields whose values are numbers to Pebble; all others are texts. */
const NUMBERS = [
  "user-id",
  "group-id",
  "backoff-factor",
  "threshold",
  "port",
];

/** Values as they are written, not as YAML would have them: all but numbers. */
function asWritten(value: unknown, text: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const texts: readonly unknown[] = Array.isArray(text) ? text : [];
    return value.map((item, i) => asWritten(item, texts[i]));
  }
  if (isObject(value)) {
    if (!isObject(text)) return value;
    return Object.fromEntries(
      Object.entries(text).map(([name, item]) => [
        name,
        // A key such as 012 is another one when it is read as a number.
        Object.hasOwn(value, name) ? asWritten(value[name], item, name) : item,
      ]),
    );
  }
  if (value === null || NUMBERS.includes(key)) return value;
  return typeof text === "string" ? text : value;
}

/** How Pebble tells that a layer is malformed. */
function refusal(label: string, problem: ReadProblem): string {
  const { path: [section, name], message, ofForm } = problem;
  if (!ofForm && name !== undefined) return message;
  const which = `cannot parse layer ${q(label)}`;
  if (!ofForm) return `${which}: ${message}`;
  const where = section === undefined ? "" : ` section ${q(section)}`;
  // A duration is read by a function of its own, which ends the reading.
  return /duration/.test(message)
    ? `${which}${where}: ${message}`
    : `${which}${where}: yaml: unmarshal errors:\n  ${message}`;
}

function refuseYaml(message: string): never {
  refuse(`cannot parse layer YAML: ${message}`);
}
