import { assertEquals, assertThrows } from "@std/assert";
import { applyEdit, isAsShown, readBlocks } from "./tutorial_text.ts";

const fence = (info: string, text: string) =>
  `\`\`\`${info}\n${text}\n\`\`\`\n`;

Deno.test("readBlocks() tells commands, output, files, edits and excerpts apart", () => {
  const markdown = [
    "# Title\n",
    fence("sh install", "install it"),
    fence("sh", "one\ntwo"),
    fence("text", "2"),
    "Write `a.ts`:\n",
    fence("ts ignore file=a.ts", "a;"),
    "Change\n`b.yaml`:\n",
    fence("diff edit=b.yaml", "+b"),
    "In `a.ts` you see\n",
    fence("ts ignore excerpt=a.ts", "a;"),
  ].join("\n");

  assertEquals(
    readBlocks(markdown).map(({ kind, file, text, line }) => [
      kind,
      file,
      text,
      line,
    ]),
    [
      ["install", "", "install it", 3],
      ["run", "", "one\ntwo", 7],
      ["output", "", "2", 12],
      ["content", "a.ts", "a;", 18],
      ["edit", "b.yaml", "+b", 25],
      ["excerpt", "a.ts", "a;", 31],
    ],
  );
});

Deno.test("readBlocks() refuses what it would otherwise pass over", () => {
  assertThrows(
    () => readBlocks(`x\n\n${fence("bash", "ls")}`),
    Error,
    'Line 3 of the tutorial: Nothing is known of what is marked "bash"',
  );
  assertThrows(
    () => readBlocks(`Some file:\n\n${fence("ts file=a.ts", "a;")}`),
    Error,
    'The text before it does not name "a.ts"',
  );
  assertThrows(
    () => readBlocks(fence("text", "2")),
    Error,
    "no command is just before it",
  );
});

Deno.test("isAsShown() compares all that is printed", () => {
  assertEquals(isAsShown("one\ntwo\n", "one\ntwo"), true);
  assertEquals(isAsShown("one\ntwo\n", "one"), false);
  assertEquals(isAsShown("one\n", "one\ntwo"), false);
  assertEquals(isAsShown("a.b", "a.b"), true);
  assertEquals(isAsShown("axb", "a.b"), false);
});

Deno.test("isAsShown() takes … for what varies in a line, or for lines", () => {
  assertEquals(isAsShown("done in 12 ms\n", "done in … ms"), true);
  assertEquals(isAsShown("done in 12\nms\n", "done in … ms"), false);
  assertEquals(isAsShown("a\nb\nc\nd\n", "a\n…\nd"), true);
  assertEquals(isAsShown("a\nd\n", "a\n…\nd"), true);
  assertEquals(isAsShown("a\nb\n", "a\n…\nd"), false);
});

Deno.test("applyEdit() changes each place that it finds once", () => {
  const text = "a\nb\nc\nd\n";

  assertEquals(applyEdit(text, " b\n+x\n c"), "a\nb\nx\nc\nd\n");
  assertEquals(applyEdit(text, "-a\n+A\n@@\n-d\n+D"), "A\nb\nc\nD\n");
  assertEquals(applyEdit(text, " a\n-b"), "a\nc\nd\n");
});

Deno.test("applyEdit() refuses a place that is not there, or more than once", () => {
  assertThrows(() => applyEdit("a\n", "-b"), Error, "0 times, not once:\nb");
  assertThrows(() => applyEdit("a\na\n", "-a"), Error, "2 times");
  assertThrows(() => applyEdit("xa\n", "-a"), Error, "0 times");
});
