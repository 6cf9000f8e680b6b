import { assertEquals } from "@std/assert";
import { SecretState } from "../../simulator/secret_state.ts";
import { SecretValues } from "./secret_values.ts";
import type { TimelineEntry } from "./timeline.ts";

function knowing(...values: readonly string[]): SecretValues {
  const secrets = new SecretValues();
  for (const value of values) secrets.learn(value);
  return secrets;
}

Deno.test("SecretValues.redact() hides a value wherever it stands", () => {
  const secrets = knowing("correct horse", "a+b(c)$d");

  assertEquals(
    secrets.redact("x=correct horse;y=a+b(c)$d"),
    "x=<redacted>;y=<redacted>",
  );
});

Deno.test("SecretValues.redact() hides a short value as a word only", () => {
  assertEquals(
    knowing("admin").redact("admin administers /admin/"),
    "<redacted> administers /<redacted>/",
  );
});

Deno.test("SecretValues.redact() lets values of three characters be", () => {
  assertEquals(knowing("yes").redact("yes"), "yes");
});

Deno.test("SecretValues.learn() knows the lines of a value, and it as JSON", () => {
  const secrets = knowing("-----BEGIN KEY-----\nMIIEvQIBADAN\nBgkq\n");

  assertEquals(secrets.redact("read MIIEvQIBADAN"), "read <redacted>");
  assertEquals(
    secrets.redact(JSON.stringify("-----BEGIN KEY-----\nMIIEvQIBADAN\nBgkq\n")),
    '"<redacted>"',
  );
  assertEquals(secrets.redact("-----BEGIN KEY-----"), "-----BEGIN KEY-----");
});

Deno.test("SecretValues.learnSecrets() knows every revision, also in base64", () => {
  const secrets = new SecretValues();
  const encoded = btoa("open sesame");
  const content = { password: encoded };

  secrets.learnSecrets([
    new SecretState({
      id: "s",
      owner: null,
      revisions: new Map([[1, content]]),
    }),
  ]);

  assertEquals(
    secrets.redact(`open sesame, ${encoded}`),
    "<redacted>, <redacted>",
  );
});

Deno.test("SecretValues.redactAll() keeps kinds and names, and nothing else", () => {
  const secrets = knowing("databag", "active", "name/0", "owner");
  const time = new Date(0);
  const databag: TimelineEntry = {
    type: "databag",
    relation: "db:0",
    owner: "name/0",
    changes: { name: "active", owner: "name/0", gone: null },
  };

  assertEquals(
    secrets.redactAll({ time, unit: "name/0", entry: databag }),
    {
      time,
      unit: "name/0",
      entry: {
        ...databag,
        changes: { name: "<redacted>", owner: "<redacted>", gone: null },
      },
    },
  );
});
