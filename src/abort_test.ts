import { assertEquals, assertStringIncludes } from "@std/assert";
import { CharmError } from "./errors.ts";
import { AbortError } from "./abort.ts";
import {
  commandsOf,
  logOf,
  onStart,
  Rig,
  STATE,
} from "./testdata/charm_rig.ts";

const SCHEMA = `{
  "~standard": {
    version: 1,
    vendor: "test",
    validate: () => ({ issues: [{ message: "is wrong" }] }),
  },
} as ops.StandardSchema`;

Deno.test("AbortError is not what a charm catches for Juju's sake", () => {
  const error = new AbortError("why", 3);

  assertEquals([error.exitCode, error.name], [3, "AbortError"]);
  assertEquals(error instanceof CharmError, false);
  assertEquals(new AbortError("why").exitCode, 0);
});

Deno.test("main() exits with 0 and no error when a charm is blocked by its configuration, and keeps no state (CFG-06, DSP-30, DSP-31)", async () => {
  using rig = new Rig(
    onStart(`this.loadConfig(${SCHEMA}, { onError: "blocked" });`),
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  assertEquals(
    commandsOf(outcome).filter((command) => command.startsWith("status-set")),
    ["status-set --application=false blocked -- Invalid config: is wrong"],
  );
  assertEquals(logOf(outcome).filter(([level]) => level !== "DEBUG"), []);
  assertEquals(rig.state(STATE), null);
});

Deno.test("main() exits with 0 when the handler that is blocked is asynchronous", async () => {
  using rig = new Rig(onStart(`
    await Promise.resolve();
    this.loadConfig(${SCHEMA}, { onError: "blocked" });`));

  assertEquals((await rig.dispatch("hooks/start")).code, 0);
});

Deno.test("main() exits with 1 when a charm does not catch what is wrong (CFG-06)", async () => {
  using rig = new Rig(onStart(`this.loadConfig(${SCHEMA});`));

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 1);
  assertStringIncludes(
    logOf(outcome).find(([level]) => level === "ERROR")![1],
    "InvalidDataError: Cannot load the configuration: is wrong",
  );
});
