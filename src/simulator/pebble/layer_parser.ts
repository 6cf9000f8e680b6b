import {
  readLayer as read,
  type ReadProblem,
} from "../../pebble/_read_layer.ts";
import { parseLayerYaml } from "../../pebble/_layer_yaml.ts";
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
    return await parseLayerYaml(text) ?? {};
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
