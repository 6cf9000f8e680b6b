import { assertEquals } from "@std/assert";
import { diffPlans } from "./diff_plans.ts";
import { Plan } from "./plan.ts";

Deno.test("diffPlans() finds what came, went and changed, with its path (PBL-13)", () => {
  const before = {
    services: {
      gone: { command: "x" },
      web: {
        command: "web",
        after: ["a"],
        environment: { A: "1", B: "2" },
        user: "www",
      },
    },
  };
  const after = new Plan({
    services: {
      web: {
        command: "web",
        after: ["a", "b"],
        environment: { B: "3", C: "4" },
        "user-id": 0,
      },
    },
    checks: { up: { threshold: 3 } },
  });

  assertEquals(diffPlans(before, after), [
    { path: ["services", "gone"], before: { command: "x" } },
    {
      path: ["services", "web", "after"],
      before: ["a"],
      after: ["a", "b"],
    },
    { path: ["services", "web", "environment", "A"], before: "1" },
    { path: ["services", "web", "environment", "B"], before: "2", after: "3" },
    { path: ["services", "web", "environment", "C"], after: "4" },
    { path: ["services", "web", "user"], before: "www" },
    { path: ["services", "web", "user-id"], after: 0 },
    { path: ["checks", "up"], after: { threshold: 3 } },
  ]);
  assertEquals(diffPlans(after, after), []);
  assertEquals(diffPlans({}, { services: {}, checks: null }), []);
});
