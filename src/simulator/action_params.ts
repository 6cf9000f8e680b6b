import type { CharmcraftAction } from "../meta/charmcraft.ts";
import { checkValue } from "./json_schema/check_value.ts";
import {
  type FilledValue,
  insertDefaults,
} from "./json_schema/insert_defaults.ts";
import { readSchema } from "./json_schema/read_schema.ts";
import type { Schema } from "./json_schema/schema.ts";
import { type Mistake, mistakeText } from "./json_schema/verdict.ts";
import type { JujuRelease } from "./juju_release.ts";

/** Parameters by their names. */
type Params = Readonly<Record<string, unknown>>;

/** Why Juju does not run an action. */
export interface ParamsRefusal {
  /**
   * `"error"`: the controller refuses what was given. `"failed"`: the unit's
   * agent refuses the defaults, when the action is there already.
   */
  readonly status: "error" | "failed";
  /** Juju's words. */
  readonly message: string;
}

/** What an action is asked to do. */
export interface ParamsRequest {
  /** Name of the action. */
  readonly name: string;
  /** The action of the charm. */
  readonly action: CharmcraftAction;
  /** What the caller gave. */
  readonly given: Params;
}

/**
 * What an action runs with: the parameters as they were given are checked, then
 * defaults are filled in, then the whole is checked again (JDP-12).
 *
 * Source: `PrepareActionPayload` in state/unit.go of Juju, and `NewActionRunner`
 * in its uniter. So a parameter that is required must be given even if it has a
 * default, and the default must fit its own schema.
 *
 * @param request What is asked for.
 * @param release The version of Juju.
 */
export function requestParams(
  { name, action, given }: ParamsRequest,
  release: JujuRelease,
): { readonly params: Params } | ParamsRefusal {
  const wrong = checkParams(action, given, release);
  if (wrong !== null) {
    return { status: "error", message: `validation failed: ${wrong}` };
  }
  const { value: params, openMaps } = insertParamDefaults(action, given);
  if (openMaps.length > 0) return { status: "error", message: OPEN_MAP };
  const wrongDefault = checkParams(action, params, release);
  if (wrongDefault === null) return { params };
  return {
    status: "failed",
    message: `cannot run "${name}" action: validation failed: ${wrongDefault}`,
  };
}

/**
 * What Juju says of a map for a parameter whose schema has no `properties`: it
 * looks for defaults there, and does not find the place.
 */
const OPEN_MAP =
  "schema error caused a panic: interface conversion: interface {} is nil, not map[string]interface {}";

/**
 * The parameters that an action gets: those given, with the defaults of its
 * schema, also inside of maps (JDP-12).
 *
 * @param action The action of the charm.
 * @param given What the caller gave.
 */
export function fillDefaults(
  action: CharmcraftAction,
  given: Params,
): Record<string, unknown> {
  return insertParamDefaults(action, given).value;
}

/**
 * The same, with the maps that Juju fails at.
 *
 * @param action The action of the charm.
 * @param given What the caller gave.
 */
export function insertParamDefaults(
  action: CharmcraftAction,
  given: Params,
): FilledValue {
  return insertDefaults(action.params, given);
}

/**
 * All that is wrong with the parameters, in the words of Juju; null if nothing
 * is.
 *
 * Source: `ValidateParams` in actions.go of `github.com/juju/charm`. Where an
 * action says nothing of `additionalProperties`, Juju 3 takes parameters that it
 * does not name, and Juju 4 does not (juju/juju#21294).
 *
 * @param action The action of the charm.
 * @param params The parameters.
 * @param release The version of Juju.
 */
export function checkParams(
  action: CharmcraftAction,
  params: Params,
  release: JujuRelease,
): string | null {
  const mistakes = paramMistakes(action, params, release.takesUnknownParams);
  return mistakes.length === 0 ? null : mistakes.map(mistakeText).join("; ");
}

/**
 * The same, one by one.
 *
 * @param action The action of the charm. It is read once, so it must stay as it
 * is.
 * @param params The parameters.
 * @param takesUnknown Whether names that it does not declare are taken where it
 * says nothing of them.
 */
export function paramMistakes(
  action: CharmcraftAction,
  params: Params,
  takesUnknown: boolean,
): readonly Mistake[] {
  const schemas = takesUnknown ? OPEN_SCHEMAS : CLOSED_SCHEMAS;
  let schema = schemas.get(action);
  if (schema === undefined) {
    schema = schemaOf(action, takesUnknown);
    schemas.set(action, schema);
  }
  return checkValue(schema, params).mistakes;
}

/** Schemas of actions that were read, by what Juju does with unknown names. */
const OPEN_SCHEMAS = new WeakMap<CharmcraftAction, Schema>();
const CLOSED_SCHEMAS = new WeakMap<CharmcraftAction, Schema>();

function schemaOf(action: CharmcraftAction, takesUnknown: boolean): Schema {
  const { params, additionalProperties, ...keywords } = action;
  return readSchema({
    type: "object",
    ...keywords,
    properties: params,
    additionalProperties: additionalProperties ?? takesUnknown,
  });
}
