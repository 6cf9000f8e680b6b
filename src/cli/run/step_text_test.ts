import { assertEquals } from "@std/assert";
import { parseCommand } from "./interactive.ts";
import { stepText } from "./step_text.ts";
import type { Step } from "./steps.ts";

const LINES = [
  "event app/1 update-status",
  "config 'level=a b' port=1",
  "config options.yaml",
  "action app/leader backup where=there",
  "leader app/2",
  "leader on",
  "leader off",
  "restart web",
  "retry",
  "resolve app/1",
  "relate db:pg=pg.yaml",
  "remove db:pg",
  "set db:pg/0 host=x port=",
  "join db:pg/1 host=x",
  "depart db:pg/1",
  "secret revoke login",
  "secret rotate label",
  "storage add app/0 data 2",
  "storage detach data/0",
  "expect status active",
  "expect app/1 status blocked 'no database'",
  "expect version 1.2",
  "wait service web:web active",
  "expect app/1 service web:web none",
  "expect ports 80/tcp 8000-8008/udp",
  "wait app/1 ports none",
  "wait data db:app key=value",
];

for (const line of LINES) {
  Deno.test(`stepText() writes "${line}" as parseCommand() reads it`, () => {
    assertEquals(stepText(parseCommand(line) as Step), line);
  });
}

Deno.test("stepText() keeps content of secrets back", () => {
  const step = parseCommand("secret set login user-name=me password=hunter2");

  assertEquals(
    stepText(step as Step),
    "secret set login user-name=<redacted> password=<redacted>",
  );
});
