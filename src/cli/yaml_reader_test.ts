import { assertEquals } from "@std/assert";
import type { Mistake } from "./mistakes.ts";
import { readYaml } from "./yaml_reader.ts";

/** Mistakes as `line:column message`. */
function places(mistakes: readonly Mistake[]): string[] {
  return mistakes.map(({ line, column, message }) =>
    `${line}:${column} ${message}`
  );
}

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

Deno.test("readYaml() tells each key that is there twice, as a whole", () => {
  const { mistakes, isReadable } = readYaml(
    "a.yaml",
    "name: 1\nb: {long-key: 1, c: 2, 'long-key': 3}\n&x name: 2\nb: 3\n",
  );

  assertEquals(isReadable, false);
  assertEquals(places(mistakes), [
    '2:24 the key "long-key" is there twice; remove one',
    '3:4 the key "name" is there twice; remove one',
    '4:1 the key "b" is there twice; remove one',
  ]);
});

Deno.test("readYaml() tells malformed YAML with its place, and once", () => {
  const cases: [text: string, mistake: string][] = [
    ["a: [1\nb: 2\n", '2:1 expected "]" at the end of a list'],
    ["a: {b: 1\n", '2:1 expected "}" at the end of a map'],
    ["a: 'x\n", "2:1 expected the quote that closes a text"],
    ["a:\n\t- 1\n", "2:1 tabs are not allowed as indentation; write blanks"],
    [
      "a: b: c\n",
      '1:4 a map cannot begin in the line of its key: write it below, or write text that has ": " in it in quotes',
    ],
    [
      "a: 1\nb 2\nc: 3\n",
      '2:1 expected ":" behind a key; if this belongs to the text above, indent it more',
    ],
    [
      "a: @x\n",
      "1:4 text cannot begin with this sign; write it in quotes",
    ],
    [
      "a: 1\n---\nb: 2\n",
      '2:1 remove what begins here, or its "---": only one document is read',
    ],
    ["a: [1, , 2]\n", "1:8 unexpected , in flow sequence"],
    [
      "{{ name }}: 1\n",
      "1:2 expected text as a key, got a map; write it in quotes",
    ],
    [
      "[".repeat(300) + "]".repeat(300),
      "1:202 expected at most 200 levels of maps and lists",
    ],
  ];
  for (const [text, mistake] of cases) {
    const { mistakes, value } = readYaml("a.yaml", text);

    assertEquals(places(mistakes), [mistake]);
    assertEquals(value, null);
  }
});

Deno.test("readYaml() refuses more levels than the stack has room for", () => {
  const { mistakes } = readYaml("a.yaml", "[".repeat(100_000));

  assertEquals(mistakes.map(({ line, message }) => [line, message]), [
    [1, "expected fewer levels of maps and lists"],
  ]);
});

Deno.test("readYaml() refuses aliases that stand for nothing, or for no end", () => {
  const nine = (name: string) => Array(9).fill(name).join();
  const names = [..."abcdefghi"];
  const bomb = names.map((name, index) =>
    `${name}: &${name} [${nine(index === 0 ? "x" : `*${names[index - 1]}`)}]\n`
  );
  const cases: [text: string, mistake: string][] = [
    [
      "a: 1\nb: *nothing\n",
      "2:4 no anchor &nothing stands before this alias; write it where the value is, or the alias in quotes if it is text",
    ],
    [
      "a: &a\n  b: [*a]\n",
      "2:7 the alias *a is a part of what it stands for, which has no end; write out what is meant",
    ],
    [
      bomb.join(""),
      "6:8 the aliases up to here stand for more than 100000 values; write out what is meant",
    ],
    ["a: &a 1\n<<: *a\n", '2:1 expected maps behind "<<", such as *name'],
  ];
  for (const [text, mistake] of cases) {
    const { mistakes, value } = readYaml("a.yaml", text);

    assertEquals(places(mistakes), [mistake]);
    assertEquals(value, null);
  }
});

Deno.test("readYaml() lets an anchor be used often, as charmcraft does", () => {
  const text = "a: &a {b: 1}\nc: [" + "*a, ".repeat(500) + "]\n";

  const { mistakes, value } = readYaml("a.yaml", text);

  assertEquals(mistakes, []);
  assertEquals((value as { c: unknown[] }).c[499], { b: 1 });
});

Deno.test("readYaml() lets a map's own keys win over merged ones", () => {
  const { value } = readYaml(
    "a.yaml",
    `one: &one {a: 1, b: 1}
two: &two {b: 2, c: 2}
all: {c: 3, <<: [*one, *two], a: 3}
each: {<<: *one, <<: *two}
__proto__: &key {text: x}
`,
  );

  assertEquals(value, {
    one: { a: 1, b: 1 },
    two: { b: 2, c: 2 },
    all: { a: 3, b: 1, c: 3 },
    each: { a: 1, b: 1, c: 2 },
    ["__proto__"]: { text: "x" },
  });
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
  assertEquals(file.mistakeAt([], "wrong").line, 1);
  assertEquals(readYaml("a.yaml", "").mistakeAt([], "wrong").column, 1);
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
