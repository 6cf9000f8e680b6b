import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CliError } from "../cli_error.ts";
import { MetadataError } from "../mistakes.ts";
import { parseDatabagFile, readDatabagFile, SILENT } from "./databag_file.ts";

function mistakes(text: string): readonly string[] {
  const error = assertThrows(
    () => parseDatabagFile("db.yaml", text, "pg"),
    MetadataError,
  );
  return error.details;
}

Deno.test("parseDatabagFile() reads databags and secrets as they are written", () => {
  const bags = parseDatabagFile(
    "db.yaml",
    `app:
  port: 0644
  on: yes
  login: secret:login
  empty: ""
units:
  pg/0: {ready: true}
  2:
secrets:
  login: {username: me, password: "12 34"}
`,
    "pg",
  );

  assertEquals(bags, {
    app: { port: "0644", on: "yes", login: "secret:login" },
    units: { 0: { ready: "true" }, 2: {} },
    secrets: { login: { username: "me", password: "12 34" } },
  });
});

Deno.test("parseDatabagFile() takes a file without units as one with one", () => {
  assertEquals(parseDatabagFile("db.yaml", "", "pg"), SILENT);
  assertEquals(parseDatabagFile("db.yaml", "units: {}", "pg").units, {});
});

Deno.test("parseDatabagFile() tells all mistakes with their lines", () => {
  assertEquals(
    mistakes(`aps: {}
app:
  list: [1]
  map: {a: 1}
  user: secret:nobody
units:
  mysql/0: {}
  pg/01: {}
secrets:
  login: {Pass: x, a-b: y}
  none: {}
`),
    [
      "db.yaml:1:1: aps: unknown key: write app",
      "db.yaml:3:3: app.list: expected text, got a list: a databag holds " +
      "texts only, so write JSON or YAML in quotes",
      "db.yaml:4:3: app.map: expected text, got a map: a databag holds " +
      "texts only, so write JSON or YAML in quotes",
      'db.yaml:5:3: app.user: no secret "nobody" is among secrets of this file',
      'db.yaml:7:3: units["mysql/0"]: expected a unit of "pg": write pg/0',
      'db.yaml:8:3: units["pg/01"]: expected a unit of "pg": write pg/0',
      "db.yaml:10:11: secrets.login.Pass: expected three lowercase letters or " +
      "digits or more, a letter first, with single hyphens between them",
      "db.yaml:10:20: secrets.login.a-b: expected three lowercase letters or " +
      "digits or more, a letter first, with single hyphens between them",
      "db.yaml:11:3: secrets.none: a secret needs content: write KEY: VALUE " +
      "below it",
    ],
  );
});

Deno.test("parseDatabagFile() refuses one unit under two names", () => {
  assertEquals(mistakes("units:\n  pg/0: {a: x}\n  1: {}\n  0: {b: y}\n"), [
    'db.yaml:2:3: units["pg/0"]: 0 and pg/0 are the same unit: write all its ' +
    "keys below pg/0, and remove the other",
  ]);
});

Deno.test("parseDatabagFile() says where text is no YAML, and what is no map", () => {
  const [mistake] = mistakes("app:\n  a: [1,\n");

  assert(mistake?.startsWith("db.yaml:3:1: "), mistake);
  assertEquals(mistakes("app: 1"), [
    "db.yaml:1:1: app: expected a map, got a number",
  ]);
});

Deno.test("parseDatabagFile() never tells what is in a secret", () => {
  const text = mistakes("secrets: {login: {pass: [hunter22]}, x: hunter22}")
    .join();

  assertEquals(text.includes("hunter22"), false);
});

Deno.test("readDatabagFile() says that there is no such file", async () => {
  await assertRejects(
    () => readDatabagFile("/nowhere/db.yaml", "pg"),
    CliError,
    'Cannot read databag file "/nowhere/db.yaml"',
  );
});
