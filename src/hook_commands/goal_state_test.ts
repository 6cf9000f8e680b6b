import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { goalState } from "./goal_state.ts";

Deno.test("goalState() reads units and relations (JHT-30)", () => {
  const active = { status: "active", since: "2200-11-05 15:29:12Z" };
  const read = {
    status: "active",
    since: new Date("2200-11-05T15:29:12Z"),
  };
  const runner = new RecordingRunner(JSON.stringify({
    units: { "db/0": active, "db/1": { status: "dying", since: "" } },
    relations: { web: { "front/0": active, front: { status: "joined" } } },
  }));

  assertEquals(goalState(runner), {
    units: { "db/0": read, "db/1": { status: "dying", since: null } },
    relations: {
      web: { "front/0": read, front: { status: "joined", since: null } },
    },
  });
  assertEquals(runner.argv, ["goal-state", "--format=json"]);
});

Deno.test("goalState() reads the goal of a unit without relations", () => {
  const runner = new RecordingRunner('{"units":{},"relations":null}');

  assertEquals(goalState(runner), { units: {}, relations: {} });
});
