import { assertEquals, assertThrows } from "@std/assert";
import { InvalidArgumentError } from "commander";
import { CliError } from "../cli_error.ts";
import { RepeatedFlags } from "./repeated_flags.ts";

Deno.test("RepeatedFlags.read() has steps in the order given", () => {
  const flags = new RepeatedFlags();
  flags.addConfig("a=b");
  flags.addActionWord("backup");
  flags.addActionWord("where=there");
  flags.addStep({ kind: "retry" });
  flags.addConfig("options.yaml");

  flags.read();

  assertEquals(flags.steps, [
    { kind: "config", pairs: ["a=b"] },
    { kind: "action", name: "backup", pairs: ["where=there"] },
    { kind: "retry" },
    { kind: "config-file", file: "options.yaml" },
  ]);
});

Deno.test("RepeatedFlags.read() puts together what is said of one storage", () => {
  const flags = new RepeatedFlags();
  flags.addStorage("data=2");
  flags.addStorage("data=/srv");
  flags.addRelation("db:pg");

  flags.read();

  assertEquals(flags.storages, { data: { count: 2, path: "/srv" } });
  assertEquals(flags.relate, [{ endpoint: "db", app: "pg", file: null }]);
});

Deno.test("RepeatedFlags.read() tells what the flags only kept", () => {
  const wrong: ((flags: RepeatedFlags) => void)[] = [
    (flags) => flags.addRelation("db:"),
    (flags) => flags.addActionWord("where=there"),
    (flags) => flags.addScript("/nowhere/a.script"),
  ];
  for (const add of wrong) {
    const flags = new RepeatedFlags();
    add(flags);
    assertThrows(() => flags.read(), CliError);
  }
});

Deno.test("RepeatedFlags refuses a pair without a name at once", () => {
  const flags = new RepeatedFlags();
  flags.addVariable("A=b=c");

  assertThrows(() => flags.addResource("=file"), InvalidArgumentError);
  assertEquals(flags.env, { A: "b=c" });
});
