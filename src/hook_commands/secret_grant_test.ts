import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import {
  secretGrant,
  secretGrantArgs,
  secretRevoke,
  secretRevokeArgs,
  type SecretRevokeOptions,
} from "./secret_grant.ts";

const ID = "secret:d1s3kj9f7ul8o3ftu3v0";

Deno.test("secretGrantArgs() names relation and unit (SEC-21)", () => {
  assertEquals(
    secretGrantArgs(ID, 0),
    ["secret-grant", "--relation", "0", ID],
  );
  assertEquals(
    secretGrantArgs(ID, 7, { unit: "pg/0" }),
    ["secret-grant", "--relation", "7", "--unit", "pg/0", ID],
  );
});

Deno.test("secretGrant() runs secret-grant", () => {
  const runner = new RecordingRunner();

  secretGrant(ID, 7, { unit: "pg/0" }, runner);

  assertEquals(runner.argv, secretGrantArgs(ID, 7, { unit: "pg/0" }));
});

Deno.test("secretRevokeArgs() names relation, application or unit (SEC-21)", () => {
  const cases: ReadonlyArray<[SecretRevokeOptions, string[]]> = [
    [{ relationId: 0 }, ["--relation", "0"]],
    [{ app: "pg" }, ["--app", "pg"]],
    [{ relationId: 7, unit: "pg/0" }, ["--relation", "7", "--unit", "pg/0"]],
  ];
  for (const [options, flags] of cases) {
    assertEquals(
      secretRevokeArgs(ID, options),
      ["secret-revoke", ...flags, ID],
    );
  }
});

Deno.test("secretRevoke() runs secret-revoke", () => {
  const runner = new RecordingRunner();

  secretRevoke(ID, { app: "pg" }, runner);

  assertEquals(runner.argv, secretRevokeArgs(ID, { app: "pg" }));
});
