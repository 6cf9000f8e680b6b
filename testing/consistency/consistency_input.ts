import type { JujuVersion } from "../../src/backend/juju_version.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { State } from "../state/state.ts";
import type { EventDescription } from "./event_description.ts";

/** What the consistency checks look at. */
export interface ConsistencyInput {
  /** The charm's metadata, as charmcraft.yaml has it. */
  readonly charmcraft: Charmcraft;
  /** What there is before the run. */
  readonly state: State;
  /** What is to run. */
  readonly event: EventDescription;
  /** Version of Juju. @default {"3.6.28"} */
  readonly jujuVersion?: string;
  /** Number of the unit. @default {0} */
  readonly unitId?: number;
}

/** The same with what is left out filled in. */
export interface CheckedScenario extends ConsistencyInput {
  /** Version of Juju. */
  readonly jujuVersion: string;
  /** The version, parsed. */
  readonly version: JujuVersion;
  /** Number of the unit. */
  readonly unitId: number;
}
