import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import {
  secretAdd,
  secretAddArgs,
  type SecretAddOptions,
  secretGet,
  secretGetArgs,
  type SecretGetOptions,
  secretRemove,
  secretRemoveArgs,
  secretSet,
  secretSetArgs,
} from "./secret.ts";

const ID = "secret:d1s3kj9f7ul8o3ftu3v0";
const EVERYTHING: SecretAddOptions = {
  label: "-admin",
  description: "",
  expire: "24h",
  rotate: "daily",
  owner: "unit",
};
const EVERY_FLAG = [
  "--label",
  "-admin",
  "--description",
  "",
  "--expire",
  "24h",
  "--rotate",
  "daily",
  "--owner",
  "unit",
];

Deno.test("secretAddArgs() gives flags and files (SEC-13, SEC-15, HKC-08)", () => {
  const files = { password: "/p/password", "user-name": "/p/user-name" };
  const keys = ["password#file=/p/password", "user-name#file=/p/user-name"];
  const expire = new Date("2026-01-02T03:04:05.678Z");
  const cases: ReadonlyArray<[SecretAddOptions, string[]]> = [
    [{}, ["--owner", "application"]],
    [EVERYTHING, EVERY_FLAG],
    [{ expire }, [
      "--expire",
      "2026-01-02T03:04:05.678Z",
      "--owner",
      "application",
    ]],
  ];
  for (const [options, flags] of cases) {
    assertEquals(
      secretAddArgs(files, options),
      ["secret-add", ...flags, ...keys],
    );
  }
});

Deno.test("secretAdd() passes content through private files and returns the id (SEC-13, SEC-14)", () => {
  const runner = new RecordingRunner(`${ID}\n`);

  const id = secretAdd({ password: "hunter2", empty: "" }, {}, runner);

  assertEquals(id, ID);
  assertEquals(
    runner.argv,
    secretAddArgs({ password: "/private/password", empty: "/private/empty" }),
  );
  assertEquals(
    runner.commands[0]?.files,
    { password: "hunter2", empty: "" },
  );
});

Deno.test("secretGetArgs() names the secret and the revision (SEC-02, SEC-06, SEC-07)", () => {
  const cases: ReadonlyArray<[SecretGetOptions, string[]]> = [
    [{}, []],
    [{ id: ID }, [ID]],
    [{ label: "admin" }, ["--label", "admin"]],
    [{ id: ID, label: "admin" }, [ID, "--label", "admin"]],
    [{ id: ID, refresh: true }, [ID, "--refresh"]],
    [{ label: "admin", peek: true }, ["--label", "admin", "--peek"]],
  ];
  for (const [options, tail] of cases) {
    assertEquals(
      secretGetArgs(options),
      ["secret-get", "--format=json", ...tail],
    );
  }
});

Deno.test("secretGet() reads the content, as a secret", () => {
  const runner = new RecordingRunner('{"password":"hunter2","empty":""}\n');

  const content = secretGet({ id: ID }, runner);

  assertEquals(content, { password: "hunter2", empty: "" });
  assertEquals(runner.commands[0]?.options.isSecret, true);
});

Deno.test("secretRemoveArgs() names a revision, or none (SEC-22)", () => {
  assertEquals(secretRemoveArgs(ID), ["secret-remove", ID]);
  assertEquals(
    secretRemoveArgs(ID, { revision: 3 }),
    ["secret-remove", ID, "--revision", "3"],
  );
});

Deno.test("secretRemove() runs secret-remove", () => {
  const runner = new RecordingRunner();

  secretRemove(ID, { revision: 3 }, runner);

  assertEquals(runner.argv, secretRemoveArgs(ID, { revision: 3 }));
});

Deno.test("secretSetArgs() gives flags, id and files (SEC-17, SEC-19)", () => {
  assertEquals(
    secretSetArgs(ID, {}, EVERYTHING),
    ["secret-set", ...EVERY_FLAG, ID],
  );
  assertEquals(
    secretSetArgs(ID, { password: "/p" }),
    ["secret-set", "--owner", "application", ID, "password#file=/p"],
  );
});

Deno.test("secretSet() passes content through private files (SEC-14)", () => {
  const runner = new RecordingRunner();

  secretSet(ID, { content: { password: "hunter2" }, owner: "unit" }, runner);

  assertEquals(
    runner.argv,
    [
      "secret-set",
      "--owner",
      "unit",
      ID,
      "password#file=/private/password",
    ],
  );
  assertEquals(runner.commands[0]?.files, { password: "hunter2" });
});

Deno.test("secretSet() makes no file when only attributes change (SEC-19)", () => {
  const runner = new RecordingRunner();

  secretSet(ID, { label: "admin" }, runner);

  assertEquals(
    runner.argv,
    ["secret-set", "--label", "admin", "--owner", "application", ID],
  );
});
