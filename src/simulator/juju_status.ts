import { eventName, type HookEvent, isRelationEvent } from "./hook_event.ts";
import type { ModelState } from "./model_state.ts";

/** Sets the status that Juju itself sets before a hook, if it does (JEV-24). */
export function setStatusBefore(event: HookEvent, state: ModelState): void {
  if (event.kind === "install" && state.statusSetByCharm) return;
  const message = BEFORE[event.kind];
  if (message !== undefined) set(state, "maintenance", message);
}

/**
 * Sets the status that Juju itself sets after a hook that went well (JEV-24).
 */
export function setStatusAfter(event: HookEvent, state: ModelState): void {
  if (event.kind === "start" && !state.statusSetByCharm) {
    set(state, "unknown", "");
  } else if (event.kind === "remove") set(state, "terminated", "");
}

/** What Juju shows of a unit whose hook failed (JDP-06). */
export function hookFailedMessage(event: HookEvent): string {
  const name = isRelationEvent(event) ? eventName(event) : event.kind;
  return `hook failed: "${name}"`;
}

function set(state: ModelState, status: string, message: string): void {
  state.unitStatus = { status, message, data: {} };
  state.observer.onStatus?.({ of: "unit", status, message });
}

const BEFORE: Readonly<Record<string, string | undefined>> = {
  install: "installing charm software",
  stop: "stopping charm software",
  remove: "cleaning up prior to charm deletion",
};
