// One of several units in a test: what is there, what it is to be told, and its
// Context, in which the charm is run for it.
import {
  ActionFailed,
  Container,
  Context,
  type ContextEvent,
  type Databag,
  type NamesOf,
  Network,
  PeerRelation,
  State,
} from "@charmkit/ops/testing";
import { ClusterCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";

type Charm = typeof charmcraft;
type UnitState = State<NamesOf<Charm>>;

/** Actions of the charm. */
export type Action = keyof Charm["actions"];

/** What a unit is to be told. */
export type Told =
  | {
    readonly kind: "plain";
    readonly event:
      | "configChanged"
      | "leaderElected"
      | "relationCreated"
      | "start"
      | "updateStatus"
      | "pebbleReady";
  }
  | {
    readonly kind: "action";
    readonly action: Action;
    readonly canary: boolean;
  }
  | { readonly kind: "joined" | "departed"; readonly unit: number }
  /** Null: the application's. */
  | { readonly kind: "changed"; readonly unit: number | null };

/** A dispatch that has run, but whose writes nobody sees yet. */
export interface Dispatch {
  /** What the charm was run for. */
  readonly told: Told;
  /** What there was. */
  readonly before: UnitState;
  /** What the charm made of it. */
  readonly after: UnitState;
  /** Whether the service was restarted in it. */
  readonly restarted: boolean;
}

/** A unit of the cluster. */
export interface SimulatedUnit {
  /** Its number. */
  readonly number: number;
  /** What runs the charm. */
  readonly context: Context<Charm, ClusterCharm>;
  /** What it is to be told. */
  queue: Told[];
  /** Numbers of the units that it has met, to the last databag of each. */
  readonly met: Map<number, Databag>;
  /** What is there, with its own databag as others see it. */
  state: UnitState;
  /** What it does now; null: nothing. */
  dispatch: Dispatch | null;
}

/** The peer relation, which is the same for all units. */
export const PEERS: PeerRelation<"cluster"> = new PeerRelation("cluster");

/** A unit that was just deployed. */
export function newUnit(number: number): SimulatedUnit {
  const network = new Network("cluster", {
    ingressAddresses: [`10.0.0.${number + 1}`],
  });
  const unit: SimulatedUnit = {
    number,
    context: new Context(ClusterCharm, charmcraft, { unitId: number }),
    queue: [],
    met: new Map(),
    state: new State({ relations: [PEERS], networks: [network] }),
    dispatch: null,
  };
  for (const event of ["relationCreated", "configChanged", "start"] as const) {
    tell(unit, { kind: "plain", event });
  }
  restartContainer(unit, true);
  return unit;
}

/** The container goes, or comes back without what was in it. */
export function restartContainer(
  unit: SimulatedUnit,
  canConnect: boolean,
): void {
  const container = new Container("nats", { canConnect });
  unit.state = unit.state.with({ containers: [container] });
  if (canConnect) tell(unit, { kind: "plain", event: "pebbleReady" });
}

/** Runs the charm for a unit; nobody sees yet what it wrote. */
export async function runUnit(
  { context }: SimulatedUnit,
  told: Told,
  before: UnitState,
): Promise<Dispatch> {
  const seen = context.unitStatusHistory.length;
  const after = await run(context, eventOf(context, told, before), before);
  const restarted = context.unitStatusHistory.slice(seen)
    .some(({ message }) => message.startsWith("Restarting for ticket"));
  return { told, before, after, restarted };
}

/** Databag of a unit, as its peers see it. */
export function bagOf({ state }: SimulatedUnit): Databag {
  return state.getRelation(PEERS).localUnitData;
}

/** Puts something into the queue of a unit, unless it is there already. */
export function tell(unit: SimulatedUnit, told: Told): void {
  const text = JSON.stringify(told);
  if (unit.queue.some((other) => JSON.stringify(other) === text)) return;
  unit.queue.push(told);
}

function eventOf(
  { on }: Context<Charm, ClusterCharm>,
  told: Told,
  state: UnitState,
): ContextEvent {
  const relation = state.getRelation(PEERS);
  switch (told.kind) {
    case "plain":
      if (told.event === "relationCreated") return on.relationCreated(relation);
      if (told.event === "pebbleReady") {
        return on.pebbleReady(state.getContainer("nats"));
      }
      return on[told.event]();
    case "action":
      return told.action === "rolling-restart"
        ? on.action(told.action, { canary: told.canary })
        : on.action(told.action);
    case "joined":
      return on.relationJoined(relation, { remoteUnit: told.unit });
    case "changed":
      return on.relationChanged(relation, { remoteUnit: told.unit });
    case "departed":
      return on.relationDeparted(relation, { remoteUnit: told.unit });
  }
}

async function run(
  context: Context<Charm, ClusterCharm>,
  event: ContextEvent,
  state: UnitState,
): Promise<UnitState> {
  try {
    return await context.run(event, state);
  } catch (error) {
    if (error instanceof ActionFailed) return state;
    throw error;
  }
}

export function containerOf({ state }: SimulatedUnit): Container {
  return state.getContainer("nats");
}

export function isSame(a: Databag, b: Databag): boolean {
  return JSON.stringify(Object.entries(a).sort()) ===
    JSON.stringify(Object.entries(b).sort());
}
