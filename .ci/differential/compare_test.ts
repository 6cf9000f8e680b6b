import { assertEquals, assertMatch } from "@std/assert";
import { complaints, differences } from "./compare.ts";
import { DIFFERENCES, REASONS } from "./differences.ts";
import type { DispatchOutcome } from "./outcome.ts";
import { hook, type Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/mod.ts";

const SCENARIO: Scenario = {
  name: "s",
  dispatches: [hook("start", ["leader"])],
};

function outcome(parts: Partial<DispatchOutcome> = {}): DispatchOutcome {
  return {
    code: 0,
    flushError: null,
    seen: [["charm", "start", "leader", true]],
    stderr: [],
    log: [],
    immediate: [],
    state: { unit: ["active", ""], ports: ["80/tcp"] },
    kept: {},
    commands: ["is-leader"],
    uncaught: [],
    ...parts,
  };
}

Deno.test("differences() finds none between equals, and fewer hook commands are fine", () => {
  assertEquals(differences([outcome()], [outcome({ commands: [] })]), []);
});

Deno.test("differences() tells the place, and of lists of other lengths the whole", () => {
  const ours = outcome({ state: { unit: ["waiting", ""], ports: [] } });

  assertEquals(differences([outcome()], [ours]), [
    { at: "0.state.unit.0", ops: "active", ours: "waiting" },
    { at: "0.state.ports", ops: ["80/tcp"], ours: [] },
  ]);
});

Deno.test("differences() finds more hook commands than those of ops", () => {
  const ours = outcome({ commands: ["is-leader", "config-get"] });

  assertEquals(differences([outcome()], [ours]), [{
    at: "0.commands",
    ops: ["is-leader"],
    ours: ["is-leader", "config-get"],
  }]);
});

Deno.test("differences() takes errors of Python for ours, and no other ones", () => {
  const met = (error: string) =>
    outcome({ seen: [["charm", "start", "leader", { error }]] });

  assertEquals(differences([met("KeyError")], [met("ModelError")]), []);
  assertEquals(differences([met("KeyError")], [met("RangeError")]), [
    { at: "0.seen.0.3.error", ops: "KeyError", ours: "RangeError" },
  ]);
});

Deno.test("complaints() are about what is not intended, and what does not occur any more", () => {
  const intended = [{
    scenario: "s",
    reason: "own-words",
    at: "0.code",
    ops: 0,
    ours: 1,
  }] as const;
  const ours = outcome({ code: 1 });

  assertEquals(complaints(SCENARIO, [outcome()], [ours], intended), []);
  const [unwanted = ""] = complaints(SCENARIO, [outcome()], [ours], []);
  assertMatch(unwanted, /^Not intended: at 0\.code/);
  const [stale = ""] = complaints(SCENARIO, [outcome()], [outcome()], intended);
  assertMatch(stale, /^Intended, but does not occur: at 0\.code/);
  const other = outcome({ code: 2 });
  assertEquals(
    complaints(SCENARIO, [outcome()], [other], intended).length,
    2,
  );
});

Deno.test("complaints() are about a scenario that did not come about in ops", () => {
  const failed = outcome({ code: 1, seen: [] });
  const unseen = outcome({ seen: [] });

  assertMatch(
    complaints(SCENARIO, [failed], [failed], [])[0] ?? "",
    /^Dispatch 0 of ops exited with 1, not 0/,
  );
  assertEquals(complaints(SCENARIO, [unseen], [unseen], []), [
    "No step was done in ops",
  ]);
});

Deno.test("DIFFERENCES name scenarios that there are, and REASONS that are used", () => {
  const names = SCENARIOS.map(({ name }) => name);
  const used = DIFFERENCES.map(({ reason }) => reason);

  assertEquals(new Set(names).size, names.length);
  assertEquals(
    DIFFERENCES.filter(({ scenario }) => !names.includes(scenario)),
    [],
  );
  assertEquals([...new Set(used)].sort(), Object.keys(REASONS).sort());
});

Deno.test("SCENARIOS are those of all test files", async () => {
  const folder = new URL("./", import.meta.url);
  const tested: string[] = [];
  for await (const { name } of Deno.readDir(new URL("scenarios", folder))) {
    if (name === "mod.ts") continue;
    const test = new URL(name.replace(".ts", "_test.ts"), folder);
    tested.push(
      ...(await Deno.readTextFile(test)).match(/\.\/scenarios\/\w+/g) ?? [],
    );
  }

  const listed = (await Deno.readTextFile(new URL("scenarios/mod.ts", folder)))
    .match(/(?<=")\.\/\w+\.ts/g) ?? [];
  assertEquals(
    tested.map((path) => path.replace("scenarios/", "")).sort(),
    listed.map((path) => path.replace(".ts", "")).sort(),
  );
});
