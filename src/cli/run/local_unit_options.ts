import type { ModelState } from "../../simulator/model_state.ts";
import type { LocalContainers } from "./local_containers.ts";
import type { TimelineEntry } from "./timeline.ts";

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
}
