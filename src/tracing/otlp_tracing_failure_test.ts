import {
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { logOf, Rig } from "../testdata/charm_rig.ts";
import { Collector, type Received } from "./testdata/collector.ts";
import {
  CHANGED,
  CHANGED_ENV,
  find,
  receiver,
  relate,
  relations,
  succeed,
  traced,
  waiting,
} from "./testdata/traced_charm.ts";

for (
  const [what, handler, span] of [
    ["a handler throws", "throw new RangeError('hunter2');", true],
    [
      "an error reaches nobody",
      "setTimeout(() => { throw new RangeError('hunter2'); }); await new Promise(() => {});",
      false,
    ],
  ] as const
) {
  Deno.test(`otlpTracing() sends the trace when ${what}, without the message`, async () => {
    using rig = new Rig(traced(handler), { "relation-ids": "echo '[]'" });
    await using collector = new Collector();
    await relate(rig, collector.url);
    collector.received.length = 0;
    rig.answer(relations({ receivers: receiver(collector.url) }));

    const outcome = await rig.dispatch("hooks/start", {}, { net: "127.0.0.1" });

    assertEquals(outcome.code, 1);
    assertEquals(collector.mistakes, []);
    const [{ request }] = collector.received as [Received];
    const start = find(request, "start: WebCharm");
    assertEquals(
      start.status,
      span
        ? { code: 2, message: "RangeError" }
        : { code: 2, message: "The dispatch ended before it" },
    );
    if (span) {
      const [event] = start.events;
      assertEquals(event?.name, "exception");
      const [type, stack] = event!.attributes;
      assertEquals(type?.value, { stringValue: "RangeError" });
      assertStringIncludes(JSON.stringify(stack), "charm.ts");
    }
    assertEquals(JSON.stringify(request).includes("hunter2"), false);
  });
}

Deno.test("otlpTracing() shows neither relation data nor secrets (TRC-10)", async () => {
  using rig = new Rig(
    traced(`
    this.model.getRelation("charm-tracing")!.data.get(this.app)
      .update({ key: "hunter2" });
    this.unit.addSecret({ password: "hunter3" });`),
    { "secret-add": "echo secret:cvq0" },
  );
  await using collector = new Collector();
  await relate(rig, collector.url);

  await succeed(rig, "hooks/start");

  assertEquals(collector.mistakes, []);
  const text = JSON.stringify(collector.received);
  assertStringIncludes(text, "relation-set");
  assertStringIncludes(text, "secret-add");
  for (const hidden of ["hunter2", "hunter3", collector.url]) {
    assertEquals(text.includes(hidden), false, hidden);
  }
});

Deno.test("otlpTracing() without the permission to reach the collector keeps the trace, and says what to do", async () => {
  using rig = new Rig(traced());
  await using collector = new Collector();
  rig.answer(relations({ receivers: receiver(collector.url) }));

  const outcome = await rig.dispatch(CHANGED, CHANGED_ENV);

  assertEquals(outcome.code, 0, outcome.stderr);
  const [, text] = logOf(outcome).find(([level]) => level === "WARNING")!;
  assertStringIncludes(text, '"permissions": { "net": true }');
  assertEquals(waiting(rig), [50]);
});

Deno.test("otlpTracing() loses only the trace of a dispatch that is killed", async () => {
  using rig = new Rig(traced("this.unit.setWorkloadVersion('1');"), {
    "relation-ids": "echo '[]'",
  });
  await succeed(rig, "hooks/update-status");
  const before = await succeed(rig, "hooks/start");

  for (let at = 1; at <= before.calls.length; at++) {
    const { signal } = await rig.dispatch("hooks/start", {}, { killAt: at });
    assertEquals(signal, "SIGKILL");
  }

  const kept = waiting(rig);
  assertEquals(kept.slice(0, 2), [10, 50]);
  await succeed(rig, "hooks/update-status");
  assertEquals(waiting(rig).length, kept.length + 1);
});

Deno.test("otlpTracing() in dispatches side by side keeps each of their traces", async () => {
  using rig = new Rig(traced(), { "relation-ids": "echo '[]'" });

  await Promise.all(
    Array.from({ length: 6 }, () => rig.dispatch("hooks/update-status")),
  );

  assertEquals(waiting(rig), Array(6).fill(10));
});

Deno.test("otlpTracing() is not in the way when its file cannot be used", async () => {
  using rig = new Rig(traced(), { "relation-ids": "echo '[]'" });
  const file = `${rig.charmDir}/.tracing-data.db`;

  Deno.writeTextFileSync(file, "not a database\n".repeat(1000));
  const garbage = await succeed(rig, "hooks/update-status");
  assertEquals(waiting(rig), [10]);
  assertStringIncludes(JSON.stringify(logOf(garbage)), "is made anew");
  Deno.removeSync(file);
  Deno.mkdirSync(file);
  const folder = await succeed(rig, "hooks/update-status");

  assertStringIncludes(
    JSON.stringify(logOf(folder)),
    "Cannot send the trace",
  );
  assertNotEquals(Deno.statSync(file).isFile, true);
});
