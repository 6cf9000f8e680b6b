import { assertEquals, assertThrows } from "@std/assert";
import { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import { RemoteSecrets } from "./remote_secrets.ts";
import { SecretValues } from "./secret_values.ts";

function makeSecrets() {
  const state = new ModelState({ charmcraft: { name: "app" } });
  return { state, secrets: new RemoteSecrets([state], new SecretValues()) };
}

Deno.test("RemoteSecrets.put() makes a revision for another content only", () => {
  const { state, secrets } = makeSecrets();

  const id = secrets.put("pg", "login", { user: "me" });
  secrets.put("pg", "login", { user: "me" });
  const same = state.secrets.get(id)?.latest;
  const again = secrets.put("pg", "login", { user: "you" });

  assertEquals([again, same, state.secrets.get(id)?.latest], [id, 1, 2]);
  assertEquals(state.secrets.get(id)?.revisions.get(2), { user: btoa("you") });
});

Deno.test("RemoteSecrets.resolve() makes the URI of a name, an own one first", () => {
  const { secrets } = makeSecrets();
  const pg = secrets.put("pg", "login", { user: "me" });
  const mysql = secrets.put("mysql", "login", { user: "you" });
  const only = secrets.put("user", "token", { user: "we" });

  assertEquals(secrets.resolve("secret:login", "pg"), `secret:${pg}`);
  assertEquals(secrets.resolve("secret:mysql/login", "pg"), `secret:${mysql}`);
  assertEquals(secrets.resolve("secret:token", "pg"), `secret:${only}`);
  assertEquals(secrets.resolve(`secret:${pg}`, "x"), `secret:${pg}`);
  assertEquals(secrets.resolve("a secret:login", "pg"), "a secret:login");
  assertThrows(() => secrets.resolve("secret:login", "x"), CliError, "which");
  assertThrows(
    () => secrets.resolve("secret:no", "pg"),
    CliError,
    "find secret",
  );
});

Deno.test("RemoteSecrets.grant() and remove() take what a unit may read", () => {
  const { state, secrets } = makeSecrets();
  const id = secrets.put("pg", "login", { user: "me" });

  secrets.grant(id, false);
  const granted = state.secrets.get(id)?.granted;
  secrets.remove(id);

  assertEquals(granted, false);
  assertEquals(state.secrets.size, 0);
  assertThrows(() => secrets.find("login"), CliError, "Cannot find");
});
