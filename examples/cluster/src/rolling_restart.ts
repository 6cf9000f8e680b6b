// The rules of a rolling restart, apart from Juju: what the leader notes, what
// a unit does about it, and when the turn passes on. All is plain data.

/** How a ticket stands; the last three are ends. */
export type TicketState =
  | "running"
  | "paused"
  | "cancelling"
  | "done"
  | "failed"
  | "cancelled";

/** One rolling restart, as the leader keeps it in the application's databag. */
export interface Ticket {
  /** One more than that of the ticket before it. */
  readonly id: number;
  /** How it stands. */
  readonly state: TicketState;
  /** Whether it pauses once the first unit has restarted. */
  readonly canary: boolean;
  /** The one unit that may restart; null: none may. */
  readonly turn: string | null;
  /** Units whose turn is to come, in order. */
  readonly waiting: readonly string[];
  /** Units that have restarted and were ready again. */
  readonly done: readonly string[];
  /** Why it failed. */
  readonly problem: string | null;
}

/** How a unit answered its turn. */
export interface RestartAnswer {
  /** Id of the ticket. */
  readonly ticket: number;
  /** Why it has not restarted; null: it has. */
  readonly problem: string | null;
}

/** What the leader knows of a unit. */
export interface UnitAnswer {
  /** Whether its workload serves. */
  readonly ready: boolean;
  /** Its last answer; null: it gave none. */
  readonly restart: RestartAnswer | null;
}

/** What a unit is to do: restart, or say that it does not. */
export type RestartOrder = "decline" | "restart";

/** Opens a ticket for these units; the turn is nobody's before it is advanced. */
export function openTicket(
  last: Ticket | null,
  units: readonly string[],
  options: { readonly canary?: boolean } = {},
): Ticket {
  return {
    id: (last?.id ?? 0) + 1,
    state: "running",
    canary: options.canary ?? false,
    turn: null,
    waiting: units,
    done: [],
    problem: null,
  };
}

/** Goes on after the canary; another ticket stays as it is. */
export function continueTicket(ticket: Ticket): Ticket {
  if (ticket.state !== "paused") return ticket;
  return { ...ticket, state: "running", canary: false };
}

/**
 * Gives the turn to nobody any more.
 *
 * The unit whose turn it is may be restarting right now, so the ticket ends
 * with its answer: a ticket opened before that could restart another beside it.
 */
export function cancelTicket(ticket: Ticket): Ticket {
  return isOpen(ticket) ? { ...ticket, state: "cancelling" } : ticket;
}

/** Whether it has not ended. */
export function isOpen(ticket: Ticket | null): ticket is Ticket {
  return ticket !== null &&
    ["running", "paused", "cancelling"].includes(ticket.state);
}

/** What a unit is to do now that it sees this ticket; null: nothing. */
export function orderFor(
  ticket: Ticket | null,
  unit: string,
  answer: RestartAnswer | null,
): RestartOrder | null {
  if (!isOpen(ticket) || ticket.turn !== unit) return null;
  if (answer?.ticket === ticket.id) return null;
  return ticket.state === "cancelling" ? "decline" : "restart";
}

/**
 * Takes a ticket as far as the answers allow.
 *
 * @param ticket How it stood.
 * @param answers What each unit that the leader sees has answered.
 * @param gone Units that have left. One that is merely not seen may be
 * restarting, so its turn stays its own.
 */
export function advanceTicket(
  ticket: Ticket,
  answers: ReadonlyMap<string, UnitAnswer>,
  gone: ReadonlySet<string> = new Set(),
): Ticket {
  if (!isOpen(ticket)) return ticket;
  const isHere = (unit: string) => !gone.has(unit);
  const { turn, ...rest } = ticket;
  const left: Ticket = {
    ...rest,
    turn: turn !== null && isHere(turn) ? turn : null,
    waiting: ticket.waiting.filter(isHere),
    done: ticket.done.filter(isHere),
  };
  return left.turn === null
    ? passOn(left)
    : answered(left, left.turn, answers.get(left.turn));
}

/** How far it is, such as `"2/3 restarted"`. */
export function progress({ turn, waiting, done }: Ticket): string {
  const units = done.length + waiting.length + (turn === null ? 0 : 1);
  return `${done.length}/${units} restarted`;
}

/** Looks at the answer of the unit whose turn it is. */
function answered(
  ticket: Ticket,
  unit: string,
  answer: UnitAnswer | undefined,
): Ticket {
  if (answer?.restart?.ticket !== ticket.id) return ticket;
  const { ready, restart: { problem } } = answer;
  if (ticket.state === "cancelling") {
    if (problem === null) return passOn(finished(ticket, unit));
    return passOn({
      ...ticket,
      turn: null,
      waiting: [unit, ...ticket.waiting],
    });
  }
  if (problem !== null) {
    const waiting = [unit, ...ticket.waiting];
    const why = `${unit}: ${problem}`;
    return { ...ticket, state: "failed", turn: null, waiting, problem: why };
  }
  return ready ? passOn(finished(ticket, unit)) : ticket;
}

function finished(ticket: Ticket, unit: string): Ticket {
  return { ...ticket, turn: null, done: [...ticket.done, unit] };
}

/** Gives the turn, which is nobody's, to the next unit, if it may have it. */
function passOn(ticket: Ticket): Ticket {
  if (ticket.state === "cancelling") return { ...ticket, state: "cancelled" };
  const [turn, ...waiting] = ticket.waiting;
  if (turn === undefined) return { ...ticket, state: "done" };
  if (ticket.canary && ticket.done.length > 0) {
    return { ...ticket, state: "paused" };
  }
  return { ...ticket, turn, waiting };
}
