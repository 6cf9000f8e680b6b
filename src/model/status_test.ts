import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { makeFixture } from "../_model_fixture.ts";
import { InvalidStatusError, ModelError } from "./errors.ts";
import {
  ActiveStatus,
  BlockedStatus,
  ErrorStatus,
  highestPriority,
  MaintenanceStatus,
  settableName,
  StatusBase,
  UnknownStatus,
  WaitingStatus,
} from "./status.ts";

const IS_LEADER = "is-leader --format=json";
const UNIT_GET = "status-get --include-data --format=json --application=false";
const APP_GET = "status-get --include-data --format=json --application=true";

const ALL: readonly StatusBase[] = [
  new ActiveStatus("m"),
  new BlockedStatus("m"),
  new MaintenanceStatus("m"),
  new WaitingStatus("m"),
  new ErrorStatus("m"),
  new UnknownStatus(),
];

for (const status of ALL) {
  Deno.test(`StatusBase.fromName() makes ${status} (STA-01, STA-03)`, () => {
    const made = StatusBase.fromName(status.name, "m");

    assertEquals(made.constructor, status.constructor);
    assertEquals(made.message, status.message);
    assertEquals(made.equals(status), true);
    assertEquals(`${made}`, `${status}`);
  });
}

Deno.test("StatusBase.fromName() ignores the message of an unknown status (STA-03)", () => {
  assertEquals(StatusBase.fromName("unknown", "text").message, "");
});

Deno.test("StatusBase.fromName() refuses a name that is not known (STA-12)", () => {
  assertThrows(
    () => StatusBase.fromName("terminated", ""),
    InvalidStatusError,
    'Juju says "terminated"',
  );
});

Deno.test("StatusBase.equals() compares kind and message (STA-02)", () => {
  for (const [index, status] of ALL.entries()) {
    for (const [other, another] of ALL.entries()) {
      assertEquals(status.equals(another), index === other);
    }
  }
  assertEquals(new ActiveStatus("a").equals(new ActiveStatus("b")), false);
  assertEquals(new ActiveStatus("a").equals("active"), false);
});

Deno.test("ActiveStatus needs no message (STA-01)", () => {
  assertEquals(new ActiveStatus().message, "");
  assertEquals(`${new ActiveStatus()}`, 'ActiveStatus("")');
});

Deno.test("StatusBase refuses a message that is not text (STA-08)", () => {
  assertThrows(
    () => new BlockedStatus(7 as unknown as string),
    TypeError,
    "its message is a number",
  );
});

for (const status of ALL) {
  const settable = !["error", "unknown"].includes(status.name);
  Deno.test(`settableName() ${settable ? "takes" : "refuses"} ${status} (STA-08)`, () => {
    if (settable) assertEquals(settableName(status), status.name);
    else {
      assertThrows(
        () => settableName(status),
        InvalidStatusError,
        `Cannot set the status "${status.name}"`,
      );
    }
  });
}

for (const value of ["active", null, undefined, {}, ActiveStatus]) {
  Deno.test(`settableName() refuses ${Deno.inspect(value)} (STA-05)`, () => {
    assertThrows(() => settableName(value), InvalidStatusError);
  });
}

Deno.test("highestPriority() takes the status that matters most (STA-21)", () => {
  const byPriority = [
    new ErrorStatus(),
    new BlockedStatus("b"),
    new MaintenanceStatus("m"),
    new WaitingStatus("w"),
    new ActiveStatus(),
    new UnknownStatus(),
  ];

  for (let start = 0; start < byPriority.length; start++) {
    const statuses = byPriority.slice(start);
    assertStrictEquals(highestPriority(statuses), byPriority[start]);
    assertStrictEquals(highestPriority(statuses.reverse()), byPriority[start]);
  }
});

Deno.test("highestPriority() takes the first of equals (STA-21)", () => {
  const first = new WaitingStatus("first");

  assertStrictEquals(
    highestPriority([new ActiveStatus(), first, new WaitingStatus("second")]),
    first,
  );
  assertEquals(highestPriority([]), null);
});

Deno.test("Unit.status is set with status-set, and not again when it is the same (STA-05, STA-10)", () => {
  const active = "status-set --application=false active -- ";
  const blocked = "status-set --application=false blocked -- -x";
  const { model: { unit }, runner } = makeFixture({
    script: { [active]: "", [blocked]: "" },
  });

  unit.status = new ActiveStatus();
  unit.status = new ActiveStatus();
  unit.status = new BlockedStatus("-x");
  unit.status = new BlockedStatus("-x");
  unit.status = new ActiveStatus();

  assertEquals(runner.calls, [active, blocked, active]);
  assertEquals(unit.status, new ActiveStatus());
});

Deno.test("Unit.status is sent although Juju has it already, for what it has may be older than this dispatch", () => {
  const set = "status-set --application=false active -- ";
  const { model: { unit }, runner } = makeFixture({
    script: {
      [UNIT_GET]: '{"status":"active","message":"","status-data":{}}',
      [set]: "",
    },
  });

  assertEquals(unit.status, new ActiveStatus());
  unit.status = new ActiveStatus();

  assertEquals(runner.calls, [UNIT_GET, set]);
});

Deno.test("Unit.status is read once (STA-04)", () => {
  const { model: { unit }, runner } = makeFixture({
    script: {
      [UNIT_GET]: '{"status":"waiting","message":"for db","status-data":{}}',
    },
  });

  assertEquals(unit.status, new WaitingStatus("for db"));
  assertStrictEquals(unit.status, unit.status);
  assertEquals(runner.calls, [UNIT_GET]);
});

Deno.test("Unit.status that could not be set is not taken for set", () => {
  const set = "status-set --application=false active -- ";
  const { model: { unit }, runner } = makeFixture({
    script: { [set]: [{ stderr: "ERROR no\n" }, ""] },
  });

  assertThrows(
    () => unit.status = new ActiveStatus(),
    ModelError,
    "Cannot set the status of the unit: ERROR no",
  );
  unit.status = new ActiveStatus();

  assertEquals(runner.calls, [set, set]);
});

Deno.test("Unit.status of another unit is unknown and cannot be set (STA-04, STA-05)", () => {
  const { model, runner } = makeFixture();
  const other = model.getUnit("app/1");

  assertEquals(other.status, new UnknownStatus());
  assertThrows(
    () => other.status = new ActiveStatus(),
    ModelError,
    'Cannot set the status of unit "app/1"',
  );
  assertEquals(runner.calls, []);
});

Deno.test("Unit.status refuses what a charm cannot set, before any command (STA-08)", () => {
  const { model: { unit }, runner } = makeFixture();

  for (const status of [new ErrorStatus("e"), new UnknownStatus(), "active"]) {
    assertThrows(
      () => unit.status = status as StatusBase,
      InvalidStatusError,
    );
  }
  assertEquals(runner.calls, []);
});

Deno.test("Application.status is read and set by the leader (STA-06, STA-07)", () => {
  const set = "status-set --application=true blocked -- no";
  const { model: { app }, runner } = makeFixture({
    script: {
      [IS_LEADER]: "true",
      [APP_GET]:
        '{"application-status":{"status":"active","message":"","status-data":{},"units":{}}}',
      [set]: "",
    },
  });

  assertEquals(app.status, new ActiveStatus());
  app.status = new BlockedStatus("no");
  app.status = new BlockedStatus("no");

  assertEquals(app.status, new BlockedStatus("no"));
  assertEquals(runner.calls, [IS_LEADER, APP_GET, set]);
});

Deno.test("Application.status is refused to a follower, with a security event (STA-06, STA-07, LOG-17)", () => {
  const { model: { app }, runner, log } = makeFixture({
    script: { [IS_LEADER]: "false" },
  });

  assertThrows(
    () => app.status,
    ModelError,
    "Cannot read the status of the application: this unit is not the leader",
  );
  assertThrows(
    () => app.status = new ActiveStatus(),
    ModelError,
    "Cannot set the status of the application: this unit is not the leader",
  );
  assertEquals(runner.calls, [IS_LEADER]);
  assertEquals(
    log.of("TRACE").map((text) => {
      const { level, event } = JSON.parse(text);
      return [level, event];
    }),
    [["CRITICAL", "authz_fail:status-get"], [
      "CRITICAL",
      "authz_fail:status-set",
    ]],
  );
});

Deno.test("Application.status of another application is unknown and cannot be set (STA-06, STA-07)", () => {
  const { model, runner } = makeFixture();
  const other = model.getApp("pg");

  assertEquals(other.status, new UnknownStatus());
  assertThrows(
    () => other.status = new ActiveStatus(),
    ModelError,
    'Cannot set the status of application "pg"',
  );
  assertThrows(
    () => other.status = new UnknownStatus(),
    InvalidStatusError,
  );
  assertEquals(runner.calls, []);
});
