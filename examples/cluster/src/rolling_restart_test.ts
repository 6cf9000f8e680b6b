import { assert, assertEquals } from "@std/assert";
import {
  advanceTicket,
  cancelTicket,
  continueTicket,
  isOpen,
  openTicket,
  orderFor,
  progress,
  type Ticket,
  type UnitAnswer,
} from "./rolling_restart.ts";

const UNITS = ["a/0", "a/1", "a/2"];
const RUNNING: Ticket = { ...openTicket(null, UNITS), id: 7 };
/** The turn is that of a/1. */
const MIDDLE: Ticket = {
  ...RUNNING,
  turn: "a/1",
  waiting: ["a/2"],
  done: ["a/0"],
};

const SILENT: UnitAnswer = { ready: true, restart: null };
const DONE: UnitAnswer = { ready: true, restart: { ticket: 7, problem: null } };
const UNREADY: UnitAnswer = { ...DONE, ready: false };
const OLD: UnitAnswer = { ready: true, restart: { ticket: 6, problem: null } };
const BROKEN: UnitAnswer = {
  ready: false,
  restart: { ticket: 7, problem: "no disk" },
};

interface Case {
  readonly name: string;
  readonly ticket: Ticket;
  readonly answers?: Readonly<Record<string, UnitAnswer>>;
  readonly gone?: readonly string[];
  /** What changes; nothing without it. */
  readonly changes?: Partial<Ticket>;
}

const CASES: readonly Case[] = [
  {
    name: "gives the first turn to the first unit",
    ticket: RUNNING,
    changes: { turn: "a/0", waiting: ["a/1", "a/2"] },
  },
  {
    name: "waits for a unit that has not answered",
    ticket: MIDDLE,
    answers: { "a/1": SILENT, "a/2": DONE },
  },
  { name: "waits for a unit that it does not see", ticket: MIDDLE },
  {
    name: "takes the answer to an earlier ticket for none",
    ticket: MIDDLE,
    answers: { "a/1": OLD },
  },
  {
    name: "waits until the unit is ready again",
    ticket: MIDDLE,
    answers: { "a/1": UNREADY },
  },
  {
    name: "passes the turn on once the unit has restarted",
    ticket: MIDDLE,
    answers: { "a/1": DONE },
    changes: { turn: "a/2", waiting: [], done: ["a/0", "a/1"] },
  },
  {
    name: "ends after the last unit",
    ticket: { ...MIDDLE, waiting: [] },
    answers: { "a/1": DONE },
    changes: { state: "done", turn: null, done: ["a/0", "a/1"] },
  },
  {
    name: "fails with the first unit that does",
    ticket: MIDDLE,
    answers: { "a/1": BROKEN },
    changes: {
      state: "failed",
      turn: null,
      waiting: ["a/1", "a/2"],
      problem: "a/1: no disk",
    },
  },
  {
    name: "passes the turn of a unit that has left on",
    ticket: MIDDLE,
    gone: ["a/1"],
    changes: { turn: "a/2", waiting: [] },
  },
  {
    name: "leaves out units that have left before their turn, and after it",
    ticket: MIDDLE,
    gone: ["a/0", "a/2"],
    changes: { waiting: [], done: [] },
  },
  {
    name: "ends when all units have left",
    ticket: MIDDLE,
    gone: UNITS,
    changes: { state: "done", turn: null, waiting: [], done: [] },
  },
  {
    name: "pauses after the canary",
    ticket: {
      ...RUNNING,
      canary: true,
      turn: "a/0",
      waiting: ["a/1", "a/2"],
    },
    answers: { "a/0": DONE },
    changes: {
      state: "paused",
      turn: null,
      waiting: ["a/1", "a/2"],
      done: ["a/0"],
    },
  },
  {
    name: "makes the next unit the canary when that one has left",
    ticket: {
      ...RUNNING,
      canary: true,
      turn: "a/0",
      waiting: ["a/1", "a/2"],
    },
    gone: ["a/0"],
    changes: { turn: "a/1", waiting: ["a/2"] },
  },
  {
    name: "does not pause when the canary was the only unit",
    ticket: { ...RUNNING, canary: true, turn: "a/0", waiting: [] },
    answers: { "a/0": DONE },
    changes: { state: "done", turn: null, done: ["a/0"] },
  },
  {
    name: "stays paused",
    ticket: {
      ...MIDDLE,
      canary: true,
      state: "paused",
      turn: null,
      waiting: ["a/1", "a/2"],
    },
    answers: { "a/0": DONE, "a/1": SILENT },
  },
  {
    name: "ends while paused when all that wait have left",
    ticket: { ...MIDDLE, state: "paused", turn: null },
    gone: ["a/2"],
    changes: { state: "done", waiting: [] },
  },
  {
    name: "waits for the answer when it is cancelled",
    ticket: { ...MIDDLE, state: "cancelling" },
    answers: { "a/1": SILENT },
  },
  {
    name: "counts a unit that has restarted although it is cancelled",
    ticket: { ...MIDDLE, state: "cancelling" },
    answers: { "a/1": UNREADY },
    changes: { state: "cancelled", turn: null, done: ["a/0", "a/1"] },
  },
  {
    name: "ends cancelled when the unit declines",
    ticket: { ...MIDDLE, state: "cancelling" },
    answers: { "a/1": BROKEN },
    changes: { state: "cancelled", turn: null, waiting: ["a/1", "a/2"] },
  },
  {
    name: "ends cancelled when the unit has left",
    ticket: { ...MIDDLE, state: "cancelling" },
    gone: ["a/1"],
    changes: { state: "cancelled", turn: null },
  },
  {
    name: "leaves a ticket that has ended as it is",
    ticket: { ...MIDDLE, state: "failed", turn: null },
    answers: { "a/1": DONE },
    gone: ["a/2"],
  },
];

for (const { name, ticket, answers = {}, gone = [], changes } of CASES) {
  Deno.test(`advanceTicket() ${name}`, () => {
    const seen = new Map(Object.entries(answers));

    const next = advanceTicket(ticket, seen, new Set(gone));

    assertEquals(next, { ...ticket, ...changes });
    // Without a new answer there is nothing more to do.
    assertEquals(advanceTicket(next, seen, new Set(gone)), next);
  });
}

Deno.test("openTicket() counts on from the last ticket", () => {
  assertEquals(openTicket(null, UNITS).id, 1);
  assertEquals(openTicket(MIDDLE, UNITS), { ...RUNNING, id: 8 });
  assertEquals(openTicket(null, UNITS, { canary: true }).canary, true);
});

Deno.test("continueTicket() lets the others follow the canary", () => {
  const paused: Ticket = {
    ...RUNNING,
    state: "paused",
    canary: true,
    waiting: ["a/1", "a/2"],
    done: ["a/0"],
  };

  const next = advanceTicket(continueTicket(paused), new Map());

  assertEquals(next, { ...MIDDLE, canary: false });
  assertEquals(continueTicket(MIDDLE), MIDDLE);
});

Deno.test("cancelTicket() does not open what has ended", () => {
  const done: Ticket = { ...MIDDLE, state: "done", turn: null };

  assertEquals(cancelTicket(done), done);
  assertEquals(cancelTicket(MIDDLE).state, "cancelling");
});

Deno.test("cancelTicket() ends a paused ticket at once", () => {
  const paused: Ticket = { ...MIDDLE, state: "paused", turn: null };

  const next = advanceTicket(cancelTicket(paused), new Map());

  assertEquals(next.state, "cancelled");
});

Deno.test("orderFor() has one unit restart, once", () => {
  assertEquals(orderFor(MIDDLE, "a/1", null), "restart");
  assertEquals(orderFor(MIDDLE, "a/1", OLD.restart), "restart");
  assertEquals(orderFor(MIDDLE, "a/1", DONE.restart), null);
  assertEquals(orderFor(MIDDLE, "a/2", null), null);
  assertEquals(orderFor(null, "a/1", null), null);
});

Deno.test("orderFor() has a unit decline once the ticket is cancelled", () => {
  const cancelling = cancelTicket(MIDDLE);

  assertEquals(orderFor(cancelling, "a/1", null), "decline");
  assertEquals(orderFor(cancelling, "a/1", DONE.restart), null);
  assertEquals(orderFor(cancelling, "a/2", null), null);
});

Deno.test("orderFor() asks nothing for a ticket that has ended", () => {
  const failed: Ticket = { ...MIDDLE, state: "failed" };

  assertEquals(orderFor(failed, "a/1", null), null);
});

Deno.test("progress() counts the unit whose turn it is", () => {
  assertEquals(progress(RUNNING), "0/3 restarted");
  assertEquals(progress(MIDDLE), "1/3 restarted");
});

Deno.test("isOpen() holds until a ticket has ended", () => {
  const states = [
    "running",
    "paused",
    "cancelling",
    "done",
    "failed",
    "cancelled",
  ] as const;

  const open = states.filter((state) => isOpen({ ...MIDDLE, state }));

  assertEquals(open, ["running", "paused", "cancelling"]);
  assert(!isOpen(null));
});
