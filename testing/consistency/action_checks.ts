import type { CharmcraftAction } from "../../src/meta/charmcraft.ts";
import type { CheckedScenario } from "./consistency_input.ts";
import { checkParams } from "./param_checks.ts";
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
