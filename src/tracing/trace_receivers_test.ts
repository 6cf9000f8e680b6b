import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { receiverUrl, transferredCertificates } from "./trace_receivers.ts";
import { readPem } from "./testdata/collector.ts";

Deno.test("receiverUrl() finds the URL of the protocol, and leaves garbage out (TRC-05)", () => {
  const otlp = { name: "otlp_http", type: "http" };
  const rows: [unknown, string | null][] = [
    [[{ protocol: otlp, url: "http://a:4318" }], "http://a:4318"],
    [[{ protocol: { name: "zipkin" }, url: "http://z" }, {
      protocol: otlp,
      url: "http://b",
    }], "http://b"],
    [[{ protocol: otlp, url: 7 }, { protocol: otlp, url: "c" }], "c"],
    [[null, "x", 1, {}, { protocol: "otlp_http", url: "d" }, []], null],
    [{ protocol: otlp, url: "http://a:4318" }, null],
    ["http://a:4318", null],
    [[], null],
  ];
  for (const [value, url] of rows) {
    assertEquals(receiverUrl(JSON.stringify(value)), url);
  }
  assertEquals(receiverUrl(undefined), null);
  assertEquals(receiverUrl(""), null);
  assertEquals(receiverUrl("[{"), null);
});

Deno.test("transferredCertificates() reads both versions of the interface (TRC-06)", () => {
  const a = readPem("ca.pem").trim();
  const b = readPem("other_ca.pem").trim();
  const sorted = [a, b].sort();
  const of = (...values: unknown[]) => values.map((v) => JSON.stringify(v));
  const [list, chain, single] = of([b, a, b], [a], `${a}\n${b}`);

  assertEquals(
    transferredCertificates({ certificates: list!, version: "1" }, () => {
      throw new Error("Nobody asks the units");
    }),
    sorted,
  );
  assertEquals(
    transferredCertificates({}, () => [{ chain: chain!, ca: b }]),
    sorted,
  );
  assertEquals(transferredCertificates({ certificates: single! }, () => []), [
    ...sorted,
  ]);
  assertEquals(transferredCertificates({ certificates: "[]" }, () => []), []);
});

Deno.test("transferredCertificates() leaves out what is no certificate", () => {
  const key = readPem("server.key");
  for (
    const certificates of [
      "",
      "[",
      "null",
      "7",
      '{"a":"b"}',
      JSON.stringify([7, null, "x", key]),
      "-----BEGIN CERTIFICATE-----\n<&>\n-----END CERTIFICATE-----",
    ]
  ) {
    assertEquals(transferredCertificates({ certificates }, () => []), []);
  }
});

Deno.test("receiverUrl() and transferredCertificates() throw for no databag", () => {
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
    const url = receiverUrl(text);
    assertEquals(url === null || typeof url === "string", true);
    transferredCertificates({ certificates: text }, () => [
      { chain: text, ca: text },
    ]);
  }));
});
