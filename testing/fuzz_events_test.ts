import { type EventKind, FuzzError, fuzzEvents } from "@charmkit/ops/testing";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  BEGINNING,
  charmcraft,
  granted,
  names,
  OnceLeaderCharm,
  OrderlyCharm,
  QuietCharm,
} from "./testdata/fuzz_charms.ts";

async function failureOf(seed: number): Promise<FuzzError> {
  return await assertRejects(
    () => fuzzEvents(OnceLeaderCharm, charmcraft, { seed, runs: 400 }),
    FuzzError,
  );
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
