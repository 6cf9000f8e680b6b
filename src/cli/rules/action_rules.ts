import { fillDefaults, paramMistakes } from "../../simulator/action_params.ts";
import { mistakeText } from "../../simulator/json_schema/verdict.ts";
import { entriesOf, isMap, memberOf, type PlainMap } from "../plain_map.ts";
import { checkParameters } from "./parameter_rules.ts";
import { isReserved, type Report, type Sections } from "./rule.ts";

/** Actions: their names, and that their schema is one that Juju takes. */
export function checkActions(
  { metadata, actions }: Sections,
  report: Report,
): void {
  for (const [name, action] of entriesOf(actions)) {
    if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) {
      report([name], "expected lowercase letters, digits and inner hyphens");
    } else if (isReserved(metadata, name)) {
      report([name], `Juju keeps action names such as "${name}"`);
    }
    if (!isMap(action)) continue;
    if (Object.hasOwn(action, "$ref")) {
      report([name, "$ref"], 'Juju takes no "$ref" in an action');
    }
    for (const [key, value] of Object.entries(action)) {
      checkValues(value, [name, key], report);
    }
    const { params, ...keywords } = action;
    checkParameters(keywords, [name], report);
    for (const [param, schema] of entriesOf(params)) {
      checkParameters(schema, [name, "params", param], report);
    }
  }
}

/** What Juju refuses anywhere below an action, also where it is no schema. */
function checkValues(
  value: unknown,
  path: readonly PropertyKey[],
  report: Report,
): void {
  if (typeof value === "number" && !Number.isFinite(value)) {
    report(path, `expected a number that JSON has, got ${value}`);
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      checkValues(entry, [...path, index], report);
    }
  } else {
    for (const [key, entry] of entriesOf(value)) {
      const place = [...path, key];
      if (key === "$ref" || key === "$schema") {
        report(
          place,
          `Juju takes no "${key}" in an action; write out what it stands for`,
        );
      }
      checkValues(entry, place, report);
    }
  }
}

/** What is allowed, but seldom meant, in actions. */
export function adviseActions({ actions }: Sections, report: Report): void {
  for (const [name, action] of entriesOf(actions)) {
    const params = entriesOf(memberOf(action, "params"));
    if (params.length > 0 && memberOf(action, "additionalProperties") == null) {
      report(
        [name],
        'without "additionalProperties", Juju 3 accepts other parameters and ' +
          "Juju 4 refuses them; write true or false",
      );
    }
    for (const [param, schema] of params) {
      adviseParameter(param, schema, (path, message) => {
        report([name, "params", ...path], message);
      });
    }
    const required = memberOf(action, "required");
    for (const key of Array.isArray(required) ? required : []) {
      const found = params.find(([param]) => param === key);
      if (found === undefined) {
        report(
          [name, "required"],
          `no parameter "${key}" is declared; add it to params`,
        );
      } else if (memberOf(found[1], "default") !== undefined) {
        report(
          [name, "params", found[0], "default"],
          "never used, since the parameter is required; remove one of the two",
        );
      }
    }
  }
}

/** What Juju takes, and fails at when the action is run. */
function adviseParameter(param: string, schema: unknown, report: Report): void {
  if (!isMap(schema)) return;
  if (schema["type"] === "object" && schema["properties"] === undefined) {
    report(
      [param],
      'without "properties", Juju fails at what it is given; write ' +
        '"properties: {}"',
    );
  }
  // One parameter alone, so that nothing else is wrong with it.
  const action = {
    params: { [param]: withNumbers(schema) },
    additionalProperties: true,
  };
  const defaults = fillDefaults(action, {});
  if (!Object.hasOwn(defaults, param)) return;
  const mistakes = paramMistakes(action, defaults, true);
  if (mistakes.length === 0) return;
  report(
    schema["default"] === undefined ? [param] : [param, "default"],
    `the default does not fit (${mistakes.map(mistakeText).join("; ")}), so ` +
      "Juju does not run the action without the parameter",
  );
}

/** A value of YAML as JSON has it: whole numbers of any size are numbers. */
function withNumbers(value: PlainMap): PlainMap {
  const text = JSON.stringify(
    value,
    (_, part) => typeof part === "bigint" ? Number(part) : part,
  );
  return JSON.parse(text);
}
