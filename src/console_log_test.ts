import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { LogLines } from "./_model_fixture.ts";
import { captureConsole } from "./console_capture.ts";
import { consoleOver, type LoggedConsole } from "./console_log.ts";
import { withConsole } from "./console_scope.ts";

function linesOf(run: (console: LoggedConsole) => void): string[] {
  const log = new LogLines();
  run(consoleOver(log.logger));
  return log.all();
}

const FORMATS: readonly (readonly [readonly unknown[], string])[] = [
  [["a", "b", 1], "a b 1"],
  [["%s is %d%%", "a", "7.9"], "a is 7%"],
  [["%i %f %d", 7.9, "7.9", 8n], "7 7.9 8"],
  [["%d", {}], "NaN"],
  [["%d", Symbol("a")], "NaN"],
  [["%s %s", "a"], "a %s"],
  [["%s", "a", "b", { c: 1 }], "a b { c: 1 }"],
  [["%o %O %j", { a: 1 }, ["b"], null], '{ a: 1 } [ "b" ] null'],
  [["%cred", "color: red"], "red"],
  [["%s %s", "%s", "a"], "%s a"],
  [["100%"], "100%"],
  [[{ a: new Uint8Array([1]) }], "{ a: Uint8Array(1) [ 1 ] }"],
  [[undefined, null, true], "undefined null true"],
];

for (const [args, text] of FORMATS) {
  Deno.test(`consoleOver().log writes ${Deno.inspect(args)} as ${text}`, () => {
    assertEquals(linesOf((console) => console.log(...args)), [`INFO ${text}`]);
  });
}

Deno.test("consoleOver() writes at the level that fits", () => {
  assertEquals(
    linesOf((console) => {
      console.debug("debug");
      console.log("log");
      console.info("info");
      console.warn("warn");
      console.error("error");
      console.assert(true, "not written");
      console.assert(false, "a %s", "b");
      console.assert(false);
      console.dir({ a: 1 }, { depth: 1 });
      console.dirxml("x", ["y"]);
      console.table([{ a: 1 }]);
      console.clear();
    }),
    [
      "DEBUG debug",
      "INFO log",
      "INFO info",
      "WARNING warn",
      "ERROR error",
      "ERROR Assertion failed: a b",
      "ERROR Assertion failed",
      "INFO { a: 1 }",
      'INFO x [ "y" ]',
      "INFO [ { a: 1 } ]",
    ],
  );
});

Deno.test("consoleOver() indents what is in a group", () => {
  assertEquals(
    linesOf((console) => {
      console.group("outer");
      console.log("a\nb");
      console.groupCollapsed();
      console.warn("c");
      console.groupEnd();
      console.groupEnd();
      console.groupEnd();
      console.log("d");
    }),
    ["INFO outer", "INFO   a", "INFO   b", "WARNING     c", "INFO d"],
  );
});

Deno.test("consoleOver() counts and takes times", () => {
  const lines = linesOf((console) => {
    console.count();
    console.count("a");
    console.count("a");
    console.countReset("a");
    console.count("a");
    console.time("t");
    console.timeLog("t", { b: 1 });
    console.timeEnd("t");
    console.timeEnd("t");
  });

  assertEquals(lines.slice(0, 4), [
    "INFO default: 1",
    "INFO a: 1",
    "INFO a: 2",
    "INFO a: 1",
  ]);
  assertMatch(lines[4]!, /^INFO t: \d+ms \{ b: 1 \}$/);
  assertMatch(lines[5]!, /^INFO t: \d+ms$/);
  assertEquals(lines[6], 'WARNING Timer "t" was not started');
});

Deno.test("consoleOver().trace writes where it was called, at DEBUG", () => {
  const [first, ...stack] = linesOf((console) => console.trace("here", 1));

  assertEquals(first, "DEBUG Trace: here 1");
  assertStringIncludes(stack[0]!, "console_log_test.ts");
});

Deno.test("captureConsole() gives the console back as it was", () => {
  const log = new LogLines();
  const before = { ...console };

  const restore = captureConsole(log.logger);
  console.log("a");
  restore();

  assertEquals(log.all(), ["INFO a"]);
  assertEquals({ ...console }, before);
});

Deno.test("withConsole() keeps apart what runs at the same time, and leaves alone all else", async () => {
  const logs = [new LogLines(), new LogLines()];
  const outside = new LogLines();
  const restore = captureConsole(outside.logger);
  try {
    await Promise.all(
      logs.map((log, index) =>
        withConsole(log.logger, async () => {
          console.log("first", index);
          await new Promise((done) => setTimeout(done, 0));
          console.warn("second", index);
        })
      ),
    );
    console.log("outside");
  } finally {
    restore();
  }

  assertEquals(logs.map((log) => log.all()), [
    ["INFO first 0", "WARNING second 0"],
    ["INFO first 1", "WARNING second 1"],
  ]);
  assertEquals(outside.all(), ["INFO outside"]);
});
