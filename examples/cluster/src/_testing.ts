// What the tests of the charm start from: cluster/0, one of three units.
import {
  Container,
  Context,
  type ContextChecks,
  type Databag,
  type NamesOf,
  Network,
  PeerRelation,
  State,
} from "@charmkit/ops/testing";
import { ClusterCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";
import { openTicket, type Ticket } from "./rolling_restart.ts";

export type Charm = typeof charmcraft;

export const NATS = new Container("nats", { canConnect: true });
const NETWORK = new Network("cluster", { ingressAddresses: ["10.0.0.1"] });
export const UNITS = ["cluster/0", "cluster/1", "cluster/2"];
/** What the leader wants once three units are there. */
export const APP_DATA = {
  generation: "4",
  members: JSON.stringify({
    "cluster/0": "10.0.0.1",
    "cluster/1": "10.0.0.2",
    "cluster/2": "10.0.0.3",
  }),
  "max-payload": "1048576",
  ticket: "null",
};
export const TICKET: Ticket = {
  ...openTicket(null, UNITS),
  turn: "cluster/0",
  waiting: ["cluster/1", "cluster/2"],
};

/** Each run is checked for more than what a test says. */
export function newContext(
  checks: ContextChecks = { settledStatus: true },
): Context<Charm, ClusterCharm> {
  return new Context(ClusterCharm, charmcraft, { checks });
}

/** What is in the databag of a unit that is fine. */
export function report(number: number, changes: Databag = {}): Databag {
  const address = JSON.stringify(`10.0.0.${number + 1}`);
  return {
    address,
    ready: "true",
    generation: "4",
    restart: "null",
    ...changes,
  };
}

/** Three units, as cluster/0 sees them, with a ticket. */
export function peersWith(
  ticket: Ticket | null,
  own: Databag = {},
): PeerRelation<
  "cluster"
> {
  return new PeerRelation("cluster", {
    localAppData: { ...APP_DATA, ticket: JSON.stringify(ticket) },
    localUnitData: report(0, own),
    peersData: { 1: report(1), 2: report(2) },
  });
}

/** The state of cluster/0. */
export function stateWith(
  peers: PeerRelation<"cluster">,
  changes: {
    readonly leader?: boolean;
    readonly container?: Container<"nats">;
  } = {},
): State<NamesOf<Charm>> {
  const { leader = false, container = NATS } = changes;
  return new State({
    leader,
    relations: [peers],
    networks: [NETWORK],
    containers: [container],
    plannedUnits: 3,
  });
}

/** How often the charm has said that it restarts. */
export function restarts(
  { unitStatusHistory }: Context<Charm, ClusterCharm>,
): number {
  return unitStatusHistory
    .filter(({ message }) => message.startsWith("Restarting")).length;
}
