import { ModelError } from "../../src/model/errors.ts";
import { requestParams } from "../../src/simulator/action_params.ts";
import { ActionFailed, type ActionOutput } from "../action_failed.ts";
import type { AnyHarnessUnit } from "./any_harness_unit.ts";
import { HarnessError } from "./harness_error.ts";

/** Runs an action (HRN-65, HRN-66). */
export async function runAction(
  unit: AnyHarnessUnit,
  name: string,
  params: Readonly<Record<string, unknown>>,
): Promise<ActionOutput> {
  unit.requireIdle(`run action "${name}"`);
  unit.requireBegun(`run action "${name}"`);
  const { charmcraft, release } = unit.state;
  const { actions = {} } = charmcraft;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) {
    const names = Object.keys(actions).map((known) => `"${known}"`).join(", ");
    throw new HarnessError(
      `Cannot run action "${name}": the metadata declares ${names || "none"}`,
    );
  }
  const missing = (action.required ?? [])
    .filter((param) => !Object.hasOwn(params, param));
  if (missing.length > 0) {
    throw new HarnessError(
      `Cannot run action "${name}": it needs ${
        missing.map((param) => `"${param}"`).join(", ")
      }`,
    );
  }
  const request = requestParams({ name, action, given: params }, release);
  if ("message" in request) {
    throw new ModelError(
      `Cannot run action "${name}": Juju refuses its parameters: ${request.message}`,
    );
  }
  const { action: view } = await unit.run({
    kind: "action",
    name,
    id: String(unit.nextActionId++),
    params: request.params,
  });
  const output = { logs: view?.log ?? [], results: view?.results ?? {} };
  if ((view?.failure ?? null) === null) return output;
  throw new ActionFailed(view!.failure!, { output });
}
