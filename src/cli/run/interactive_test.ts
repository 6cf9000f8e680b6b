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

Deno.test("parseCommand() reads what is expected, and tells of what can never come true", () => {
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
    [
      "status green",
      '"green" is no status: active, blocked, error, maintenance, terminated, ' +
      "unknown, waiting",
    ],
    [
      "ports 80/tcp http",
      '"http" is no port: write 80/tcp, 8000-8008/udp, icmp or none',
    ],
    [
      "ports none 80/tcp",
      '"none" is no port: write 80/tcp, 8000-8008/udp, icmp or none',
    ],
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

Deno.test("parseCommand() takes no leader for a unit of the other side", () => {
  const mistakes = [
    ["join db:pg/leader", "join needs ENDPOINT:APP/N"],
    ["join db:pg", "join needs ENDPOINT:APP/N"],
    ["join pg/0", "join needs ENDPOINT:APP/N"],
    ["depart db:pg/leader", "depart needs ENDPOINT:APP/N"],
    ["depart db:pg", "depart needs ENDPOINT:APP/N"],
    ["set db:pg/leader a=b", '"pg/leader" is no remote unit: write APP/N'],
    ["set db:pg/01 a=b", '"pg/01" is no remote unit: write APP/N'],
  ] as const;
  for (const [line, message] of mistakes) {
    assertEquals(parseCommand(line), { kind: "mistake", message });
  }
});

Deno.test("parseCommand() takes what names a databag of the other side", () => {
  for (const target of ["db:pg", "db:pg/0", "db:app", "db:unit", "db:0"]) {
    const set = { kind: "set", target, pairs: ["a=b"] } as const;
    assertEquals(parseCommand(`set ${target} a=b`), set);
  }
  for (const target of ["db:pg/0", "db:unit"]) {
    assertEquals(parseCommand(`depart ${target}`), { kind: "depart", target });
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
