import type {
  HookEvent,
  PlainHookKind,
} from "../../src/simulator/hook_event.ts";
import type {
  ModelState,
  ModelStateOptions,
} from "../../src/simulator/model_state.ts";
import type { Handlers, Plan } from "./charm/charm.ts";
import type { Step } from "./charm/steps.ts";

/** How a hook command fails, instead of what the simulator would answer. */
export interface Failure {
  /** Exit code. @default {1} */
  readonly code?: number;
  /** What it writes to stderr, without `ERROR` before it. */
  readonly stderr?: string;
  /** What it prints; with code 0, an answer that makes no sense. */
  readonly stdout?: string;
}

/** A script in the charm's folder. */
export interface Script {
  /** What `sh` runs. */
  readonly text: string;
  /** Mode of the file. @default {0o755} */
  readonly mode?: number;
}

/** One event of Juju, and what the charm does upon it. */
export interface Dispatch {
  /** What Juju runs; a text is the dispatch path of something unknown. */
  readonly event: HookEvent | string;
  /** What the charm does. It observes nothing else. */
  readonly on?: Handlers;
  /** What its part "first" does. */
  readonly first?: Handlers;
  /** What its part "second" does. */
  readonly second?: Handlers;
  /** What the charm does in its constructor. */
  readonly init?: readonly Step[];
  /** Parts that the charm makes. @default {["first", "second"]} */
  readonly parts?: Plan["parts"];
  /** Whether each observer observes each event twice. @default {false} */
  readonly isTwice?: boolean;
  /** Files that the charm's folder has from now on: scripts, by their path. */
  readonly scripts?: Readonly<Record<string, Script>>;
  /** Changes the world before the event. */
  readonly before?: (state: ModelState) => void;
  /** Changes the world when the charm is done, before Juju keeps anything. */
  readonly after?: (state: ModelState) => void;
  /** Hook commands that fail, by name. */
  readonly failing?: Readonly<Record<string, Failure>>;
  /** Exit code that ops must end with. @default {0} */
  readonly code?: number;
  /** Variables in place of those that Juju sets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A world, and what happens in it to two charms. */
export interface Scenario {
  /** What is tried, with ids of the specification. */
  readonly name: string;
  /** The world at first. */
  readonly world?: Partial<ModelStateOptions>;
  /** Number of dispatches that ops does in any case, before an upgrade. @default {0} */
  readonly upgradeAt?: number;
  /** The events, in turn. */
  readonly dispatches: readonly Dispatch[];
}

/** A dispatch of a hook that carries nothing but its name. */
export function hook(kind: PlainHookKind, ...steps: readonly Step[]): Dispatch {
  return { event: { kind }, on: { [kind.replaceAll("-", "_")]: steps } };
}

/** A dispatch of a hook of the relation `db:1`, or of another one. */
export function relationHook(
  kind: "created" | "joined" | "changed" | "departed" | "broken",
  ref: string,
  options: { readonly unit?: string; readonly departing?: string },
  ...steps: readonly Step[]
): Dispatch {
  const [endpoint = "", id] = ref.split(":");
  const { unit, departing } = options;
  return {
    event: {
      kind: `relation-${kind}`,
      endpoint,
      relationId: Number(id),
      ...(unit === undefined ? {} : { remoteUnit: unit }),
      ...(departing === undefined ? {} : { departingUnit: departing }),
    },
    on: { [`${endpoint}_relation_${kind}`]: steps },
  };
}
