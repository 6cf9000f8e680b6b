import type { ContextChecks } from "./guards/context_checks.ts";

/** Options of `Context`. */
export interface ContextOptions {
  /** Name of the application. @default {the charm's name} */
  readonly appName?: string;
  /** Number of the unit. @default {0} */
  readonly unitId?: number;
  /** Version of Juju to simulate. @default {"3.6.28"} */
  readonly jujuVersion?: string;
  /** Machine of the unit, such as `"0/lxd/1"`. @default {none} */
  readonly machineId?: string;
  /** Availability zone of the machine. @default {none} */
  readonly availabilityZone?: string;
  /** In a subordinate charm, the unit that it accompanies. @default {none} */
  readonly principalUnit?: string;
  /** Whether the application may see the cloud's credential. @default {false} */
  readonly appTrusted?: boolean;
  /** Whether `emittedEvents` has deferred events that are delivered again, too. @default {false} */
  readonly captureDeferredEvents?: boolean;
  /** Whether `emittedEvents` has collect-status, pre-commit and commit, too. @default {false} */
  readonly captureFrameworkEvents?: boolean;
  /**
   * A folder that the charm takes for its own, with files that it reads. Its
   * metadata.yaml, config.yaml and actions.yaml are those of the context for the
   * time of a run, and then as before; so two runs at a time need two folders.
   *
   * @default {a temporary one, made when the charm asks for it}
   */
  readonly charmRoot?: string | URL;
  /**
   * Environment variables that the charm sees beside those of the dispatch, such
   * as `JUJU_CHARM_HTTP_PROXY`; those of the process are not changed.
   *
   * @default {{}}
   */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether event, state and metadata need not fit together. @default {false} */
  readonly skipConsistencyChecks?: boolean;
  /** Whether what the charm throws is thrown as it is, not as the cause of an `UncaughtCharmError`. @default {false} */
  readonly bareErrors?: boolean;
  /**
   * Whether a Pebble that can't be reached answers nothing at all. Without it,
   * plan, checks, notices and exec answer, as in ops.
   *
   * @default {false}
   */
  readonly strictPebble?: boolean;
  /** What each run is to be checked for, beside what the test says. @default {nothing} */
  readonly checks?: ContextChecks;
}
