import { assertEquals, assertThrows } from "@std/assert";
import { JujuVersion } from "./juju_version.ts";

Deno.test("JujuVersion.parse() reads what Juju writes (VER-01, VER-02)", () => {
  const cases: ReadonlyArray<[string, string, (string | number)[]]> = [
    ["3.6", "3.6.0", [3, 6, "", 0, 0]],
    ["3.6.14", "3.6.14", [3, 6, "", 14, 0]],
    ["4.0-beta2", "4.0-beta2", [4, 0, "beta", 2, 0]],
    ["4.0-rc1.7", "4.0-rc1.7", [4, 0, "rc", 1, 7]],
    ["2.9.42.1", "2.9.42.1", [2, 9, "", 42, 1]],
    ["2.9.42.0", "2.9.42", [2, 9, "", 42, 0]],
    ["123456789.0", "123456789.0.0", [123456789, 0, "", 0, 0]],
  ];
  for (const [text, shown, parts] of cases) {
    const version = JujuVersion.parse(text);

    const { major, minor, tag, patch, build } = version;
    assertEquals([major, minor, tag, patch, build], parts, text);
    assertEquals(`${version}`, shown);
  }
});

Deno.test("JujuVersion.parse() refuses anything else (VER-01)", () => {
  const cases = [
    "",
    "3",
    "3.",
    "3.6.",
    "3.6-beta",
    "3.6-BETA1",
    "3.6.1.2.3",
    "v3.6",
    " 3.6",
    "3.6\n",
    "1234567890.1",
    "3.6-1",
    "٣.6",
  ];
  for (const text of cases) {
    assertThrows(() => JujuVersion.parse(text), SyntaxError, "Juju version");
  }
});

Deno.test("JujuVersion.compare() orders by number, tag, patch, build (VER-03)", () => {
  const ascending = [
    "2.9.42",
    "3.6-alpha1",
    "3.6-beta1",
    "3.6-beta2",
    "3.6-rc1",
    "3.6.0",
    "3.6.0.1",
    "3.6.9",
    "3.6.10",
    "3.10.0",
    "4.0-beta1",
    "4.0.0",
  ];
  for (const [i, left] of ascending.entries()) {
    for (const [j, right] of ascending.entries()) {
      const version = JujuVersion.parse(left);

      assertEquals(Math.sign(version.compare(right)), Math.sign(i - j));
      assertEquals(
        Math.sign(version.compare(JujuVersion.parse(right))),
        Math.sign(i - j),
      );
    }
  }
});

Deno.test("JujuVersion.compare() refuses text that is no version (VER-03)", () => {
  const version = JujuVersion.parse("3.6");

  assertThrows(() => version.compare("newest"), SyntaxError);
});

Deno.test("JujuVersion.compare() refuses what is neither a version nor text (VER-03)", () => {
  const version = JujuVersion.parse("3.6");

  for (const other of ["3.6", "null", '{"major":3}']) {
    assertThrows(() => version.compare(JSON.parse(other)), TypeError);
  }
});

Deno.test("JujuVersion.compare() puts a beta before what its numbers say (VER-06)", () => {
  const beta = JujuVersion.parse("3.6-beta1");

  assertEquals(beta.compare("3.6") < 0, true);
  assertEquals(beta.supportsPebbleLogForwarding, true);
});

Deno.test("JujuVersion tells what Juju can do from its numbers (VER-05)", () => {
  const gates = [
    ["hasAppData", "2.7.0", "2.6.99"],
    ["isDispatchAware", "2.8.0", "2.7.99"],
    ["hasControllerStorage", "2.8.0", "2.7.99"],
    ["hasSecrets", "3.0.3", "3.0.2"],
    ["supportsOpenPortOnK8s", "3.0.3", "3.0.2"],
    ["supportsExecServiceContext", "3.1.6", "3.1.5"],
    ["supportsExecServiceContext", "3.2.1", "3.2.0"],
    ["supportsPebbleLogForwarding", "3.4-beta1", "3.3.9"],
    ["supportsPebbleIdentities", "3.6.4.2", "3.6-rc3"],
    ["supportsPebbleMetrics", "4.0-beta1", "3.6.3"],
  ] as const;
  for (const [gate, from, before] of gates) {
    assertEquals(JujuVersion.parse(from)[gate], true, `${gate} ${from}`);
    assertEquals(JujuVersion.parse(before)[gate], false, `${gate} ${before}`);
  }
});
