import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { addMetric, addMetricArgs } from "./metrics.ts";

Deno.test("addMetricArgs() keeps the order of labels and metrics (EVT-25, EVT-28)", () => {
  assertEquals(
    addMetricArgs({ b: 2.5, a: 4 }, { labels: { y: "1", x: "2" } }),
    [
      "add-metric",
      "--labels",
      "y=1,x=2",
      "b=2.5",
      "a=4",
    ],
  );
  assertEquals(addMetricArgs({ "a-b_C9": 0 }), ["add-metric", "a-b_C9=0"]);
  assertEquals(addMetricArgs({ a: 1 }, { labels: {} }), ["add-metric", "a=1"]);
});

for (const name of ["", "9a", "a-", "-a", "a b", "a\n", "é"]) {
  Deno.test(`addMetricArgs() refuses the name ${JSON.stringify(name)} (EVT-26)`, () => {
    assertThrows(() => addMetricArgs({ [name]: 1 }), TypeError);
    assertThrows(
      () => addMetricArgs({ a: 1 }, { labels: { [name]: "b" } }),
      TypeError,
    );
  });
}

for (const value of [-1, NaN, Infinity, "7", null, true]) {
  Deno.test(`addMetricArgs() refuses the value ${Deno.inspect(value)} (EVT-27)`, () => {
    assertThrows(
      () => addMetricArgs({ a: value as number }),
      TypeError,
      'Cannot add metric "a": its value must be a finite number from 0',
    );
  });
}

for (const value of ["", "a,b", "a=b", 7]) {
  Deno.test(`addMetricArgs() refuses the label ${Deno.inspect(value)} (EVT-27)`, () => {
    assertThrows(
      () => addMetricArgs({ a: 1 }, { labels: { b: value as string } }),
      TypeError,
    );
  });
}

Deno.test("addMetric() runs add-metric (EVT-25)", () => {
  const runner = new RecordingRunner();

  addMetric({ a: 1 }, {}, runner);

  assertEquals(runner.argv, ["add-metric", "a=1"]);
});
