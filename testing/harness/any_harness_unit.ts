import type { CharmBase } from "../../src/charm/charm_base.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { HookContext } from "../../src/simulator/hook_context.ts";
import type { HookEvent } from "../../src/simulator/hook_event.ts";
import type { HarnessUnit } from "./harness_unit.ts";

/** A unit of whatever charm: what most calls of a harness need of it. */
export interface AnyHarnessUnit
  extends Omit<HarnessUnit<Charmcraft, CharmBase>, "charm" | "begin" | "run"> {
  /** Runs an event, whether hooks are enabled or not. */
  run(event: HookEvent): Promise<HookContext>;
}
