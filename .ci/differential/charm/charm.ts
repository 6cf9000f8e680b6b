// Does what its plan says; the peer of charm.py, with the same names.
import * as ops from "../../../mod.ts";
import { type At, type Step, STEPS } from "./steps.ts";

/** Steps by observer (`charm`, `first` or `second`) and kind of event. */
export type Handlers = Readonly<Record<string, readonly Step[]>>;

/** What a charm is to do in one dispatch. */
export interface Plan {
  /** What the charm does in its constructor. */
  readonly init: readonly Step[];
  /** Parts that the charm makes. */
  readonly parts: readonly ("first" | "second")[];
  /** Whether each observer observes each event twice. */
  readonly isTwice: boolean;
  /** What each observer does on which event; it observes no others. */
  readonly observers: Readonly<Record<string, Handlers>>;
}

type AnyEvent = ops.EventBase<ops.EventData>;

const FOLDER = Deno.env.get("JUJU_CHARM_DIR");
const PLAN: Plan = JSON.parse(Deno.readTextFileSync(`${FOLDER}/plan.json`));

/** Notes what the charm met, for the check to compare. */
function see(...what: readonly unknown[]): void {
  const line = `${JSON.stringify(what)}\n`;
  Deno.writeTextFileSync(`${FOLDER}/seen.jsonl`, line, { append: true });
}

function stepsOf(observer: string, kind: string): readonly Step[] {
  return PLAN.observers[observer]?.[kind] ?? [];
}

function kindsOf(observer: string): string[] {
  const kinds = Object.keys(PLAN.observers[observer] ?? {});
  return PLAN.isTwice ? [...kinds, ...kinds] : kinds;
}

type Who = readonly [observer: string, kind: string];

/** Does one step; what it throws is noted, and passed on unless expected. */
function attempt(at: At, who: Who, [first, ...rest]: Step): unknown {
  const [name, ...args] = first === "try" ? rest : [first, ...rest];
  const steps: Readonly<Record<string, unknown>> = STEPS;
  const step = steps[String(name)] as (at: At, ...args: unknown[]) => unknown;
  const failed = (error: unknown): void => {
    const kind = error instanceof Error ? error.name : String(error);
    if (kind === "AbortError") throw error;
    see(...who, name, { error: kind });
    if (first !== "try") throw error;
  };
  try {
    const result = step(at, ...args);
    if (result instanceof Promise) {
      return result.then((value) => see(...who, name, value ?? null), failed);
    }
    see(...who, name, result ?? null);
  } catch (error) {
    failed(error);
  }
}

/** Does the steps, up to the first error that no "try" expects. */
async function follow(at: At, who: Who, steps: readonly Step[]): Promise<void> {
  see(...who, "called", null);
  for (const step of steps) await attempt(at, who, step);
}

/** A custom event with a value. */
class ReadyEvent extends ops.EventBase<{ readonly value: ops.Storable }> {}

/** What a part emits. */
class PartEvents extends ops.ObjectEvents {
  readonly ready: ops.BoundEvent<ReadyEvent> = this.defineEvent(
    "ready",
    ReadyEvent,
  );
}

/** A component of the charm, with a status and a state of its own. */
class Part extends ops.Object {
  readonly on: PartEvents = new PartEvents(this);
  readonly state: Record<string, ops.Storable> = this.storedState(
    {} as Record<string, ops.Storable>,
    "state",
  );
  readonly #charm: TwinCharm;
  readonly #key: string;

  constructor(charm: TwinCharm, key: string) {
    super(charm, key);
    this.#charm = charm;
    this.#key = key;
    for (const kind of kindsOf(key)) {
      const event = charm.on.definedEvents().get(kind);
      if (event !== undefined) this.observe(event, this.onEvent);
    }
  }

  async onEvent(event: AnyEvent): Promise<void> {
    const { kind } = event.handle;
    const at = { charm: this.#charm, event };
    await follow(at, [this.#key, kind], stepsOf(this.#key, kind));
  }
}

/** The charm. */
export class TwinCharm extends ops.CharmBase {
  /** What it keeps. */
  readonly state: Record<string, ops.Storable> = this.storedState(
    {} as Record<string, ops.Storable>,
    "state",
  );
  /** Secrets that steps have named. */
  readonly secrets: Map<string, ops.Secret> = new Map();
  /** What it is made of. */
  readonly parts: Map<"first" | "second", Part> = new Map();

  constructor(framework: ops.Framework) {
    super(framework);
    for (const key of PLAN.parts) this.parts.set(key, new Part(this, key));
    for (const kind of kindsOf("charm")) {
      const event = this.#eventOf(kind);
      if (event === undefined) continue;
      this.observe(event as ops.BoundEvent<AnyEvent>, this.onEvent);
    }
    if (PLAN.init.length === 0) return;
    // A constructor is not async, and neither is what can be done in it.
    see("charm", "__init__", "called", null);
    for (const step of PLAN.init) {
      attempt({ charm: this, event: null }, ["charm", "__init__"], step);
    }
  }

  #eventOf(kind: string): unknown {
    if (kind === "ready") return this.parts.get("first")?.on.ready;
    if (kind === "pre_commit") return this.framework.on.preCommit;
    return this.on.definedEvents().get(kind);
  }

  async onEvent(event: AnyEvent): Promise<void> {
    const { kind } = event.handle;
    await follow(
      { charm: this, event },
      ["charm", kind],
      stepsOf("charm", kind),
    );
  }
}

if (import.meta.main) await ops.main(TwinCharm);
