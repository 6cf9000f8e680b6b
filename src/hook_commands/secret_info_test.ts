import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { HookCommandOutputError } from "./hook_command_output_error.ts";
import {
  secretIds,
  secretIdsArgs,
  secretInfoGet,
  secretInfoGetArgs,
} from "./secret_info.ts";

Deno.test("secretIds() reads ids, also when there are none (JHT-23)", () => {
  const runner = new RecordingRunner('["d1s3","d1s4"]\n');

  assertEquals(secretIds(runner), ["d1s3", "d1s4"]);
  assertEquals(runner.argv, ["secret-ids", "--format=json"]);
  assertEquals(runner.argv, secretIdsArgs());
  assertEquals(secretIds(new RecordingRunner("null\n")), []);
});

Deno.test("secretInfoGetArgs() names the secret (SEC-09)", () => {
  const info = ["secret-info-get", "--format=json"];

  assertEquals(secretInfoGetArgs({}), info);
  assertEquals(secretInfoGetArgs({ id: "d1s3" }), [...info, "d1s3"]);
  assertEquals(
    secretInfoGetArgs({ label: "admin" }),
    [...info, "--label", "admin"],
  );
});

Deno.test("secretInfoGet() reads all that there can be (HKC-12)", () => {
  const stdout = JSON.stringify({
    d1s3: {
      revision: 2,
      label: "admin",
      owner: "application",
      description: "For the admin",
      rotation: "daily",
      expiry: "2026-01-02T03:04:05Z",
      rotates: "2026-01-03T03:04:05.5+01:00",
      access: [{ target: "application-db", scope: "relation", role: "view" }],
    },
  });

  assertEquals(
    secretInfoGet({ id: "secret:d1s3" }, new RecordingRunner(stdout)),
    {
      id: "d1s3",
      revision: 2,
      label: "admin",
      description: "For the admin",
      rotation: "daily",
      expiry: new Date("2026-01-02T03:04:05Z"),
      rotates: new Date("2026-01-03T02:04:05.5Z"),
      owner: "application",
      access: [{ target: "application-db", scope: "relation", role: "view" }],
    },
  );
});

Deno.test("secretInfoGet() reads the least that there can be (HKC-12)", () => {
  const runner = new RecordingRunner('{"d1s3":{"revision":1,"label":""}}\n');

  assertEquals(secretInfoGet({ label: "a" }, runner), {
    id: "d1s3",
    revision: 1,
    label: null,
    description: null,
    expiry: null,
    rotation: null,
    rotates: null,
    owner: null,
    access: [],
  });
});

Deno.test("secretInfoGet() refuses other than one secret (HKC-12, ERR-11)", () => {
  const info = { revision: 1 };
  const cases = [{}, { a: info, b: info }, { a: {} }, {
    a: { revision: 1, expiry: "soon" },
  }, { a: { revision: 1, access: [{ target: "application-db" }] } }];
  for (const output of cases) {
    assertThrows(
      () =>
        secretInfoGet({ id: "a" }, new RecordingRunner(JSON.stringify(output))),
      HookCommandOutputError,
    );
  }
});
