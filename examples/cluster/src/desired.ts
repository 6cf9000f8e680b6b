// What the leader makes of what it sees: the next state of the application's
// databag, as plain data.
import type { Desired, Report } from "./databags.ts";
import { advanceTicket } from "./rolling_restart.ts";

/** What the leader sees. */
export interface Observed {
  /** Unit to its report, of all units that the leader sees, itself included. */
  readonly reports: ReadonlyMap<string, Report>;
  /** Units that have left; others that have no report are merely not seen. */
  readonly gone: ReadonlySet<string>;
  /** Bytes that a message may have; null: the configuration is of no use. */
  readonly maxPayload: number | null;
}

/** What is wanted next; the same where nothing is new. */
export function nextDesired(desired: Desired, observed: Observed): Desired {
  const { reports, gone, maxPayload } = observed;
  const next = {
    ...desired,
    members: membersOf(desired, observed),
    "max-payload": maxPayload ?? desired["max-payload"],
    ticket: desired.ticket && advanceTicket(desired.ticket, reports, gone),
  };
  // Nothing can run before there was a configuration of use.
  const isUsable = next["max-payload"] > 0;
  return isUsable && contentOf(next) !== contentOf(desired)
    ? { ...next, generation: desired.generation + 1 }
    : next;
}

/** Units that are known of, but have no report. */
export function unseenUnits(
  { members, ticket }: Desired,
  reports: ReadonlyMap<string, Report>,
): string[] {
  const known = new Set(Object.keys(members));
  if (ticket?.turn != null) known.add(ticket.turn);
  for (const unit of ticket?.waiting ?? []) known.add(unit);
  return [...known].filter((unit) => !reports.has(unit));
}

/** Those that were members and have not left, and those with an address now. */
function membersOf(
  desired: Desired,
  { reports, gone }: Observed,
): Record<string, string> {
  const members = new Map(Object.entries(desired.members));
  for (const unit of gone) members.delete(unit);
  for (const [unit, { address }] of reports) {
    if (address !== null) members.set(unit, address);
  }
  return Object.fromEntries(
    [...members].sort(([a], [b]) => unitNumber(a) - unitNumber(b)),
  );
}

/** What the servers are to read, as text to compare. */
function contentOf(desired: Desired): string {
  return JSON.stringify([desired["max-payload"], desired.members]);
}

/** Number of a unit, by its name. */
export function unitNumber(unit: string): number {
  return Number(unit.slice(unit.lastIndexOf("/") + 1));
}
