import { assert, assertEquals, assertMatch } from "@std/assert";
import { type SendResult, TraceSender } from "./trace_sender.ts";
import {
  type Answer,
  Collector,
  freePort,
  readPem,
} from "./testdata/collector.ts";

const NONE = new TextEncoder().encode("{}");

/** Sends one trace to a collector that answers so. */
async function sendTo(answer: Answer): Promise<SendResult> {
  await using collector = new Collector({ answer });
  using sender = new TraceSender({ url: `${collector.url}/v1/traces` });
  return await sender.send(NONE, "application/json");
}

async function sendSecurely(
  ca: string | null,
  systemCertificates = "/none",
): Promise<SendResult> {
  await using collector = new Collector({
    tls: true,
    answer: () => new Response("{}"),
  });
  using sender = new TraceSender(
    { url: `${collector.url}/v1/traces`, ca },
    { systemCertificates },
  );
  return await sender.send(NONE, "application/json");
}

Deno.test("TraceSender knows a trace that is wrong from a destination that is (TRC-15)", async () => {
  const rows: [number, SendResult["kind"], isMistake?: boolean][] = [
    [200, "accepted"],
    [202, "accepted"],
    [301, "failed", true],
    [400, "refused"],
    [401, "failed", true],
    [404, "failed", true],
    [408, "failed", false],
    [413, "refused"],
    [422, "refused"],
    [429, "failed", false],
    [500, "failed", false],
    [503, "failed", false],
  ];
  for (const [status, kind, isMistake] of rows) {
    const result = await sendTo(() =>
      new Response("why\r\n\x1b[0m ", {
        status,
        headers: { location: "http://no" },
      })
    );

    assertEquals(result.kind, kind, `${status}`);
    if (result.kind === "failed") assertEquals(result.isMistake, isMistake);
    if (result.kind !== "accepted") {
      assertEquals(result.reason, `HTTP ${status}: why [0m`);
    }
  }
});

Deno.test("TraceSender passes on what a collector says of a part that it left out", async () => {
  const partial =
    '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}';
  const rows: [string, string | null][] = [
    ["", null],
    ["{}", null],
    ["no JSON", null],
    ['{"partialSuccess":{}}', null],
    [partial, partial],
  ];
  for (const [body, remark] of rows) {
    assertEquals(await sendTo(() => new Response(body)), {
      kind: "accepted",
      remark,
    });
  }
});

Deno.test("TraceSender does not send again what was taken, though the answer has no end", async () => {
  await using collector = new Collector({
    answer: () =>
      new Response(
        new ReadableStream({
          start: (stream) => stream.enqueue(new Uint8Array(1)),
        }),
      ),
  });
  using sender = new TraceSender({ url: collector.url }, { timeoutMs: 20 });

  const result = await sender.send(NONE, "application/json");

  assertEquals(result, { kind: "accepted", remark: null });
});

Deno.test("TraceSender does what a busy collector asks for, within limits", async () => {
  for (
    const [header, quietMs] of [
      ["7", 7000],
      ["99999999", 3_600_000],
      ["-1", 0],
      ["Fri, 31 Dec 1999 23:59:59 GMT", 0],
    ] as const
  ) {
    const result = await sendTo(() =>
      new Response(null, { status: 503, headers: { "retry-after": header } })
    );

    assertEquals(result, {
      kind: "failed",
      reason: "HTTP 503",
      isMistake: false,
      quietMs,
    });
  }
});

Deno.test("TraceSender reads only the beginning of a long answer", async () => {
  const result = await sendTo(() =>
    new Response("x".repeat(1_000_000), { status: 500 })
  );

  assert(result.kind === "failed");
  assertEquals(result.reason.length, "HTTP 500: ".length + 1000);
});

Deno.test("TraceSender does not wait for ever, and leaves such a destination alone for a minute (TRC-14)", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using collector = new Collector({
    answer: async () => {
      await promise;
      return new Response();
    },
  });
  using sender = new TraceSender({ url: collector.url }, { timeoutMs: 20 });

  const result = await sender.send(NONE, "application/json");
  resolve();

  assertEquals(result, {
    kind: "failed",
    reason: "no answer within 20 ms",
    isMistake: false,
    quietMs: 60_000,
  });
});

Deno.test("TraceSender does not wait for the rest of an answer, either", async () => {
  await using collector = new Collector({
    answer: () =>
      new Response(
        new ReadableStream({
          start: (stream) => stream.enqueue(new Uint8Array(1)),
        }),
        { status: 500 },
      ),
  });
  using sender = new TraceSender({ url: collector.url }, { timeoutMs: 20 });

  const result = await sender.send(NONE, "application/json");

  assert(result.kind === "failed");
  assertEquals(result.quietMs, 60_000);
});

Deno.test("TraceSender takes nobody at home as a failure that will pass", async () => {
  using sender = new TraceSender({ url: `http://127.0.0.1:${freePort()}` });

  const result = await sender.send(NONE, "application/json");

  assert(result.kind === "failed");
  assertEquals([result.isMistake, result.quietMs], [false, 0]);
  assertMatch(result.reason, /refused/i);
  assertEquals(result.reason.includes("http:"), false);
});

Deno.test("TraceSender trusts the certificates it is given, or those of the system (TRC-04)", async () => {
  const ca = readPem("ca.pem");
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, ca);

  assertEquals(await sendSecurely(ca), { kind: "accepted", remark: null });
  assertEquals(await sendSecurely(`${readPem("other_ca.pem")}\n${ca}`), {
    kind: "accepted",
    remark: null,
  });
  assertEquals(await sendSecurely(null, file), {
    kind: "accepted",
    remark: null,
  });
  for (
    const result of [
      await sendSecurely(null),
      await sendSecurely(readPem("other_ca.pem"), file),
    ]
  ) {
    assert(result.kind === "failed" && result.isMistake);
    assertMatch(result.reason, /UnknownIssuer/);
  }
  await Deno.remove(file);
});

for (
  const ca of [
    "no PEM",
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    "-----BEGIN CERTIFICATE-----\n====\n-----END CERTIFICATE-----",
  ]
) {
  Deno.test(`TraceSender takes ${JSON.stringify(ca)} for certificates as a mistake`, async () => {
    const result = await sendSecurely(ca);

    assert(result.kind === "failed", JSON.stringify(result));
    assert(result.isMistake, result.reason);
  });
}
