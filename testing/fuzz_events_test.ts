import * as ops from "@charmkit/ops";
import {
  Container,
  type EventKind,
  FuzzError,
  fuzzEvents,
  type FuzzStep,
  Secret,
  State,
} from "@charmkit/ops/testing";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { checkConsistency } from "./consistency/check_consistency.ts";
import { FuzzRun } from "./fuzz/fuzz_run.ts";
import { Context } from "./context.ts";

const charmcraft = {
  name: "web",
  containers: { web: {} },
  requires: {
    db: { interface: "postgresql", limit: 1 },
    host: { interface: "juju-info", scope: "container" },
  },
  provides: { api: "http" },
  peers: { cluster: "web-peers" },
  storage: {
    data: { type: "filesystem" },
    logs: { type: "filesystem", multiple: { range: "0-3" } },
  },
  config: {
    options: {
      port: { type: "int", default: 80 },
      title: { type: "string" },
      ratio: { type: "float", default: 0.5 },
      debug: { type: "boolean", default: false },
      token: { type: "secret" },
    },
  },
  actions: {
    backup: {
      params: {
        target: { type: "string" },
        depth: { type: "integer", minimum: 1, maximum: 3 },
        mode: { type: "string", enum: ["full", "delta"], default: "full" },
        tags: { type: "array", items: { type: "string" } },
      },
      required: ["target"],
    },
  },
} as const satisfies ops.Charmcraft;

class QuietCharm extends ops.CharmBase<typeof charmcraft> {}

/** Has a secret of its own that is due, and one action that fails. */
class OrderlyCharm extends ops.CharmBase<typeof charmcraft> {
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.install, this.#onInstall);
    this.observe(this.on["web"].pebbleReady, this.#onPebbleReady);
    this.observe(this.on.secretRotate, this.#onRotate);
    this.observe(this.on.secretRemove, this.#onRemove);
    this.observe(this.on["backup"].action, this.#onBackup);
  }

  async #onPebbleReady(): Promise<void> {
    const check = { override: "replace", exec: { command: "true" } } as const;
    await this.getContainer("web").addLayer("web", { checks: { up: check } });
  }

  #onRotate({ secret }: ops.SecretRotateEvent): void {
    secret.setContent({ password: `after ${secret.getInfo().revision}` });
  }

  #onRemove(event: ops.SecretRemoveEvent): void {
    event.removeRevision();
  }

  #onInstall(): void {
    this.unit.addSecret({ password: "first" }, {
      label: "own",
      rotate: "daily",
      expire: new Date("2030-01-01T00:00:00Z"),
    });
  }

  #onBackup(event: ops.ActionEvent): void {
    if (event.params["mode"] === "delta") event.fail("No full one yet");
  }
}

/** Breaks when a relation ends after another unit took over. */
class OnceLeaderCharm extends ops.CharmBase<typeof charmcraft> {
  readonly #stored: { led: boolean } = this.storedState({
    led: false,
  });

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.leaderElected, this.#onLeaderElected);
    this.observe(this.on["db"].relationBroken, this.#onBroken);
  }

  #onLeaderElected(): void {
    this.#stored.led = true;
  }

  #onBroken(): void {
    if (this.#stored.led && !this.unit.isLeader()) throw new Error("Boom");
  }
}

function granted(): State {
  return new State({
    secrets: [
      new Secret({ key: "old" }, { id: "secret:cvq5qmfmp25c7bv8rm3g" }),
    ],
  });
}

async function failureOf(seed: number): Promise<FuzzError> {
  return await assertRejects(
    () => fuzzEvents(OnceLeaderCharm, charmcraft, { seed, runs: 400 }),
    FuzzError,
  );
}

function names(steps: readonly FuzzStep[]): string[] {
  return steps.map(({ text }) => text.replace(/ \{.*$/, ""));
}

Deno.test("fuzzEvents() finds a charm that breaks, and shrinks to what it takes", async () => {
  for (const seed of [1, 2, 3]) {
    const error = await failureOf(seed);

    const steps = names(error.steps);
    const own = steps.filter((step) => !BEGINNING.includes(step));
    assertEquals(own.toSorted(), [
      "(leadership is lost)",
      "db-relation-broken (relation 2)",
      "db-relation-created (relation 2)",
      "leader-elected",
    ]);
    assertEquals(steps.length, BEGINNING.length + own.length);
    assertEquals(steps.at(-1), "db-relation-broken (relation 2)");
    assertInstanceOf(error.cause, Error);
    assertEquals((error.cause.cause as Error).message, "Boom");
    assertStringIncludes(error.message, `(seed ${seed})`);
    assertStringIncludes(error.message, "\n  2. install\n");
  }
});

/** What each sequence of that charm has; the peers have relation 1. */
const BEGINNING = [
  "data-storage-attached (data/0)",
  "install",
  "cluster-relation-created (relation 1)",
  "config-changed",
  "start",
];

Deno.test("fuzzEvents() runs the same sequences for the same seed", async () => {
  const seen = await Promise.all([5, 5, 6].map(async (seed) => {
    const texts: string[] = [];
    await fuzzEvents(OrderlyCharm, charmcraft, {
      seed,
      runs: 10,
      initial: granted(),
      invariant: (_, steps) => void texts.push(steps.at(-1)?.text ?? ""),
    });
    return texts;
  }));

  assertEquals(seen[0], seen[1]);
  assert(JSON.stringify(seen[0]) !== JSON.stringify(seen[2]));
  assertEquals(
    (await failureOf(9)).message,
    (await failureOf(9)).message,
  );
});

Deno.test("fuzzEvents() passes a charm that is right, with all kinds of events", async () => {
  const { seed, runs, events } = await fuzzEvents(OrderlyCharm, charmcraft, {
    seed: 77,
    initial: granted(),
  });

  assertEquals([seed, runs], [77, 100]);
  const expected: EventKind[] = [
    "action",
    "config-changed",
    "install",
    "leader-elected",
    "pebble-check-failed",
    "pebble-check-recovered",
    "pebble-custom-notice",
    "pebble-ready",
    "relation-broken",
    "relation-changed",
    "relation-created",
    "relation-departed",
    "relation-joined",
    "remove",
    "secret-changed",
    "secret-expired",
    "secret-remove",
    "secret-rotate",
    "start",
    "stop",
    "storage-attached",
    "storage-detaching",
    "update-status",
    "upgrade-charm",
  ];
  assertEquals(Object.keys(events).toSorted(), expected);
});

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

Deno.test("fuzzEvents() shrinks what breaks an invariant", async () => {
  const error = await assertRejects(
    () =>
      fuzzEvents(QuietCharm, charmcraft, {
        seed: 8,
        configValues: { port: [8080] },
        invariant: ({ config }) => {
          if (config.port === 8080) throw new RangeError("Port 8080 is taken");
        },
      }),
    FuzzError,
    "Port 8080 is taken",
  );
  assertInstanceOf(error.cause, RangeError);
  assertEquals(error.steps.length, BEGINNING.length + 1);
  assertStringIncludes(
    error.steps.at(-1)?.text ?? "",
    'config-changed {"port":8080',
  );
});

Deno.test("fuzzEvents() passes over the errors that are allowed, and no others", async () => {
  const options = { seed: 1, runs: 400 };
  await fuzzEvents(OnceLeaderCharm, charmcraft, {
    ...options,
    allowErrors: (error) => error instanceof Error && error.message === "Boom",
  });
  await assertRejects(
    () =>
      fuzzEvents(OnceLeaderCharm, charmcraft, {
        ...options,
        allowErrors: (error) => error instanceof RangeError,
      }),
    FuzzError,
  );
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
