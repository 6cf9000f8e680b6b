import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { appStatusGet, statusGet, statusSet, statusSetArgs } from "./status.ts";

Deno.test("statusSetArgs() keeps a message that starts with a dash apart from flags (STA-05, STA-09, STA-10)", () => {
  const unit = ["status-set", "--application=false"];
  const cases: ReadonlyArray<[string[], string[]]> = [
    [statusSetArgs("active"), [...unit, "active"]],
    [statusSetArgs("active", { message: "" }), [...unit, "active", "--", ""]],
    [
      statusSetArgs("blocked", { message: "-x" }),
      [...unit, "blocked", "--", "-x"],
    ],
    [
      statusSetArgs("waiting", { message: "m", app: true }),
      ["status-set", "--application=true", "waiting", "--", "m"],
    ],
  ];
  for (const [args, expected] of cases) assertEquals(args, expected);
});

Deno.test("statusSet() runs status-set", () => {
  const runner = new RecordingRunner();

  statusSet("active", { message: "m" }, runner);

  assertEquals(runner.argv, statusSetArgs("active", { message: "m" }));
});

Deno.test("statusGet() reads the status of the unit (STA-04)", () => {
  const runner = new RecordingRunner(
    '{"message":"m","status":"active","status-data":{"a":[1]}}\n',
  );

  assertEquals(
    statusGet(runner),
    { status: "active", message: "m", statusData: { a: [1] } },
  );
  assertEquals(
    runner.argv,
    ["status-get", "--include-data", "--format=json", "--application=false"],
  );
});

Deno.test("statusGet() keeps a status that is not known here (STA-12)", () => {
  const runner = new RecordingRunner(
    '{"message":"","status":"terminated","status-data":null}',
  );

  assertEquals(
    statusGet(runner),
    { status: "terminated", message: "", statusData: {} },
  );
});

Deno.test("appStatusGet() reads the status of application and units (STA-06, HKC-13)", () => {
  const status = { message: "m", status: "active", "status-data": {} };
  const read = { message: "m", status: "active", statusData: {} };
  const runner = new RecordingRunner(JSON.stringify({
    "application-status": { ...status, units: { "db/0": status } },
  }));

  assertEquals(appStatusGet(runner), { ...read, units: { "db/0": read } });
  assertEquals(
    runner.argv,
    ["status-get", "--include-data", "--format=json", "--application=true"],
  );
  assertEquals(
    appStatusGet(
      new RecordingRunner(JSON.stringify({ "application-status": status })),
    ),
    { ...read, units: {} },
  );
});
