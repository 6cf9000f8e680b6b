import * as ops from "@charmkit/ops";
import {
  expectHookCommands,
  HookCommandsError,
  State,
} from "@charmkit/ops/testing";
import { assertEquals, assertThrows } from "@std/assert";
import { runBody } from "./testdata/body_charm.ts";

const { ctx } = await runBody({ name: "web" }, (charm) => {
  charm.log.warning("is no hook command to be expected");
  charm.unit.openPort("tcp", 80);
  charm.unit.status = new ops.ActiveStatus("Ready");
}, { state: new State() });

Deno.test("expectHookCommands() takes names, words in order, and patterns", () => {
  expectHookCommands(ctx, ["open-port", "status-set"]);
  expectHookCommands(ctx, ["open-port 80/tcp", "status-set active Ready"]);
  expectHookCommands(ctx, [/^open-port /, /Ready$/]);
});

Deno.test("expectHookCommands() shows both lists when they differ", () => {
  const { message } = assertThrows(
    () =>
      expectHookCommands(ctx, ["open-port 81/tcp", "status-set", "is-leader"]),
    HookCommandsError,
  );

  assertEquals(message.split("\n").slice(1), [
    "! open-port 80/tcp (expected: open-port 81/tcp)",
    "  status-set --application=false active -- Ready",
    "! nothing (expected: is-leader)",
  ]);
});

Deno.test("expectHookCommands() wants words in their order, and no more commands", () => {
  for (
    const expected of [
      ["open-port", "status-set Ready active"],
      ["open-port"],
      ["status-set", "open-port"],
      [],
    ]
  ) {
    assertThrows(() => expectHookCommands(ctx, expected), HookCommandsError);
  }
});
