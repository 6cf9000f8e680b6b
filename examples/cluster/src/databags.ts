// What is in the databags of the peer relation, each value as JSON.
import type * as ops from "@charmkit/ops";
import { z } from "zod";
import type { RestartAnswer, Ticket } from "./rolling_restart.ts";

/** What the leader wants of all units, in the application's databag. */
export interface Desired {
  /** Grows with each change of what the servers are to read; 0: not yet there. */
  readonly generation: number;
  /** Unit to address, by number of unit. */
  readonly members: Readonly<Record<string, string>>;
  /** Bytes that a message may have. */
  readonly "max-payload": number;
  /** The last rolling restart; null: there was none. */
  readonly ticket: Ticket | null;
}

/** What a unit tells of itself, in its own databag. */
export interface Report {
  /** Where its peers reach it; null: it has no address yet. */
  readonly address: string | null;
  /** Whether its server serves. */
  readonly ready: boolean;
  /** The generation that its server has read. */
  readonly generation: number;
  /** How it answered its last turn. */
  readonly restart: RestartAnswer | null;
}

const Ticket = z.object({
  id: z.int(),
  state: z.enum([
    "running",
    "paused",
    "cancelling",
    "done",
    "failed",
    "cancelled",
  ]),
  canary: z.boolean(),
  turn: z.string().nullable(),
  waiting: z.array(z.string()),
  done: z.array(z.string()),
  problem: z.string().nullable(),
});

const Desired = z.object({
  generation: z.int().default(0),
  members: z.record(z.string(), z.string()).default({}),
  "max-payload": z.int().default(0),
  ticket: Ticket.nullable().default(null),
});

const Report = z.object({
  address: z.string().nullable().default(null),
  ready: z.boolean().default(false),
  generation: z.int().default(0),
  restart: z.object({ ticket: z.int(), problem: z.string().nullable() })
    .nullable().default(null),
});

/**
 * Reads what is wanted; an empty databag wants nothing yet.
 *
 * @throws {ops.InvalidDataError} If another revision of the charm wrote what
 * this one does not understand: going on without it could lose a turn.
 */
export function loadDesired(peers: ops.PeerRelation): Desired {
  return peers.load(Desired, peers.app);
}

/**
 * Reads what a unit tells. An empty databag tells that it is not ready, and so
 * does one that this revision of the charm does not understand.
 */
export function loadReport(peers: ops.PeerRelation, unit: ops.Unit): Report {
  const result = peers.tryLoad(Report, unit);
  return result.ok ? result.value : Report.parse({});
}
