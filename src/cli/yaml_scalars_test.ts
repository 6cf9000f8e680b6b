import { assertEquals, assertStringIncludes } from "@std/assert";
import { ambiguity } from "./yaml_scalars.ts";

Deno.test("ambiguity() finds what YAML 1.1 and 1.2 read differently (TYP-01)", () => {
  const cases: [text: string, old: string, core: string][] = [
    ["yes", "true", "text"],
    ["No", "false", "text"],
    ["on", "true", "text"],
    ["OFF", "false", "text"],
    ["0644", "420", "644"],
    ["08", "text", "8"],
    ["0o17", "text", "15"],
    ["0b11", "3", "text"],
    ["1_000", "1000", "text"],
    ["12:30", "750", "text"],
    ["-1:30", "-90", "text"],
    ["1:30.5", "90.5", "text"],
    ["1e3", "text", "1000"],
    ["2026-01-02", "date", "text"],
    ["2026-01-02T03:04:05Z", "date", "text"],
  ];
  for (const [text, old, core] of cases) {
    const message = ambiguity(text) ?? "";

    assertStringIncludes(
      message,
      `plain ${text} is ${old} in YAML 1.1, which charmcraft reads, ` +
        `and ${core} in YAML 1.2`,
    );
  }
});

Deno.test("ambiguity() lets pass what both read alike (TYP-01)", () => {
  const texts = ["", "~", "null", "true", "False", "0", "8080", "-1", "+5"];
  texts.push("0x1F", "1.5", ".5", "1.", "-1.5e+3", ".inf", ".NaN", "y", "N");
  texts.push("juju >= 3.6", "ubuntu@24.04", "ubuntu@24.04:amd64", "1-2", "0-");
  texts.push("10G", "secret:", "1.2.3", "=", "http://localhost:80/", "a:b");

  assertEquals(texts.map(ambiguity), texts.map(() => null));
});

Deno.test("ambiguity() says what to write instead (TYP-01)", () => {
  assertStringIncludes(
    ambiguity("yes") ?? "",
    'write true or, for text, "yes"',
  );
  assertStringIncludes(ambiguity("0644") ?? "", "write 420 or");
  assertStringIncludes(ambiguity("1e3") ?? "", "write 1000 or");
  assertStringIncludes(
    ambiguity("2026-01-02") ?? "",
    'write "2026-01-02" in quotes',
  );
});
