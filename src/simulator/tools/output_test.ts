import { assertEquals } from "@std/assert";
import { parseGoDuration, quote } from "./go_text.ts";
import { formatOutput } from "./output.ts";

Deno.test("formatOutput() prints smart as Juju does (JHT-00.9)", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    ["text\nmore", "text\nmore\n"],
    ["", ""],
    [["a", "b"], "a\nb\n"],
    [[], ""],
    [true, "True\n"],
    [false, "False\n"],
    [null, ""],
    [45, "45\n"],
    [1_000_000, "1e+06\n"],
    [{ b: 1, a: [] }, "a: []\nb: 1\n"],
  ];
  for (const [value, text] of cases) {
    assertEquals(formatOutput(value, "smart"), text);
  }
});

Deno.test("formatOutput() prints YAML as go-yaml does (JHT-00.10)", () => {
  const value = {
    z: null,
    n: "n",
    yes: "yes",
    p: "5",
    time: "1:30",
    date: "2026-01-01",
    empty: "",
    plain: "two words",
    url: "http://x:80/a#b",
    colon: "a: b",
    quote: "'x'",
    lines: "a\nb\n",
    ends: "a\nb",
    tab: "\tx",
    bell: "\x07",
    smile: "\u{1f600}",
    eq: "=",
    deep: { list: ["x", { k: "v", l: [1] }], none: {} },
    ratio: 0.5,
    big: 12_345_678,
  };

  assertEquals(
    formatOutput(value, "yaml"),
    `bell: "\\a"
big: 1.2345678e+07
colon: 'a: b'
date: "2026-01-01"
deep:
  list:
  - x
  - k: v
    l:
    - 1
  none: {}
empty: ""
ends: |-
  a
  b
eq: =
lines: |
  a
  b
"n": "n"
p: "5"
plain: two words
quote: '''x'''
ratio: 0.5
smile: "\\U0001F600"
tab: "\\tx"
time: "1:30"
url: http://x:80/a#b
"yes": "yes"
z: null
`,
  );
});

Deno.test("formatOutput() prints JSON as Go does (JHT-00.11)", () => {
  assertEquals(
    formatOutput({ b: "<&>\u2028", a: [null, 1e21, 1_000_000] }, "json"),
    '{"a":[null,1e+21,1000000],"b":"\\u003c\\u0026\\u003e\\u2028"}\n',
  );
});

Deno.test("quote() quotes as Go does", () => {
  assertEquals(quote('a"b\\c\n\x01é'), '"a\\"b\\\\c\\n\\x01é"');
});

Deno.test("parseGoDuration() knows Go's units, not days", () => {
  assertEquals(
    ["24h", "1h30m", "1.5s", "-1m", "0", "3d", "", "5"].map(parseGoDuration),
    [86_400_000, 5_400_000, 1500, -60_000, 0, undefined, undefined, undefined],
  );
});
