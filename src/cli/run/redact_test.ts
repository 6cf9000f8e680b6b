import { assertEquals } from "@std/assert";
import { shownArguments } from "./redact.ts";
import { SecretValues } from "./secret_values.ts";

Deno.test("shownArguments() hides what a secret would hold, and learns it", () => {
  const secrets = new SecretValues();

  const shown = shownArguments("secret-add", [
    "--label=login",
    "password=hunter22==",
    "token#base64=c2VzYW1lIG9wZW4=",
  ], secrets);

  assertEquals(shown, [
    "--label=login",
    "password=<redacted>",
    "token#base64=<redacted>",
  ]);
  assertEquals(
    secrets.redact("hunter22== c2VzYW1lIG9wZW4= (sesame open)"),
    "<redacted> <redacted> (<redacted>)",
  );
});

Deno.test("shownArguments() hides values of keys that Juju refuses", () => {
  for (const key of ["Token", "my_key", "k", "", "a b", "x#base32", "x\ny"]) {
    const secrets = new SecretValues();

    assertEquals(
      shownArguments("secret-set", ["id", `${key}=hunter22`], secrets),
      ["id", `${key}=<redacted>`],
    );
    assertEquals(secrets.redact("hunter22"), "<redacted>");
  }
});

Deno.test("shownArguments() takes what follows -- for no flag", () => {
  assertEquals(
    shownArguments("secret-add", ["--label=a", "--", "-key=hunter22"]),
    ["--label=a", "--", "-key=<redacted>"],
  );
});

Deno.test("shownArguments() shows paths of files", () => {
  const args = ["--file=/a=b", "cert#file=/srv/a=b.pem"];

  assertEquals(shownArguments("secret-add", args), args);
});

Deno.test("shownArguments() leaves other commands alone", () => {
  const args = ["active", "key=value"];

  assertEquals(shownArguments("status-set", args), args);
});
