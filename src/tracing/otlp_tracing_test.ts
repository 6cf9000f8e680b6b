import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { logOf, Rig } from "../testdata/charm_rig.ts";
import {
  Collector,
  freePort,
  readPem,
  type Received,
  spansOf,
} from "./testdata/collector.ts";
import {
  CHANGED,
  CHANGED_ENV,
  find,
  receiver,
  relate,
  relations,
  resourceOf,
  succeed,
  traced,
  waiting,
} from "./testdata/traced_charm.ts";

Deno.test("otlpTracing() keeps traces until a relation tells where they go, then sends all of them, the important ones first (TRC-04, TRC-05, TRC-12, TRC-13)", async () => {
  using rig = new Rig(traced("this.unit.setWorkloadVersion('1');"), {
    "relation-ids": "echo '[]'",
  });
  await using collector = new Collector();

  await succeed(rig, "hooks/update-status");
  await succeed(rig, "hooks/start");
  await succeed(rig, "hooks/install");
  assertEquals(waiting(rig), [10, 50, 10]);
  assertEquals(
    Deno.statSync(`${rig.charmDir}/.tracing-data.db`).mode! & 0o777,
    0o600,
  );
  await relate(rig, `${collector.url}/`);
  await succeed(rig, "hooks/update-status");

  assertEquals(collector.mistakes, []);
  assertEquals(waiting(rig), []);
  assertEquals(collector.spanNames, [
    [
      "ops.main",
      "charm_tracing_relation_changed: Tracing",
      "relation-ids",
      "relation-list",
      "relation-ids",
      "is-leader",
      "relation-get",
      "relation-set",
      "relation-get",
    ],
    [
      "ops.main",
      "start: Tracing",
      "relation-ids",
      "relation-ids",
      "start: WebCharm",
      "application-version-set",
    ],
    ["ops.main"],
    ["ops.main"],
    ["ops.main"],
  ]);
  for (const { path, contentType } of collector.received) {
    assertEquals([path, contentType], ["/v1/traces", "application/json"]);
  }
  const traceIds = collector.received.map(({ request }) =>
    spansOf(request)[0]!.traceId
  );
  assertEquals(new Set(traceIds).size, 5);
});

Deno.test("otlpTracing() says whose trace it is, and what the charm did (TRC-07, TRC-08, TRC-09, TRC-11)", async () => {
  using rig = new Rig(
    traced(
      "setDestination(this, { url: 'URL' }); this.tracing.span('own', () => this.unit.isLeader(), { n: 1.5 });",
    ),
    { "relation-ids": "echo '[]'" },
  );
  await using collector = new Collector();
  const text = Deno.readTextFileSync(`${rig.charmDir}/charm.ts`);
  Deno.writeTextFileSync(
    `${rig.charmDir}/charm.ts`,
    text.replace("'URL'", `'${collector.url}/v1/traces'`),
  );

  const outcome = await succeed(rig, "hooks/start");

  assertEquals(collector.mistakes, []);
  const [received] = collector.received as [Received];
  const { "telemetry.sdk.version": version, ...resource } = resourceOf(
    received,
  );
  assert(version !== undefined);
  assertEquals(resource, {
    "telemetry.sdk.language": "deno",
    "telemetry.sdk.name": "@charmkit/ops",
    "service.namespace": "model-uuid",
    "service.namespace.name": "model",
    "service.name": "app",
    "service.instance.id": "0",
    charm: "web-k8s",
    charm_type: "WebCharm",
    juju_model: "model",
    juju_model_uuid: "model-uuid",
    juju_application: "app",
    juju_unit: "app/0",
  });
  const { request } = received;
  const main = find(request, "ops.main");
  const start = find(request, "start: WebCharm");
  const own = find(request, "own");
  const command = find(request, "is-leader");
  assertEquals(
    [main, start, own, command].map(({ parentSpanId }) => parentSpanId),
    [undefined, main.spanId, start.spanId, own.spanId],
  );
  assertEquals(own.attributes, [{ key: "n", value: { doubleValue: 1.5 } }]);
  assertEquals(
    start.attributes.find(({ key }) => key === "handler")?.value,
    { stringValue: "WebCharm.#onStart" },
  );
  assertEquals(main.events.map(({ name }) => name), [
    "StartEvent",
    "CollectStatusEvent",
    "PreCommitEvent",
    "CommitEvent",
  ]);
  assertEquals(main.status, {});
  assertStringIncludes(
    logOf(outcome)[0]![1],
    `Starting root trace with id='${main.traceId}'.`,
  );
});

Deno.test("otlpTracing() keeps traces while the collector is down, and sends them when it is back (TRC-14, TRC-15)", async () => {
  using rig = new Rig(traced());
  const port = freePort();

  const down = await relate(rig, `http://127.0.0.1:${port}`);
  await succeed(rig, "hooks/update-status");
  assertEquals(waiting(rig).length, 2);
  assertEquals(
    logOf(down).filter(([level]) => level !== "DEBUG"),
    [],
  );
  await using collector = new Collector({ port });
  await succeed(rig, "hooks/update-status");

  assertEquals(collector.mistakes, []);
  assertEquals(collector.received.length, 3);
  assertEquals(waiting(rig), []);
});

Deno.test("otlpTracing() trusts the certificates of the relation, and sends nothing before it has them (TRC-04, TRC-06)", async () => {
  using rig = new Rig(traced());
  await using collector = new Collector({ tls: true });
  const receivers = receiver(collector.url);
  const certificates = (...pem: string[]) => JSON.stringify(pem);
  const change = async (data: Parameters<typeof relations>[0]) => {
    rig.answer(relations(data));
    const outcome = await rig.dispatch(CHANGED, CHANGED_ENV, {
      net: "127.0.0.1",
    });
    assertEquals(outcome.code, 0, outcome.stderr);
    return logOf(outcome).filter(([level]) => level !== "DEBUG");
  };

  assertEquals(await change({ receivers }), []);
  assertEquals(collector.received.length, 0);
  const [[level, text] = []] = await change({
    receivers,
    certificates: certificates(readPem("other_ca.pem")),
  });
  assertEquals(level, "WARNING");
  assertStringIncludes(text!, "Cannot send traces, which are kept: ");
  assertStringIncludes(text!, "invalid peer certificate");
  assertEquals(
    await change({
      receivers,
      certificates: certificates(readPem("other_ca.pem"), readPem("ca.pem")),
    }),
    [],
  );

  assertEquals(collector.mistakes, []);
  assertEquals(collector.received.length, 3);
  assertEquals(waiting(rig), []);
});
