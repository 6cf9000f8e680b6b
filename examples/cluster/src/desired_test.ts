import { assertEquals } from "@std/assert";
import type { Desired, Report } from "./databags.ts";
import { nextDesired, type Observed, unseenUnits } from "./desired.ts";
import { advanceTicket, openTicket } from "./rolling_restart.ts";

const NOTHING: Desired = {
  generation: 0,
  members: {},
  "max-payload": 0,
  ticket: null,
};
const TWO: Desired = {
  generation: 4,
  members: { "a/0": "10.0.0.1", "a/1": "10.0.0.2" },
  "max-payload": 2048,
  ticket: null,
};

interface Case {
  readonly name: string;
  readonly desired?: Desired;
  /** Unit to address. */
  readonly sees: Readonly<Record<string, string | null>>;
  readonly gone?: readonly string[];
  readonly maxPayload?: number | null;
  /** What changes; nothing without it. */
  readonly changes?: Partial<Desired>;
}

const BOTH = { "a/0": "10.0.0.1", "a/1": "10.0.0.2" };

const CASES: readonly Case[] = [
  { name: "keeps the generation where nothing is new", sees: BOTH },
  {
    name: "begins with the first generation",
    desired: NOTHING,
    sees: { "a/0": "10.0.0.1" },
    changes: {
      generation: 1,
      members: { "a/0": "10.0.0.1" },
      "max-payload": 2048,
    },
  },
  {
    name: "begins with no generation before there is a configuration of use",
    desired: NOTHING,
    sees: { "a/0": "10.0.0.1" },
    maxPayload: null,
    changes: { members: { "a/0": "10.0.0.1" } },
  },
  {
    name: "adds a unit once it has an address, by its number",
    sees: { "a/10": "10.0.0.4", "a/2": "10.0.0.3", "a/11": null, ...BOTH },
    changes: {
      generation: 5,
      members: { ...BOTH, "a/2": "10.0.0.3", "a/10": "10.0.0.4" },
    },
  },
  {
    name: "takes another address of a unit",
    sees: { ...BOTH, "a/1": "10.0.0.9" },
    changes: { generation: 5, members: { ...BOTH, "a/1": "10.0.0.9" } },
  },
  {
    name: "removes a unit that has left",
    sees: { "a/0": "10.0.0.1" },
    gone: ["a/1"],
    changes: { generation: 5, members: { "a/0": "10.0.0.1" } },
  },
  {
    name: "keeps a unit that it does not see",
    sees: { "a/0": "10.0.0.1" },
  },
  {
    name: "keeps the address of a unit that has none at the moment",
    sees: { "a/0": "10.0.0.1", "a/1": null },
  },
  {
    name: "takes a new option",
    sees: BOTH,
    maxPayload: 4096,
    changes: { generation: 5, "max-payload": 4096 },
  },
  {
    name: "keeps the last option of use",
    sees: BOTH,
    maxPayload: null,
  },
];

for (const { name, desired = TWO, sees, changes, ...more } of CASES) {
  Deno.test(`nextDesired() ${name}`, () => {
    const observed = observe(sees, more);

    const next = nextDesired(desired, observed);

    assertEquals(next, { ...desired, ...changes });
    assertEquals(
      Object.keys(next.members),
      Object.keys(changes?.members ?? desired.members),
    );
  });
}

Deno.test("nextDesired() takes the ticket further, without a new generation", () => {
  const ticket = openTicket(null, ["a/0", "a/1"]);

  const next = nextDesired({ ...TWO, ticket }, observe(BOTH));

  assertEquals(next, { ...TWO, ticket: advanceTicket(ticket, new Map()) });
  assertEquals(next.ticket?.turn, "a/0");
});

Deno.test("unseenUnits() has members and those of the ticket", () => {
  const ticket = { ...openTicket(null, ["a/2", "a/3"]), turn: "a/4" };
  const { reports } = observe({ "a/0": null, "a/3": null });

  assertEquals(unseenUnits({ ...TWO, ticket }, reports), [
    "a/1",
    "a/4",
    "a/2",
  ]);
  assertEquals(unseenUnits(NOTHING, reports), []);
});

function observe(
  sees: Readonly<Record<string, string | null>>,
  options: {
    readonly gone?: readonly string[];
    readonly maxPayload?: number | null;
  } = {},
): Observed {
  const { gone = [], maxPayload = 2048 } = options;
  const reports = Object.entries(sees).map(([unit, address]) => {
    const report: Report = {
      address,
      ready: true,
      generation: 4,
      restart: null,
    };
    return [unit, report] as const;
  });
  return { reports: new Map(reports), gone: new Set(gone), maxPayload };
}
