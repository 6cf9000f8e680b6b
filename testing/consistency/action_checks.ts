import type {
  CharmcraftAction,
  CharmcraftParameter,
} from "../../src/meta/charmcraft.ts";
import type { CheckedScenario } from "./consistency_input.ts";
import { namesOf, NONE, type Report } from "./report.ts";

/** Checks the event if it is an action: its name, and what it is run with. */
export function checkAction(
  { charmcraft, event }: CheckedScenario,
  report: Report,
): void {
  if (event.kind !== "action") return;
  const { name, action } = event;
  if (action === undefined) {
    report.error(
      "event-incomplete",
      `the action event "${name}" has no action`,
      "make it with ctx.on.action",
    );
    return;
  }
  if (name !== action.name) {
    report.error(
      "event-name",
      `the action event "${name}" runs the action "${action.name}"`,
      `name it "${action.name}"`,
    );
  }
  const actions: Readonly<Record<string, CharmcraftAction | null>> =
    charmcraft.actions ?? NONE;
  if (!Object.hasOwn(actions, action.name)) {
    report.error(
      "action-undeclared",
      `the action "${action.name}" is not declared`,
      `declare it under "actions" in the metadata, or use one of ${
        namesOf(actions)
      }`,
    );
    return;
  }
  checkParams(action, actions[action.name] ?? {}, report);
}

function checkParams(
  action: NonNullable<CheckedScenario["event"]["action"]>,
  declared: CharmcraftAction,
  report: Report,
): void {
  const schemas = declared.params ?? NONE;
  for (const [name, schema] of Object.entries(schemas)) {
    if (!SAYS_WHAT.some((keyword) => schema?.[keyword] !== undefined)) {
      report.error(
        "param-untyped",
        `parameter "${name}" of the action "${action.name}" has no type`,
        'declare its "type" in the metadata',
      );
    }
  }
  for (const [name, value] of Object.entries(action.params)) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (schema !== undefined) {
      checkValue({ action: action.name, name, value, schema }, report);
    } else if (declared.additionalProperties !== true) {
      report.error(
        "param-undeclared",
        `the action "${action.name}" is run with the parameter "${name}", which is not declared`,
        `declare it under "params" of the action, or use one of ${
          namesOf(schemas)
        }`,
      );
    }
  }
}

/** Keywords of JSON Schema that say which values there are. */
const SAYS_WHAT = ["type", "enum", "anyOf", "oneOf", "allOf", "not", "$ref"];

function checkValue(
  { action, name, value, schema }: {
    readonly action: string;
    readonly name: string;
    readonly value: unknown;
    readonly schema: CharmcraftParameter;
  },
  report: Report,
): void {
  const { type } = schema;
  if (type === undefined) return;
  const types = typeof type === "string" ? [type] : type;
  const unknown = types.find((type) => !Object.hasOwn(TESTS, type));
  if (unknown !== undefined) {
    report.warning(
      "param-type-unknown",
      `parameter "${name}" of the action "${action}" has the unknown type "${unknown}"; its value is not checked`,
      `declare one of ${namesOf(TESTS)}`,
    );
  } else if (!types.some((type) => TESTS[type]?.(value))) {
    report.error(
      "param-value",
      `parameter "${name}" of the action "${action}" is ${describe(value)}`,
      `pass a value of the type ${
        types.map((type) => `"${type}"`).join(" or ")
      }`,
    );
  }
}

const TESTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  number: Number.isFinite,
  array: Array.isArray,
  object: (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value),
  null: (value) => value === null,
};

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
