import type { HookEvent } from "../../simulator/hook_event.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import type { LocalContainers } from "./local_containers.ts";
import type { SecretValues } from "./secret_values.ts";
import type { StoragePlan } from "./storages.ts";
import type { TimelineEntry } from "./timeline.ts";
import type { Turns } from "./turns.ts";

/** What a `LocalUnit` is made from. */
export interface LocalUnitOptions {
  /** The charm, unpacked as Juju does. */
  readonly charmDir: string;
  /** A private folder, for the hook commands. */
  readonly folder: string;
  /** The world that the charm meets. */
  readonly state: ModelState;
  /** Its workload containers. */
  readonly containers: LocalContainers;
  /** `PATH` of the machine; hook commands come before it. @default {""} */
  readonly path?: string;
  /** Gets each entry as it happens. */
  readonly onEntry?: (entry: TimelineEntry) => void;
  /**
   * Called before each hook command runs, with its number in this dispatch; the
   * command waits for it.
   */
  readonly onHookCommand?: (
    index: number,
    name: string,
  ) => void | Promise<void>;
  /** Called after each event, once what it wrote was kept or discarded. */
  readonly onRan?: (event: HookEvent, error: string | null) => void;
  /**
   * Called when there is something to do that nobody waits for.
   *
   * @default {the unit settles}
   */
  readonly onWoken?: () => void;
  /** Lets the units of an application take turns. @default {no others} */
  readonly turns?: Turns;
  /** Keeps secrets out of what is shown. @default {one of its own} */
  readonly secrets?: SecretValues;
  /** How many of each storage, and where. @default {as few as the charm can do with} */
  readonly storages?: Readonly<Record<string, StoragePlan>>;
  /** Ends a hook or action that takes longer. @default {never, as in Juju} */
  readonly timeoutMs?: number;
}
