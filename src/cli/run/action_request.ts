import { requestParams } from "../../simulator/action_params.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import type { ActionOutcome } from "./timeline.ts";

/**
 * What an action is run with, or how Juju refuses it before it runs (JDP-12).
 *
 * @param state The world.
 * @param name Name of the action.
 * @param params Parameters as they are given, without defaults.
 * @throws {CliError} If the charm has no such action.
 */
export function actionRequest(
  state: ModelState,
  name: string,
  params: Readonly<Record<string, unknown>>,
): { readonly params: Readonly<Record<string, unknown>> } | ActionOutcome {
  const actions = state.charmcraft.actions ?? {};
  if (!Object.hasOwn(actions, name)) {
    throw new CliError(`Cannot run action "${name}": the charm has none`, {
      hint: `Its actions: ${Object.keys(actions).join(", ") || "none"}`,
    });
  }
  const action = actions[name] ?? {};
  const request = requestParams(
    { name, action, given: params },
    state.release,
  );
  if ("params" in request) return request;
  return { action: name, ...request, results: {}, log: [] };
}
