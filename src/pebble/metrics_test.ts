import { assertEquals, assertThrows } from "@std/assert";
import { parseMetrics } from "./metrics.ts";

Deno.test("parseMetrics() reads names, labels, values and comments (PBM-07)", () => {
  const metrics = parseMetrics([
    "# HELP a_total How many.",
    "# TYPE a_total counter",
    String.raw`a_total{check="x\"\\\n\u00e9\x07",b="{1,2} "} 12`,
    "",
    "# a remark",
    "bare +Inf",
    "timed{} -1.5e3 1700000000000",
    "unknown NaN",
  ].join("\n"));

  assertEquals(metrics, [
    {
      name: "a_total",
      labels: { check: 'x"\\\né\x07', b: "{1,2} " },
      value: 12,
      type: "counter",
      help: "How many.",
    },
    { name: "bare", labels: {}, value: Infinity, type: "untyped", help: "" },
    { name: "timed", labels: {}, value: -1500, type: "untyped", help: "" },
    { name: "unknown", labels: {}, value: NaN, type: "untyped", help: "" },
  ]);
  assertEquals(parseMetrics(""), []);
});

Deno.test("parseMetrics() refuses what is no metric (PBM-07)", () => {
  const lines = [
    "a",
    "a b",
    "{} 1",
    "a{b} 1",
    'a{b="c} 1',
    'a{b="c";} 1',
    "<p>",
  ];
  for (const line of lines) {
    assertThrows(() => parseMetrics(line), SyntaxError, `"${line}"`);
  }
});
