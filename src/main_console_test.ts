import { assertEquals, assertStringIncludes } from "@std/assert";
import { logOf, onStart, Rig } from "./testdata/charm_rig.ts";

Deno.test("main() has console write to Juju's log, at the level that fits, and nowhere else", async () => {
  using rig = new Rig(onStart(`
    console.debug("debugs", 1);
    console.log("logs %s %d", "a", 7.9, { b: ["c"] });
    console.info("informs");
    console.warn("warns", new Map([["k", 1]]));
    console.error("errs", null);
  `));

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  const [first, ...rest] = logOf(outcome);
  assertStringIncludes(first![1], "\ndebugs 1");
  assertEquals(rest.slice(0, 3), [
    ["INFO", 'logs a 7 { b: [ "c" ] }\ninforms'],
    ["WARNING", 'warns Map(1) { "k" => 1 }'],
    ["ERROR", "errs null"],
  ]);
});

Deno.test("main() has console write to Juju's log while it tells of an uncaught error, too", async () => {
  using rig = new Rig(
    onStart('console.log("before"); throw new RangeError("no luck");'),
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [1, ""]);
  assertEquals(logOf(outcome).slice(1, 2), [["INFO", "before"]]);
});

Deno.test("main() shows no content of a secret that is given to console", async () => {
  using rig = new Rig(
    onStart(
      `const secret = this.app.addSecret({ password: "hunter2" });
      console.log("made %o", secret, secret, [secret], String(secret));`,
    ),
    { "secret-add": "echo secret:9m4e2mr0ui3e8a215n4g" },
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  const text = JSON.stringify(outcome.calls);
  assertStringIncludes(text, "made ");
  assertEquals(text.includes("hunter2"), false);
});
