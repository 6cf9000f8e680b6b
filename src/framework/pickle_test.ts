import { assertEquals, assertThrows } from "@std/assert";
import { type Random, randomNumbers } from "../hook_commands/_random_json.ts";
import pickles from "./testdata/pickles.json" with { type: "json" };
import { FrameworkError } from "./errors.ts";
import { readPickle } from "./pickle.ts";
import type { Pickled } from "./pickle_values.ts";

/** What Python's pickle made of a value, in protocols 0 to 5. */
type Group = Readonly<Record<string, readonly string[]>>;

const { plain, loops, refused }: Record<"plain" | "loops" | "refused", Group> =
  pickles;

const shared = ["again"];
const EXPECTED: Readonly<Record<string, Pickled>> = {
  "None": null,
  "True": true,
  "False": false,
  "integers": [
    0,
    1,
    -1,
    255,
    256,
    65535,
    65536,
    -129,
    2 ** 31 - 1,
    -(2 ** 31),
  ],
  "long integers": [
    2 ** 31,
    2 ** 53 - 1,
    -(2 ** 53) + 1,
    2n ** 53n,
    -(2n ** 53n),
    10n ** 40n,
  ],
  "very long integer": 1n << 2100n,
  "floats": [0, -0, 1, 0.1, -2.5e-300, 1e300, Infinity, -Infinity],
  "not a number": NaN,
  "texts": ["", "a", "é", "😀", "\\u0041", "line\nbreak", "\x00\x1a", "'\""],
  "byte order mark": "\ufeffa",
  "lone surrogates": ["\ud800", "a\udc80b", "\udfff\ud800"],
  "long text": "x".repeat(300),
  "bytes": [
    new Uint8Array(),
    new Uint8Array([97]),
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
  ],
  "long bytes": new Uint8Array(300).fill(120),
  "bytearray": [new Uint8Array(), new Uint8Array([97, 98, 255])],
  "lists": [[], [1], [[], [[2]]]],
  "tuples": [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [[], [[]]]],
  "sets": [new Set(), new Set([1]), new Set(["a"]), new Set([[1, 2]])],
  "frozensets": [new Set(), new Set([1])],
  "dicts": [
    new Map(),
    new Map([["a", 1]]),
    new Map([["a", new Map([["b", []]])]]),
    new Map<Pickled, Pickled>([[1, "x"], [null, 2], [[1], 3]]),
  ],
  "shared": [shared, shared, [shared]],
  "shared text": ["again and again", "again and again"],
};

function bytesOf(text: string): Uint8Array {
  return Uint8Array.fromBase64(text);
}

for (const [name, texts] of Object.entries(plain)) {
  for (const [protocol, text] of texts.entries()) {
    Deno.test(`readPickle() reads Python's ${name} in protocol ${protocol}`, () => {
      assertEquals(readPickle(bytesOf(text)), EXPECTED[name]);
    });
  }
}

Deno.test("readPickle() is tested with everything that Python has made", () => {
  assertEquals(Object.keys(plain).toSorted(), Object.keys(EXPECTED).toSorted());
});

for (const [name, texts] of Object.entries(refused)) {
  for (const [protocol, text] of texts.entries()) {
    Deno.test(`readPickle() refuses Python's ${name} in protocol ${protocol}`, () => {
      assertThrows(
        () => readPickle(bytesOf(text)),
        FrameworkError,
        "Cannot read pickled data: it has",
      );
    });
  }
}

for (const [name, texts] of Object.entries(loops)) {
  for (const [protocol, text] of texts.entries()) {
    Deno.test(`readPickle() reads a ${name} in protocol ${protocol}, and ends`, () => {
      assertEquals(Array.isArray(readPickle(bytesOf(text))), true);
    });
  }
}

Deno.test("readPickle() says what a pickle refers to", () => {
  assertThrows(
    () => readPickle(bytesOf(refused["complex"]![4]!)),
    FrameworkError,
    'Cannot read pickled data: it has "builtins.complex", which is not plain data',
  );
});

const BROKEN: Readonly<Record<string, readonly [string, string]>> = {
  "nothing": ["", "an end in the middle"],
  "no end": ["\x80\x04K\x01", "an end in the middle"],
  "text that is cut": ["\x8c\x05ab", "an end in the middle"],
  "a length beyond the end": [
    "\x8d\xff\xff\xff\xff\xff\xff\xff\xff.",
    "an end in the middle",
  ],
  "a line without an end": ["I12", "an end in the middle"],
  "an empty stack": ["\x80\x04.", "more than one value"],
  "two values": ["K\x01K\x02.", "more than one value"],
  "a mark that stays": ["(K\x01.", "more than one value"],
  "no mark": ["]e.", "too few values"],
  "items of None": ["N(K\x01e.", "items of something else"],
  "a key without a value": ["}(K\x01u.", "items of something else"],
  "an unknown memo": ["h\x07.", "a reference to nothing"],
  "a malformed number": ["Iabc\n.", "a malformed number"],
  "a number in another base": ["I0x10\n.", "a malformed number"],
  "bytes that are no text": ["\x8c\x01\xff.", "text that is not UTF-8"],
  "half a surrogate": ["\x8c\x02\xed\xa0.", "text that is not UTF-8"],
  "a call of a system command": [
    "cos\nsystem\n(S'true'\ntR.",
    '"os.system", which is not plain data',
  ],
  "a set that is not called": [
    "\x80\x04\x8c\x08builtins\x8c\x03set\x93.",
    "a name without a call",
  ],
  "a call of a list": ["])R.", "a call of something else"],
  "a set of a number": [
    "cbuiltins\nset\n(K\x01tR.",
    "a set of something else",
  ],
  "bytes of a number": [
    "cbuiltins\nbytes\n(K\x01tR.",
    "bytes of something else",
  ],
  "bytes of text beyond Latin 1": [
    "c_codecs\nencode\n(V\\u0100\nVlatin1\ntR.",
    "bytes of something else",
  ],
  "a persistent id": ["Pabc\n.", "the instruction 0x50"],
  "an instance": ["(ios\nsystem\n.", "the instruction 0x69"],
  "an object of a class": ["\x80\x02)\x81.", "the instruction 0x81"],
  "an extension": ["\x82\x01.", "the instruction 0x82"],
  "the state of an object": ["Nb.", "the instruction 0x62"],
};

for (const [name, [text, message]] of Object.entries(BROKEN)) {
  Deno.test(`readPickle() refuses ${name}`, () => {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));

    assertThrows(
      () => readPickle(bytes),
      FrameworkError,
      `Cannot read pickled data: it has ${message}`,
    );
  });
}

Deno.test("readPickle() shows no data in its errors", () => {
  const bytes = new TextEncoder().encode("chunter2 pass\nword!\n.");

  const error = assertThrows(() => readPickle(bytes), FrameworkError);

  assertEquals(error.message.includes("hunter2"), false);
});

Deno.test("readPickle() ends with a value or a FrameworkError, whatever the bytes", () => {
  const random = randomNumbers(7);
  const seeds = Object.values({ ...plain, ...loops, ...refused }).flat()
    .map(bytesOf).filter(({ length }) => length < 400);

  for (let round = 0; round < 20_000; round++) {
    const bytes = round % 2 === 0
      ? Uint8Array.from({ length: random(40) }, () => random(256))
      : changed(seeds[random(seeds.length)]!, random);
    try {
      readPickle(bytes);
    } catch (error) {
      if (error instanceof FrameworkError) continue;
      throw new Error(`${bytes.toHex()}`, { cause: error });
    }
  }
});

/** The bytes with a few of them set to others, or cut. */
function changed(
  bytes: Uint8Array,
  random: Random,
): Uint8Array {
  const copy = bytes.slice(0, bytes.length - random(2) * random(bytes.length));
  for (let count = random(4); count >= 0 && copy.length > 0; count--) {
    copy[random(copy.length)] = random(256);
  }
  return copy;
}
