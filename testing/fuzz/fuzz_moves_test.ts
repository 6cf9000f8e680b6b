import {
  Container,
  type EventKind,
  fuzzEvents,
  State,
} from "@charmkit/ops/testing";
import { assert, assertEquals } from "@std/assert";
import { checkConsistency } from "../consistency/check_consistency.ts";
import { Context } from "../context.ts";
import {
  BEGINNING,
  charmcraft,
  granted,
  names,
  OrderlyCharm,
  QuietCharm,
} from "../testdata/fuzz_charms.ts";
import { FuzzRun } from "./fuzz_run.ts";

Deno.test("fuzzEvents() makes only what the consistency checks pass without a word", async () => {
  await fuzzEvents(OrderlyCharm, charmcraft, {
    seed: 3,
    runs: 100,
    initial: granted(),
    invariant: (state, steps) => {
      // Relations that are gone after their event are not in this state.
      const event = steps.at(-1)?.event?.for(state);
      if (!event || /broken|departed|detaching/.test(event.kind)) return;
      const report = checkConsistency({
        charmcraft,
        state: state as unknown as State,
        event,
      });
      assertEquals(report, { errors: [], warnings: [] });
    },
  });
});

Deno.test("fuzzEvents() keeps the order of Juju in every sequence", async () => {
  const orders = { joined: 0, ended: 0 };
  await fuzzEvents(QuietCharm, charmcraft, {
    seed: 4,
    runs: 60,
    invariant: (_, steps) => {
      const last = steps.at(-1)?.event;
      const before = steps.slice(0, -1).map(({ event }) => event);
      const sameRelation = before
        .filter((event) => event?.relation?.id === last?.relation?.id);
      const count = (kind: EventKind) =>
        sameRelation.filter((event) =>
          event?.kind === kind && event.remoteUnit === last?.remoteUnit
        ).length;
      if (last?.kind === "relation-departed") {
        orders.joined += 1;
        assertEquals(count("relation-joined"), count("relation-departed") + 1);
      } else if (last?.kind === "relation-broken") {
        orders.ended += 1;
        const kinds = sameRelation.map((event) => event?.kind);
        assertEquals(
          kinds.filter((kind) => kind === "relation-joined").length,
          kinds.filter((kind) => kind === "relation-departed").length,
        );
      } else if (last?.kind === "storage-attached" && before.length === 0) {
        assertEquals(last.storage?.fullId, "data/0");
      }
      assert(before.every((event) => event?.kind !== "remove"));
    },
  });
  assert(orders.joined > 0 && orders.ended > 0);
});

Deno.test("fuzzEvents() gives remote databags the keys that the test names", async () => {
  const keys = new Set<string>();
  await fuzzEvents(QuietCharm, charmcraft, {
    seed: 2,
    runs: 30,
    databagKeys: { db: ["endpoints"] },
    invariant: (state) => {
      for (const relation of state.getRelations("db")) {
        if (!("remoteAppData" in relation)) continue;
        for (const key of Object.keys(relation.remoteAppData)) keys.add(key);
      }
    },
  });
  assertEquals([...keys], ["endpoints"]);
});

Deno.test("fuzzEvents() starts containers with what the test gave them, and no more", async () => {
  const image = { services: { web: { override: "replace", command: "web" } } };
  let restarts = 0;
  await fuzzEvents(OrderlyCharm, charmcraft, {
    seed: 1,
    initial: new State({
      containers: [new Container("web", { layers: { image } })],
    }),
    noticeKeys: { web: ["example.com/done"] },
    invariant: (state, steps) => {
      const last = steps.at(-1)?.event;
      if (last?.kind === "pebble-ready") {
        const { layers, notices, checkInfos } = state.getContainer("web");
        // What an earlier life had is gone; the charm has added its own again.
        assertEquals(Object.keys(layers), ["image", "web"]);
        assertEquals([notices.length, checkInfos[0]?.status], [0, "up"]);
        const starts = steps
          .filter(({ event }) => event?.kind === "pebble-ready");
        if (starts.length > 1) restarts += 1;
      } else if (last?.kind === "pebble-custom-notice") {
        const { key = "" } = last.notice ?? {};
        assert(["example.com/done", "example.com/fuzz"].includes(key));
      }
    },
  });

  assert(restarts > 0);
});

Deno.test("fuzzEvents() tells only once that nobody reads a revision", async () => {
  const { events } = await fuzzEvents(OrderlyCharm, charmcraft, {
    seed: 2,
    invariant: (_, steps) => {
      const told = steps.flatMap(({ text, event }) =>
        event?.kind === "secret-remove" ? [text] : []
      );
      assertEquals(new Set(told).size, told.length);
    },
  });

  assert((events["secret-remove"] ?? 0) > 0);
});

Deno.test("FuzzRun leaves out what cannot be at the time", async () => {
  using context = new Context(QuietCharm, charmcraft);
  const run = new FuzzRun({
    context: context as unknown as Context,
    appName: "web",
    unitId: 0,
    initial: new State(),
    maxEvents: 20,
    isAllowed: () => false,
    check: () => {},
  });
  const about = { endpoint: "db", slot: 0, unit: 0, data: {} };

  const { steps, failure } = await run.live({
    leader: false,
    removed: false,
    choices: [
      { kind: "break", ...about },
      { kind: "join", ...about },
      { kind: "unlead" },
      { kind: "disconnect", container: "web" },
      { kind: "create", ...about },
      { kind: "create", ...about },
      { kind: "depart", ...about },
      { kind: "join", ...about, endpoint: "cluster" },
      { kind: "join", ...about },
      { kind: "join", ...about },
      { kind: "attach", storage: "data" },
      { kind: "break", ...about },
    ],
  });

  assertEquals(failure, null);
  assertEquals(names(steps).slice(BEGINNING.length), [
    "db-relation-created (relation 2)",
    "db-relation-joined (relation 2, unit 0)",
    "db-relation-changed (relation 2, unit 0)",
    "db-relation-departed (relation 2, unit 0)",
    "db-relation-broken (relation 2)",
  ]);
});
