import { assertEquals } from "@std/assert";
import { randomNumbers } from "../hook_commands/_random_json.ts";
import { FrameworkError } from "./errors.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";

/** What random text is made of, so that it is often almost right. */
const PIECES: readonly string[] = [
  ...'{}[]:,"$v0-1e.\\ \n\u2028',
  '{"$":"',
  '","v":',
  '"$"',
  "undefined",
  "number",
  "bigint",
  "bytes",
  "date",
  "set",
  "map",
  "object",
  "unreadable",
  "[[",
  "null",
  "true",
  '"NaN"',
  '"-0"',
  '"AQID"',
  '"12"',
  '"2026-11-23T03:04:05.678Z"',
  '"__proto__":',
];

const WHOLE = encodeSnapshot({
  a: [null, true, 1.5, "x", undefined, NaN, -0, 12n],
  b: new Uint8Array([1, 2, 3]),
  c: new Date(1_000_000),
  d: new Set([1, "a", [2]]),
  e: new Map<unknown, unknown>([[1, { $: "date" }], ["b", new Set()]]),
});

/** Reads text that may be anything: a value that is written and read as the same, or a FrameworkError. */
function check(text: string): boolean {
  let value: unknown;
  try {
    value = decodeSnapshot(text);
  } catch (error) {
    if (error instanceof FrameworkError) return false;
    throw new Error(`with ${JSON.stringify(text)}`, { cause: error });
  }
  assertEquals(decodeSnapshot(encodeSnapshot(value)), value, text);
  return true;
}

Deno.test("decodeSnapshot() ends in a value or a FrameworkError for random bytes", () => {
  const random = randomNumbers(4);
  const decoder = new TextDecoder();
  for (let round = 0; round < 10_000; round++) {
    check(decoder.decode(
      Uint8Array.from({ length: random(40) }, () => random(256)),
    ));
  }
});

Deno.test("decodeSnapshot() ends in a value or a FrameworkError for text that is almost right", () => {
  const random = randomNumbers(5);
  let read = 0;
  for (let round = 0; round < 20_000; round++) {
    const pieces = Array.from(
      { length: 1 + random(6) },
      () => PIECES[random(PIECES.length)]!,
    );
    const at = random(WHOLE.length);
    const text = random(2) === 0
      ? `${pieces.join("")}${"}]".slice(random(3))}`
      : WHOLE.slice(0, at) + pieces[0] + WHOLE.slice(at + random(12));
    if (check(text)) read++;
  }
  assertEquals(read > 100, true);
});

for (
  const [what, text] of [
    ["a date that is none", '{"$":"date","v":"tomorrow"}'],
    ["a number that JSON has", '{"$":"number","v":"12"}'],
    ["no bigint", '{"$":"bigint","v":""}'],
    ["a bigint in another base", '{"$":"bigint","v":"0x10"}'],
    ["a map of text", '{"$":"map","v":["ab"]}'],
    ["a map of three", '{"$":"map","v":[[1,2,3]]}'],
    ["an object with a number as key", '{"$":"object","v":[[1,2]]}'],
    ["what could not be carried over", '{"$":"unreadable"}'],
    [
      "lists nested too deep",
      `${"[".repeat(1e5)}{"$":"undefined"}${"]".repeat(1e5)}`,
    ],
  ] as const
) {
  Deno.test(`decodeSnapshot() refuses ${what}`, () => {
    assertEquals(check(text), false);
  });
}

Deno.test("encodeSnapshot() refuses lists nested too deep", () => {
  let value: unknown = [];
  for (let depth = 0; depth < 1e5; depth++) value = [value];

  let message = "";
  try {
    encodeSnapshot(value);
  } catch (error) {
    if (error instanceof FrameworkError) ({ message } = error);
  }

  assertEquals(message, "Cannot store the value: it is nested too deep");
});

Deno.test("decodeSnapshot() does not show what it cannot read", () => {
  for (const text of ['{"$":"hunter2 and more"}', '{"$":{"hunter2":1}}']) {
    let message = "";
    try {
      decodeSnapshot(text);
    } catch (error) {
      ({ message } = error as FrameworkError);
    }
    assertEquals(
      message,
      'Cannot read stored data: it has an unknown form ""',
    );
  }
});
