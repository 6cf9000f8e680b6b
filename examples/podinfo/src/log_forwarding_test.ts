import { ActiveStatus, BlockedStatus, WaitingStatus } from "@charmkit/ops";
import { Container } from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import {
  endpointAt,
  forwarding,
  lokiRelation,
  lokiUnits,
  MODEL,
  newContext,
  READY,
  runningState,
  STATE,
  urlAt,
} from "./_test_context.ts";

const [ONE, TWO] = ["10.1.0.1", "10.1.0.2"];

Deno.test("PodinfoCharm forwards logs to each unit of Loki, with its topology", async () => {
  const ctx = newContext();
  const loki = lokiRelation({ 0: endpointAt(ONE), 1: endpointAt(TWO) });
  const running = await runningState(ctx);

  const out = await ctx.run(
    ctx.on.relationChanged(loki),
    running.with({ relations: [loki] }),
  );

  const { plan } = out.getContainer("podinfo");
  assertEquals(forwarding(plan), {
    [urlAt(ONE)]: ["all"],
    [urlAt(TWO)]: ["all"],
  });
  for (const { type, labels } of Object.values(plan.logTargets)) {
    assertEquals(type, "loki");
    assertEquals(labels, {
      product: "Juju",
      charm: "podinfo",
      juju_model: "web",
      juju_model_uuid: MODEL.uuid,
      juju_application: "podinfo",
      juju_unit: "podinfo/0",
    });
  }
  assertEquals(out.unitStatus, new ActiveStatus("Logs go to loki/0, loki/1"));
});

Deno.test("PodinfoCharm forwards logs to a Loki that was related before Pebble was ready", async () => {
  const ctx = newContext();
  const loki = lokiRelation({ 0: endpointAt(ONE) });
  const early = STATE.with({
    relations: [loki],
    containers: [new Container("podinfo")],
  });

  const waiting = await ctx.run(ctx.on.relationChanged(loki), early);
  const out = await runningState(ctx, waiting.with({ containers: [READY] }));

  assertEquals(waiting.unitStatus, new WaitingStatus("Waiting for Pebble"));
  assertEquals(forwarding(out.getContainer("podinfo").plan), {
    [urlAt(ONE)]: ["all"],
  });
});

Deno.test("PodinfoCharm has a log target of another name for another address", async () => {
  const ctx = newContext();
  const loki = lokiRelation({ 0: endpointAt(ONE) });
  const running = await runningState(ctx, STATE.with({ relations: [loki] }));
  const moved = loki.with({
    remoteUnitsData: lokiUnits({ 0: endpointAt(TWO) }),
  });

  const out = await ctx.run(
    ctx.on.relationChanged(moved),
    running.with({ relations: [moved] }),
  );
  const back = await ctx.run(
    ctx.on.relationChanged(loki),
    out.with({ relations: [loki] }),
  );

  assertEquals(forwarding(out.getContainer("podinfo").plan), {
    [urlAt(ONE)]: ["-all"],
    [urlAt(TWO)]: ["all"],
  });
  assertEquals(forwarding(back.getContainer("podinfo").plan), {
    [urlAt(ONE)]: ["all"],
    [urlAt(TWO)]: ["-all"],
  });
});

Deno.test("PodinfoCharm stops to forward logs to a unit of Loki that leaves", async () => {
  const ctx = newContext();
  const loki = lokiRelation({ 0: endpointAt(ONE), 1: endpointAt(TWO) });
  const running = await runningState(ctx, STATE.with({ relations: [loki] }));
  const smaller = loki.with({
    remoteUnitsData: lokiUnits({ 0: endpointAt(ONE) }),
  });

  const out = await ctx.run(
    ctx.on.relationDeparted(smaller, {
      remoteUnit: 1,
      departingUnit: "loki/1",
    }),
    running.with({ relations: [smaller] }),
  );

  assertEquals(forwarding(out.getContainer("podinfo").plan), {
    [urlAt(ONE)]: ["all"],
    [urlAt(TWO)]: ["-all"],
  });
  assertEquals(out.unitStatus, new ActiveStatus("Logs go to loki/0"));
});

Deno.test("PodinfoCharm forwards no logs when the relation is broken", async () => {
  const ctx = newContext();
  const loki = lokiRelation({ 0: endpointAt(ONE) });
  const running = await runningState(ctx, STATE.with({ relations: [loki] }));

  const out = await ctx.run(ctx.on.relationBroken(loki), running);

  // The log target stays in the plan: Pebble cannot take one out.
  assertEquals(forwarding(out.getContainer("podinfo").plan), {
    [urlAt(ONE)]: ["-all"],
  });
  assertEquals(out.getContainer("podinfo").serviceStatuses, {
    podinfo: "active",
  });
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("PodinfoCharm leaves a log target alone that the image brought", async () => {
  const ctx = newContext();
  const image = READY.with({
    layers: {
      "000-image": {
        "log-targets": {
          audit: {
            override: "replace",
            type: "syslog",
            location: "tcp://10.1.0.9:514",
            services: ["all"],
          },
        },
      },
    },
  });

  const out = await ctx.run(
    ctx.on.pebbleReady(image),
    STATE.with({ containers: [image] }),
  );

  assertEquals(forwarding(out.getContainer("podinfo").plan), {
    "tcp://10.1.0.9:514": ["all"],
  });
});

const GARBAGE: Readonly<Record<string, readonly [said: string, why: string]>> =
  {
    "is no JSON": ["{url:", '"endpoint": is not JSON'],
    "is a list": [
      "[]",
      '"endpoint": Invalid input: expected object, received array',
    ],
    "has no address": [
      '{"URL": "x"}',
      '"endpoint.url": Invalid input: expected string, received undefined',
    ],
    "has an address of another kind": [
      '{"url": "file:///etc/passwd"}',
      '"endpoint.url": Invalid URL',
    ],
  };
for (const [name, [said, why]] of Object.entries(GARBAGE)) {
  Deno.test(`PodinfoCharm keeps what it has while what a unit says ${name}, and says so`, async () => {
    const ctx = newContext();
    const loki = lokiRelation({ 0: endpointAt(ONE), 1: endpointAt(TWO) });
    const running = await runningState(ctx, STATE.with({ relations: [loki] }));
    const garbled = loki.with({
      remoteUnitsData: lokiUnits({ 0: said, 1: endpointAt(TWO) }),
    });

    const out = await ctx.run(
      ctx.on.relationChanged(garbled),
      running.with({ relations: [garbled] }),
    );
    const mended = await ctx.run(
      ctx.on.relationChanged(loki),
      out.with({ relations: [loki] }),
    );

    assertEquals(
      out.unitStatus,
      new BlockedStatus(`Cannot read the endpoint of loki/0: ${why}`),
    );
    assertEquals(
      out.getContainer("podinfo").plan,
      running.getContainer("podinfo").plan,
    );
    assertEquals(
      mended.unitStatus,
      new ActiveStatus("Logs go to loki/0, loki/1"),
    );
  });
}

Deno.test("PodinfoCharm drops what it has of a garbled unit once the unit is gone", async () => {
  const ctx = newContext();
  const loki = lokiRelation({ 0: endpointAt(ONE) });
  const running = await runningState(ctx, STATE.with({ relations: [loki] }));
  const garbled = loki.with({ remoteUnitsData: lokiUnits({ 0: "{" }) });

  const out = await ctx.run(
    ctx.on.relationBroken(garbled),
    running.with({ relations: [garbled] }),
  );

  assertEquals(forwarding(out.getContainer("podinfo").plan), {
    [urlAt(ONE)]: ["-all"],
  });
});

Deno.test("PodinfoCharm waits for a Loki that says nothing yet", async () => {
  const ctx = newContext();
  const loki = lokiRelation({ 0: null });

  const out = await runningState(ctx, STATE.with({ relations: [loki] }));

  assertEquals(
    out.unitStatus,
    new WaitingStatus("Waiting for the endpoint of loki/0"),
  );
});
