import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import { fillDefaults } from "../../src/simulator/action_params.ts";
import type { HookEvent } from "../../src/simulator/hook_event.ts";

/** An event as it is when Juju has filled in the defaults of an action. */
export function withDefaults(
  event: HookEvent,
  { actions }: Charmcraft,
): HookEvent {
  if (event.kind !== "action") return event;
  const { name, params } = event;
  if (actions === undefined || !Object.hasOwn(actions, name)) return event;
  // A name without anything behind it is null when it was read from a file.
  return { ...event, params: fillDefaults(actions[name] ?? {}, params) };
}
