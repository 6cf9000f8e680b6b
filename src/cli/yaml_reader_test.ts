import { assertEquals, assertStringIncludes } from "@std/assert";
import { readYaml } from "./yaml_reader.ts";

Deno.test("readYaml() reads values, anchors and merge keys as charmcraft does", () => {
  const file = readYaml(
    "a.yaml",
    "base: &base {a: 1}\nmore:\n  <<: *base\n  b: 'yes'\n",
  );

  assertEquals(file.mistakes, []);
  assertEquals(file.value, { base: { a: 1 }, more: { a: 1, b: "yes" } });
});

Deno.test("readYaml() keeps whole numbers exact (TYP-11)", () => {
  const { value } = readYaml(
    "a.yaml",
    "a: 9007199254740991\nb: 9223372036854775807\n",
  );

  assertEquals(value, { a: 9007199254740991, b: 9223372036854775807n });
});

Deno.test("readYaml() tells every ambiguous scalar with its line (TYP-01)", () => {
  const { mistakes } = readYaml("a.yaml", "a: yes\nb:\n  - 0644\non: 'no'\n");

  assertEquals(mistakes.map(({ file, line }) => [file, line]), [
    ["a.yaml", 1],
    ["a.yaml", 3],
    ["a.yaml", 4],
  ]);
});

Deno.test("readYaml() lets ambiguous scalars of unchecked sections pass", () => {
  const text = "parts:\n  a: {mode: 0644}\nother: {parts: {b: 0644}}\n";

  const { mistakes } = readYaml("a.yaml", text, { unchecked: ["parts"] });

  assertEquals(mistakes.map(({ line }) => line), [3]);
});

Deno.test("readYaml() tells malformed YAML with its line", () => {
  const cases: [text: string, line: number, message: string][] = [
    ["a: 1\na: 2\n", 2, "the key a is there twice; remove one"],
    ["a: [1\nb: 2\n", 2, "flow sequence"],
    ["a: 'x\n", 2, "missing closing 'quote"],
    ["a:\n\t- 1\n", 2, "tabs are not allowed"],
  ];
  for (const [text, line, message] of cases) {
    const [first] = readYaml("a.yaml", text).mistakes;

    assertEquals(first?.line, line, text);
    assertStringIncludes(first?.message ?? "", message);
  }
});

Deno.test("readYaml() refuses an alias that has no anchor", () => {
  const { mistakes, value } = readYaml("a.yaml", "a: *nothing\n");

  assertEquals(value, null);
  assertStringIncludes(mistakes[0]?.message ?? "", "nothing");
});

Deno.test("YamlFile.mistakeAt() names the line of the nearest that exists", () => {
  const file = readYaml("a.yaml", "a:\n  b.c:\n    - x\n    - y\n");

  assertEquals(file.mistakeAt(["a", "b.c", 1], "wrong"), {
    file: "a.yaml",
    line: 4,
    column: 7,
    path: 'a["b.c"][1]',
    message: "wrong",
  });
  assertEquals(file.mistakeAt(["a", "missing"], "wrong").line, 1);
  assertEquals(file.mistakeAt(["missing"], "wrong").line, null);
});

Deno.test("readYaml() refuses keys that are no text", () => {
  const { mistakes } = readYaml("a.yaml", "1: x\n'2': y\nb: {true: z}\n");

  assertEquals(
    mistakes.map(({ line, column, message }) => [
      line,
      column,
      message.split(":")[0],
    ]),
    [
      [1, 1, "expected text as a key, got 1"],
      [3, 5, "expected text as a key, got true"],
    ],
  );
});

Deno.test("YamlFile.writtenAt() tells how a plain scalar is written", () => {
  const { writtenAt } = readYaml("a.yaml", "a: {b: 1.0}\nc: '1.0'\n");

  assertEquals(writtenAt(["a", "b"]), "1.0");
  assertEquals([writtenAt(["c"]), writtenAt(["d", "e"])], [null, null]);
});
