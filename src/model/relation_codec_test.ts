import { assertEquals, assertThrows } from "@std/assert";
import { RelationDataTypeError } from "./errors.ts";
import { decodeValue, encodeValues, isSameJson } from "./relation_codec.ts";

Deno.test("encodeValues() writes each member as JSON (REL-40)", () => {
  class Data {
    readonly text: string = "é";
    readonly number: number = 1.5;
    readonly none: null = null;
    readonly nested: unknown = { list: [1, { a: true }], at: new Date(0) };
    readonly #hidden: number = 1;
    get hidden(): number {
      return this.#hidden;
    }
  }

  assertEquals(encodeValues("json", new Data()), {
    text: '"é"',
    number: "1.5",
    none: "null",
    nested: '{"list":[1,{"a":true}],"at":"1970-01-01T00:00:00.000Z"}',
  });
});

Deno.test("encodeValues() writes undefined as empty text, which erases (REL-41)", () => {
  const value = { gone: undefined, empty: "" };

  assertEquals(encodeValues("json", value), { gone: "", empty: '""' });
  assertEquals(encodeValues("text", value), { gone: "", empty: "" });
});

const CYCLE: Record<string, unknown> = {};
CYCLE["self"] = CYCLE;
for (const value of [() => {}, Symbol("s"), 1n, NaN, [Infinity], CYCLE]) {
  Deno.test(`encodeValues() refuses ${Deno.inspect(value)}, which JSON cannot write (REL-43)`, () => {
    assertThrows(
      () => encodeValues("json", { key: value }),
      RelationDataTypeError,
      'Cannot set relation data: the value of "key"',
    );
  });
}

Deno.test("encodeValues() refuses what is not text, by choice or from a codec (REL-43)", () => {
  const codec = {
    decode: (text: string) => text,
    encode: (value: unknown) => value as string,
  };

  for (const chosen of ["text", codec] as const) {
    assertThrows(
      () => encodeValues(chosen, { port: 80 }),
      RelationDataTypeError,
      'the value of "port" is of type number, not text',
    );
  }
});

for (const value of [null, [], "text", 1, new Map(), new Set()]) {
  Deno.test(`encodeValues() refuses ${Deno.inspect(value)}, which has no keys`, () => {
    assertThrows(
      () => encodeValues("json", value as object),
      TypeError,
      "must be an object of keys and values",
    );
  });
}

Deno.test("decodeValue() reads JSON, text, or what a codec says (REL-37)", () => {
  const codec = {
    decode: (text: string, key: string) => [key, text],
    encode: String,
  };

  assertEquals(decodeValue("json", "[1]", "k"), [1]);
  assertEquals(decodeValue("text", "[1]", "k"), "[1]");
  assertEquals(decodeValue(codec, "[1]", "k"), ["k", "[1]"]);
});

const SAME: readonly (readonly [string, string])[] = [
  ['{"a": [1, 2], "b": null}', '{"b":null,"a":[1,2]}'],
  ['"\\u00e9"', '"é"'],
  ["1.0", "1"],
  ["0.1", "0.10"],
  [" true ", "true"],
];
for (const [one, other] of SAME) {
  Deno.test(`isSameJson() takes ${one} and ${other} for the same (REL-44)`, () => {
    assertEquals(isSameJson(one, other), true);
    assertEquals(isSameJson(other, one), true);
  });
}

const DIFFERENT: readonly (readonly [string, string])[] = [
  ["1", '"1"'],
  ["[1,2]", "[2,1]"],
  ["[]", "{}"],
  ["null", "{}"],
  ["{}", '{"a":null}'],
  ['{"a":1}', '{"b":1}'],
  ["9007199254740993", "9007199254740992"],
  ["plain", '"plain"'],
  ["plain", "plain "],
];
for (const [one, other] of DIFFERENT) {
  Deno.test(`isSameJson() tells ${one} from ${other} (REL-44)`, () => {
    assertEquals(isSameJson(one, other), false);
    assertEquals(isSameJson(other, one), false);
  });
}
