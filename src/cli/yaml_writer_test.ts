import { assertEquals } from "@std/assert";
import { parse, parseDocument } from "yaml";
import { ambiguity } from "./yaml_scalars.ts";
import { writeYaml } from "./yaml_writer.ts";

Deno.test("writeYaml() sorts keys on every level, unless told not to (PKG-24)", () => {
  const value = { b: { z: 1, a: 2 }, a: [{ d: 1, c: 2 }] };

  assertEquals(
    writeYaml(value),
    "a:\n  - c: 2\n    d: 1\nb:\n  a: 2\n  z: 1\n",
  );
  assertEquals(
    writeYaml(value, { sortKeys: false }),
    "b:\n  z: 1\n  a: 2\na:\n  - d: 1\n    c: 2\n",
  );
});

Deno.test("writeYaml() keeps text of several lines as a block (PKG-24)", () => {
  assertEquals(writeYaml({ a: "x\n  y\n" }), "a: |\n  x\n    y\n");
  assertEquals(writeYaml({ a: "x\ny" }), "a: |-\n  x\n  y\n");
});

Deno.test("writeYaml() quotes text that a YAML reader would take for another value", () => {
  const texts = [
    "yes",
    "y",
    "N",
    "off",
    "0644",
    "0o17",
    "12:30",
    "1_000",
    "1e3",
  ];
  texts.push("24.04", "8080", "true", "null", "~", "", "=", "<<", "---", "...");
  texts.push("2026-01-02T03:04:05Z", "a: b", "a # b", "- a", "*x", "&x", "!x");
  texts.push(
    " x ",
    "a\tb",
    "a\u0085b",
    "a\u2028b\ufeff",
    "a\u0000b",
    "it's",
    "é",
  );
  for (const text of texts) {
    const value = { key: text, list: [text] };
    const written = writeYaml(value);

    for (const version of ["1.1", "1.2"] as const) {
      assertEquals(parse(written, { version }), value);
    }
    const node = parseDocument(written).get("key", true);
    const plain = (node as { type?: string }).type === "PLAIN";
    assertEquals(plain && ambiguity(text) !== null, false, text);
  }
});

Deno.test("writeYaml() quotes what YAML 1.1 has operators for", () => {
  assertEquals(
    writeYaml({ a: "=", b: "<<", "<<": "c" }),
    '"<<": c\na: "="\nb: "<<"\n',
  );
});

Deno.test("writeYaml() quotes keys as well", () => {
  assertEquals(writeYaml({ on: 1, "8080": 2 }), "'8080': 2\n'on': 1\n");
});

Deno.test("writeYaml() writes numbers, booleans, nothing and empty collections as they are", () => {
  const value = { a: 9223372036854775807n, b: 0.1, c: true, d: null };

  assertEquals(
    writeYaml({ ...value, e: {}, f: [] }),
    "a: 9223372036854775807\nb: 0.1\nc: true\nd: null\ne: {}\nf: []\n",
  );
});

Deno.test("writeYaml() writes what is there twice out twice", () => {
  const shared = { a: 1 };

  assertEquals(
    writeYaml({ c: shared, d: shared }),
    "c:\n  a: 1\nd:\n  a: 1\n",
  );
});
