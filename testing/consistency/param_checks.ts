import type { CharmcraftAction } from "../../src/meta/charmcraft.ts";
import {
  insertParamDefaults,
  paramMistakes,
} from "../../src/simulator/action_params.ts";
import {
  isTypeName,
  TYPE_NAMES,
} from "../../src/simulator/json_schema/read_schema.ts";
import type { Mistake } from "../../src/simulator/json_schema/verdict.ts";
import type { EventSubject } from "./event_description.ts";
import { namesOf, NONE, type Report } from "./report.ts";

/** The action of an event, with what it is run with. */
type RunAction = NonNullable<EventSubject["action"]>;

/**
 * Checks the parameters of an action as Juju does before it runs it: first as
 * they are given, then with defaults filled in.
 */
export function checkParams(
  action: RunAction,
  declared: CharmcraftAction,
  report: Report,
): void {
  const unknownTypes = checkSchemas(action, declared, report);
  const isKnown = ({ path: [name = ""] }: Mistake) => !unknownTypes.has(name);
  const given = paramMistakes(declared, action.params, false).filter(isKnown);
  for (const mistake of given) reportMistake(mistake, action, declared, report);
  if (given.length > 0) return;
  const { value, openMaps } = insertParamDefaults(declared, action.params);
  for (const path of openMaps) {
    report.warning(
      "param-properties",
      `${
        placeOf(path, action.name)
      } is given a map, at which Juju fails as its schema has no "properties"`,
      'declare its "properties", as "{}" if there is nothing to say of them',
    );
  }
  for (const mistake of paramMistakes(declared, value, false).filter(isKnown)) {
    report.error(
      "param-default",
      `the default of ${placeOf(mistake.path, action.name)} ${
        wordsOf(mistake)
      }`,
      "correct the default in the metadata, or give the parameter",
    );
  }
}

/** Keywords of JSON Schema that say which values there are. */
const SAYS_WHAT = ["type", "enum", "anyOf", "oneOf", "allOf", "not", "$ref"];

/** Checks what is declared of parameters; gives those that are not checked. */
function checkSchemas(
  action: RunAction,
  declared: CharmcraftAction,
  report: Report,
): ReadonlySet<string> {
  const unknownTypes = new Set<string>();
  for (const [name, schema] of Object.entries(declared.params ?? NONE)) {
    if (!SAYS_WHAT.some((keyword) => schema?.[keyword] !== undefined)) {
      report.error(
        "param-untyped",
        `parameter "${name}" of the action "${action.name}" has no type`,
        'declare its "type" in the metadata',
      );
    }
    const types = schema?.type === undefined ? [] : [schema.type].flat();
    const unknown = types.find((type) => !isTypeName(type));
    if (unknown === undefined || !Object.hasOwn(action.params, name)) continue;
    unknownTypes.add(name);
    report.warning(
      "param-type-unknown",
      `parameter "${name}" of the action "${action.name}" has the unknown type "${unknown}"; its value is not checked`,
      `declare one of ${TYPE_NAMES.map((type) => `"${type}"`).join(", ")}`,
    );
  }
  return unknownTypes;
}

function reportMistake(
  mistake: Mistake,
  action: RunAction,
  { params }: CharmcraftAction,
  report: Report,
): void {
  const { path, key } = mistake;
  if (key === undefined || path.length > 0) {
    report.error(
      "param-value",
      `${placeOf(path, action.name)} ${wordsOf(mistake)}`,
      "pass what its schema in the metadata allows, as Juju refuses the rest",
    );
  } else if (key.isMissing) {
    report.error(
      "param-missing",
      `the action "${action.name}" is run without the parameter "${key.name}", which is required`,
      "pass it; Juju wants it to be given even where it has a default",
    );
  } else {
    report.error(
      "param-undeclared",
      `the action "${action.name}" is run with the parameter "${key.name}", which is not declared`,
      `declare it under "params" of the action, or use one of ${
        namesOf(params)
      }`,
    );
  }
}

function placeOf(path: readonly string[], action: string): string {
  return path.length === 0
    ? `the map of parameters of the action "${action}"`
    : `parameter "${path.join(".")}" of the action "${action}"`;
}

function wordsOf({ problem, given }: Mistake): string {
  return `${problem}, given ${given}`;
}
