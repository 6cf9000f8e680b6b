import { assertEquals, assertThrows } from "@std/assert";
import type { Logger } from "./backend/logger.ts";
import { withConsole } from "./console_scope.ts";

// The console is what it is at the first run, so this comes before all tests.
const outside: string[] = [];
console.info = (text: string) => void outside.push(text);

/** A log that notes its lines. */
function noting(lines: string[]): Logger {
  const note = (message: string) => void lines.push(message);
  return {
    level: "DEBUG",
    debug: note,
    info: note,
    warning: note,
    error: note,
    critical: note,
  };
}

Deno.test("withConsole() writes to the log until what it runs is done", async () => {
  outside.length = 0;
  const inside: string[] = [];
  const late = Promise.withResolvers<void>();
  let leftBehind = Promise.resolve();

  await withConsole(noting(inside), async () => {
    console.info("first");
    leftBehind = late.promise.then(() => console.info("left behind"));
    await Promise.resolve();
    console.info("second");
  });
  console.info("after");
  late.resolve();
  await leftBehind;

  assertEquals(inside, ["first", "second"]);
  assertEquals(outside, ["after", "left behind"]);
});

Deno.test("withConsole() ends with a run that throws", () => {
  outside.length = 0;
  const inside: string[] = [];
  const print = (text: string) => console.info(text);

  assertThrows(() =>
    withConsole(noting(inside), () => {
      print("inside");
      throw new RangeError("No luck");
    }), RangeError);
  print("after");

  assertEquals(inside, ["inside"]);
  assertEquals(outside, ["after"]);
});
