import { assertEquals } from "@std/assert";
import { needlessCounterparts, resolveModule } from "./resolve.ts";

const PORTING = { entry: "mod.ts", specifier: "x", names: {} };

Deno.test("resolveModule() finds names in camelCase, and Pebble's as they are", () => {
  const exported = new Set([
    "Unit",
    "Unit.isLeader",
    "ExecDict",
    "ExecDict.working-dir",
  ]);

  const resolved = resolveModule(
    { Unit: ["is_leader"], ExecDict: ["working-dir"] },
    PORTING,
    exported,
  );

  assertEquals(resolved.map(({ state, ours }) => [state, ours]), [
    ["covered", "Unit"],
    ["covered", "Unit.isLeader"],
    ["covered", "ExecDict"],
    ["covered", "ExecDict.working-dir"],
  ]);
});

Deno.test("resolveModule() looks for the members of a renamed class there", () => {
  const [, member] = resolveModule(
    { Error: ["cmd"] },
    { ...PORTING, names: { Error: "HookCommandError" } },
    new Set(["HookCommandError", "HookCommandError.cmd"]),
  );

  assertEquals(member?.ours, "HookCommandError.cmd");
});

Deno.test("resolveModule() excuses the members of what is excused, unless one is named", () => {
  const [, excused, named] = resolveModule(
    { Pod: ["set_spec", "other"] },
    {
      ...PORTING,
      names: { Pod: { excused: "Deprecated" }, "Pod.other": "Other" },
    },
    new Set(["Other"]),
  );

  assertEquals(excused, {
    python: "Pod.set_spec",
    state: "excused",
    ours: "",
    note: "Deprecated",
  });
  assertEquals(named?.state, "covered");
});

Deno.test("resolveModule() tells of a counterpart that nobody exports", () => {
  const [own] = resolveModule(
    { Unit: [] },
    { ...PORTING, names: { Unit: "Unity" } },
    new Set(["Unit"]),
  );

  assertEquals([own?.state, own?.ours], ["missing", "Unity"]);
});

Deno.test("resolveModule() takes what is said of a member everywhere only where it is absent", () => {
  const resolved = resolveModule(
    { A: ["restore"], B: ["restore"] },
    { ...PORTING, names: { "*.restore": { excused: "Needless" } } },
    new Set(["A", "B", "B.restore"]),
  );

  assertEquals(resolved.map(({ state }) => state), [
    "covered",
    "excused",
    "covered",
    "covered",
  ]);
});

Deno.test("needlessCounterparts() names what Python does not have", () => {
  assertEquals(
    needlessCounterparts({ Unit: ["name"] }, {
      ...PORTING,
      names: { Unit: "Unit", "Unit.nam": "x", "*.name": "y" },
    }),
    ["Unit.nam"],
  );
});
