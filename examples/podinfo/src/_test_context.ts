import type { Plan } from "@charmkit/ops/pebble";
import {
  Container,
  Context,
  type Databag,
  Model,
  Relation,
  State,
} from "@charmkit/ops/testing";
import { PodinfoCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";

/** The model of the tests. */
export const MODEL = new Model({
  name: "web",
  uuid: "8e3ba2f9-5e1a-4f2b-8d5c-0d7d3f9b6c11",
});

/** The container with a Pebble that answers, and nothing in its plan. */
export const READY = new Container("podinfo", { canConnect: true });

/** A unit that is about to start. */
export const STATE = new State({ model: MODEL, containers: [READY] });

/** Each run is checked for more than what a test says. */
export function newContext(jujuVersion?: string): Context<typeof charmcraft> {
  return new Context(PodinfoCharm, charmcraft, {
    jujuVersion,
    checks: {
      idempotence: true,
      stableDatabags: true,
      settledStatus: true,
      sizeLimits: true,
    },
  });
}

/** A unit whose podinfo runs. */
export async function runningState(
  ctx: Context<typeof charmcraft>,
  state: typeof STATE = STATE,
): Promise<typeof STATE> {
  return await ctx.run(ctx.on.pebbleReady(READY), state);
}

/** A relation with a Loki; what its units say, by their numbers. */
export function lokiRelation(says: LokiSays): Relation<"logging"> {
  const remoteUnitsData = lokiUnits(says);
  return new Relation("logging", { remoteAppName: "loki", remoteUnitsData });
}

/** Number of a unit to its endpoint as it writes it; null: it says nothing yet. */
type LokiSays = Readonly<Record<number, string | null>>;

/** The databags of units of Loki. */
export function lokiUnits(says: LokiSays): Record<number, Databag> {
  return Object.fromEntries(
    Object.entries(says).map(([unit, endpoint]): [string, Databag] => [
      unit,
      endpoint === null ? {} : { endpoint },
    ]),
  );
}

/** The endpoint of a Loki at a host, as it writes it. */
export function endpointAt(host: string): string {
  return JSON.stringify({ url: urlAt(host) });
}

/** Where the Loki at a host takes logs. */
export function urlAt(host: string): string {
  return `http://${host}:3100/loki/api/v1/push`;
}

/** Address to services of the log targets in a plan. */
export function forwarding(plan: Plan): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.values(plan.logTargets)
      .map(({ location, services }) => [location, services]),
  );
}
