import { parseDuration } from "../../pebble/duration.ts";
import { isObject, type JsonObject } from "../../pebble/_json.ts";
import { Layer, type LayerDict } from "../../pebble/layer.ts";
import { parseYaml } from "../../pebble/_yaml.ts";
import { goDuration } from "./go_duration.ts";
import { q, refuse } from "./refuse.ts";

/** What a field of a layer can hold. */
type FieldType =
  | "text"
  | "number"
  | "duration"
  | "texts"
  | "map"
  | { readonly [key: string]: FieldType };

const COMMAND = {
  command: "text",
  environment: "map",
  "user-id": "number",
  user: "text",
  "group-id": "number",
  group: "text",
  "working-dir": "text",
} as const;

/** The fields of each section; Pebble refuses all others. */
const SECTIONS: Readonly<
  Record<string, { readonly type: string; readonly fields: FieldTypes }>
> = {
  services: {
    type: "service",
    fields: {
      ...COMMAND,
      summary: "text",
      description: "text",
      startup: "text",
      override: "text",
      after: "texts",
      before: "texts",
      requires: "texts",
      "on-success": "text",
      "on-failure": "text",
      "on-check-failure": "map",
      "backoff-delay": "duration",
      "backoff-factor": "number",
      "backoff-limit": "duration",
      "kill-delay": "duration",
    },
  },
  checks: {
    type: "check",
    fields: {
      override: "text",
      level: "text",
      startup: "text",
      period: "duration",
      timeout: "duration",
      threshold: "number",
      http: { url: "text", headers: "map" },
      tcp: { port: "number", host: "text" },
      exec: { ...COMMAND, "service-context": "text" },
    },
  },
  "log-targets": {
    type: "log target",
    fields: {
      override: "text",
      type: "text",
      location: "text",
      services: "texts",
      labels: "map",
    },
  },
};
type FieldTypes = { readonly [key: string]: FieldType };

/**
 * Reads a layer as strictly as Pebble does, durations in the form of Go.
 *
 * Source: `ParseLayer` and `Layer.Validate` in `internals/plan/plan.go` of
 * Pebble.
 *
 * @throws {APIError} 400 if Pebble would refuse it.
 */
export async function parseLayer(
  label: string,
  text: string,
): Promise<LayerDict> {
  if (label === "") refuse("label must be set");
  let raw: unknown;
  try {
    raw = await parseYaml(text) ?? {};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    refuseYaml(`cannot parse layer ${q(label)}: yaml: ${reason}`);
  }
  if (!isObject(raw)) {
    refuseYaml(`cannot parse layer ${q(label)}: yaml: unmarshal errors`);
  }
  const dict: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (key === "summary" || key === "description") dict[key] = value;
    else dict[key] = readSection(label, key, value ?? {});
  }
  if (label.startsWith("pebble-")) {
    refuseYaml('cannot use reserved label prefix "pebble-"');
  }
  validate(dict);
  return new Layer(dict).toDict();
}

function refuseYaml(message: string): never {
  refuse(`cannot parse layer YAML: ${message}`);
}

function readSection(label: string, key: string, value: unknown): JsonObject {
  const section = SECTIONS[key];
  if (section === undefined) {
    refuseYaml(`cannot parse layer ${q(label)}: unknown section ${q(key)}`);
  }
  const fail = (reason: string): never =>
    refuseYaml(
      `cannot parse layer ${q(label)} section ${q(key)}: ` +
        `yaml: unmarshal errors:\n  ${reason}`,
    );
  if (!isObject(value)) return fail(`cannot unmarshal ${key} into a map`);
  const entries = Object.entries(value).map(([name, item]) => {
    if ((item ?? null) === null) {
      const { type } = section;
      refuseYaml(`${type} object cannot be null for ${type} ${q(name)}`);
    }
    return [name, readFields(item, section.fields, section.type, fail)];
  });
  return Object.fromEntries(entries);
}

function readFields(
  value: unknown,
  fields: FieldTypes,
  type: string,
  fail: (reason: string) => never,
): JsonObject {
  if (!isObject(value)) return fail(`cannot unmarshal into plan.${type}`);
  const known: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const expected = fields[key];
    if (expected === undefined) {
      const name = type[0]?.toUpperCase() + type.slice(1).replace(" t", "T");
      fail(`field ${key} not found in type plan.${name}`);
    }
    if ((item ?? null) === null) continue;
    known[key] = readField(item, expected, key, fail);
  }
  return known;
}

function readField(
  value: unknown,
  expected: FieldType,
  key: string,
  fail: (reason: string) => never,
): unknown {
  if (typeof expected === "object") {
    return readFields(value, expected, key, fail);
  }
  const scalar = ["string", "number", "boolean"].includes(typeof value);
  switch (expected) {
    case "text":
      return scalar ? String(value) : fail(`cannot unmarshal "${key}"`);
    case "number":
      if (typeof value === "number") return value;
      return fail(`cannot unmarshal "${key}" into a number`);
    case "texts":
      if (Array.isArray(value)) return value.map(String);
      return fail(`cannot unmarshal "${key}" into []string`);
    case "map":
      if (isObject(value)) return value;
      return fail(`cannot unmarshal "${key}" into map[string]string`);
    case "duration":
      return scalar ? duration(String(value), fail) : fail("invalid duration");
  }
}

function duration(text: string, fail: (reason: string) => never): string {
  try {
    return goDuration(parseDuration(text));
  } catch {
    return fail(`invalid duration ${q(text)}`);
  }
}

const ACTIONS = ["", "restart", "shutdown", "ignore"];

/** What can be told of a layer without the others. */
function validate(raw: JsonObject): void {
  const section = (key: string) =>
    Object.entries((raw[key] ?? {}) as Record<string, JsonObject>);
  for (const [name, service] of section("services")) {
    if (name === "") refuseYaml("cannot use empty string as service name");
    if (name === "pebble") {
      refuseYaml(`cannot use reserved service name ${q(name)}`);
    }
    if (name.startsWith("-")) {
      refuseYaml(
        `cannot use service name ${q(name)}: starting with "-" not allowed`,
      );
    }
    const checkActions = service["on-check-failure"] ?? {};
    const actions: [string, unknown, string][] = [
      ["on-success", service["on-success"], "failure-shutdown"],
      ["on-failure", service["on-failure"], "success-shutdown"],
      ...Object.values(checkActions).map((
        action,
      ): [string, unknown, string] => [
        "on-check-failure",
        action,
        "success-shutdown",
      ]),
    ];
    for (const [key, action, also] of actions) {
      const text = String(action ?? "");
      if (ACTIONS.includes(text) || text === also) continue;
      refuseYaml(`plan service ${q(name)} ${key} action ${q(text)} invalid`);
    }
    const factor = service["backoff-factor"];
    if (typeof factor === "number" && factor < 1) {
      refuseYaml(
        `plan service ${q(name)} backoff-factor must be 1.0 or greater, ` +
          `not ${factor}`,
      );
    }
  }
  for (const [name, check] of section("checks")) {
    if (name === "") refuseYaml("cannot use empty string as check name");
    if (!["", "alive", "ready"].includes(String(check["level"] ?? ""))) {
      refuseYaml(`plan check ${q(name)} level must be "alive" or "ready"`);
    }
    if (!["", "enabled", "disabled"].includes(String(check["startup"] ?? ""))) {
      refuseYaml(
        `plan check ${q(name)} startup must be "enabled" or "disabled"`,
      );
    }
    for (const key of ["period", "timeout"]) {
      if (check[key] !== "0s") continue;
      refuseYaml(`plan check ${q(name)} ${key} must not be zero`);
    }
  }
  for (const [name, target] of section("log-targets")) {
    for (const label of Object.keys(target["labels"] ?? {})) {
      if (!label.startsWith("pebble_")) continue;
      refuseYaml(
        `log target ${q(name)}: label ${q(label)} uses reserved prefix ` +
          `"pebble_"`,
      );
    }
    const type = String(target["type"] ?? "");
    if (!["", "loki", "opentelemetry", "syslog"].includes(type)) {
      refuseYaml(
        `log target ${q(name)} has unsupported type ${q(type)}, must be ` +
          `"loki", "opentelemetry" or "syslog"`,
      );
    }
  }
}
