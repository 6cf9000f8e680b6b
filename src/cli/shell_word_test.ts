import { assertEquals } from "@std/assert";
import { shellWord } from "./shell_word.ts";

const WORDS: readonly (readonly [text: string, word: string])[] = [
  ["active", "active"],
  ["a=b/c.d", "a=b/c.d"],
  ["", "''"],
  ["a b", "'a b'"],
  ["it's \\n", "'it'\\''s \\n'"],
  ["it's\ttwo\nlines \\", "$'it\\'s\\ttwo\\nlines \\\\'"],
  ["\x1b[31m", "$'\\u001b[31m'"],
];

for (const [text, word] of WORDS) {
  Deno.test(`shellWord() writes ${JSON.stringify(text)} as ${word}`, () => {
    assertEquals(shellWord(text), word);
  });
}

Deno.test("shellWord() writes what bash reads", async () => {
  const texts = WORDS.map(([text]) => text).concat("ü 😀\x7f\x85");
  const script = `printf '%s\\0' ${
    texts.map((text) => shellWord(text)).join(" ")
  }`;

  const { stdout } = await new Deno.Command("bash", {
    args: ["-c", script],
    env: { LC_ALL: "C.UTF-8" },
  }).output();

  assertEquals(
    new TextDecoder().decode(stdout).split("\0").slice(0, -1),
    texts,
  );
});

Deno.test("shellWord() cuts what is too long, between characters", () => {
  assertEquals(shellWord("a".repeat(120), { longest: 120 }), "a".repeat(120));
  assertEquals(
    shellWord("a".repeat(121), { longest: 120 }),
    `${"a".repeat(117)}...`,
  );
  assertEquals(shellWord("aa😀aaa", { longest: 6 }), "aa...");
});
