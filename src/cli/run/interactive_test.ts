import { assertEquals } from "@std/assert";
import { parseCommand, readLines, splitWords } from "./interactive.ts";

Deno.test("parseCommand() reads each command", () => {
  assertEquals(parseCommand(" event update-status "), {
    kind: "event",
    name: "update-status",
  });
  assertEquals(parseCommand('config level="a b" port=1'), {
    kind: "config",
    pairs: ["level=a b", "port=1"],
  });
  assertEquals(parseCommand("action backup where='x y'"), {
    kind: "action",
    name: "backup",
    pairs: ["where=x y"],
  });
  assertEquals(parseCommand("leader off"), { kind: "leader", leader: false });
  assertEquals(parseCommand("restart web"), {
    kind: "restart",
    container: "web",
  });
  for (const kind of ["retry", "resolve", "status", "help", "quit"] as const) {
    assertEquals(parseCommand(kind), { kind });
  }
  assertEquals(parseCommand("exit"), { kind: "quit" });
});

Deno.test("parseCommand() tells of mistakes, and lets empty lines be", () => {
  assertEquals(parseCommand("  "), { kind: "nothing" });
  assertEquals(parseCommand("# note"), { kind: "nothing" });
  for (const line of ["event", "config", "action", "leader", "restart", "x"]) {
    assertEquals(parseCommand(line).kind, "mistake");
  }
});

Deno.test("parseCommand() reads what is expected of a service", () => {
  assertEquals(parseCommand("wait app/1 service web:api active"), {
    kind: "wait",
    what: "service",
    of: "app/1",
    words: ["web:api", "active"],
  });
  const mistakes = [
    ["service web active", '"web" is no CONTAINER:SERVICE'],
    [
      "service web:api up",
      '"up" is no state of a service: active, inactive, backoff, error, none',
    ],
    ["service web:api active now", '"now" is one word too many'],
  ];
  for (const [words, message] of mistakes) {
    assertEquals<unknown>(parseCommand(`expect ${words}`), {
      kind: "mistake",
      message,
    });
  }
});

Deno.test("parseCommand() reads a relation as the flag --relate does", () => {
  assertEquals(parseCommand("relate db:pg=pg.yaml"), {
    kind: "relate",
    target: "db:pg=pg.yaml",
  });
  for (const target of ["", "db", "db:", ":pg", "db:pg=", "db:pg:1"]) {
    assertEquals(parseCommand(`relate ${target}`), {
      kind: "mistake",
      message: "relate needs ENDPOINT:APP or ENDPOINT:APP=FILE",
    });
  }
});

Deno.test("splitWords() keeps what is quoted together", () => {
  assertEquals(splitWords(`a "b c" d='e "f"' g""h`), [
    "a",
    "b c",
    'd=e "f"',
    "gh",
  ]);
});

Deno.test("readLines() gives lines over pieces, and the last one", async () => {
  const stream = ReadableStream.from(["on", "e\ntwo\n", "é"])
    .pipeThrough(new TextEncoderStream());

  const lines = await Array.fromAsync(readLines(stream));

  assertEquals(lines, ["one", "two", "é"]);
});
