import { assertEquals, assertThrows } from "@std/assert";
import { world } from "./_test_world.ts";
import type { ModelBackend } from "../backend/model_backend.ts";
import {
  HookCommandError,
  HookCommandNotFoundError,
  secretAdd,
  secretGetBytes,
} from "../hook_commands/mod.ts";
import { HookContext } from "./hook_context.ts";
import type { HookEvent } from "./hook_event.ts";
import { SimulatedBackend } from "./simulated_backend.ts";
import { SimulatedRunner } from "./simulated_runner.ts";

function backend(
  state = world(),
  event: HookEvent = { kind: "config-changed" },
): { readonly backend: SimulatedBackend; readonly context: HookContext } {
  const context = new HookContext(state, event);
  const pebble = (name: string): never => {
    throw new TypeError(`Cannot find container "${name}"`);
  };
  const options = { charmDir: "/charm", pebble };
  return { backend: new SimulatedBackend(context, options), context };
}

Deno.test("SimulatedBackend reads and writes as a real backend does", () => {
  const state = world();
  const { backend: model, context } = backend(state);
  const seam: ModelBackend = model;

  seam.relationSet({ endpoint: "db", id: 1 }, { key: " a=b\n" });
  seam.statusSet("active", "-ready");
  seam.openPort({ port: 80 });
  context.flush();

  assertEquals(seam.isLeader(), true);
  assertEquals(seam.configGet()["count"], 1_000_000);
  assertEquals(seam.relationIds("db"), [1]);
  assertEquals(seam.relationList({ id: 1 }), [
    "mysql/0",
    "mysql/10",
    "mysql/2",
  ]);
  assertEquals(seam.relationApp({ id: 1 }), "mysql");
  assertEquals(seam.relationGet({ id: 1 }, "mysql/0"), { host: "10.0.0.1" });
  assertEquals(seam.relationGet({ id: 1 }, "mysql", { app: true }), {
    version: "8",
  });
  assertEquals(seam.networkGet("db").ingressAddresses, ["127.0.0.1"]);
  assertEquals(seam.openedPorts().map(({ port }) => port), [80]);
  assertEquals(state.relations.get(1)?.localUnitData["key"], " a=b\n");
  assertEquals(state.unitStatus.message, "-ready");
});

Deno.test("SimulatedBackend keeps secrets out of its record", () => {
  const { backend: model } = backend();

  const id = model.secretAdd({ password: "hush" }, { owner: "unit" });

  assertEquals(model.secretGet({ id }), { password: "hush" });
  assertEquals(model.secretInfoGet({ id }).revision, 1);
  assertEquals(JSON.stringify(model.commands).includes("hush"), false);
  assertEquals(
    model.commands.map(({ name }) => name),
    ["secret-add", "secret-get", "secret-info-get"],
  );
  assertEquals(model.hookCommandCount, 3);
});

Deno.test("SimulatedBackend.hookCommands keeps bytes of a secret as they are (JHT-21)", () => {
  const { hookCommands } = backend().backend;
  const der = new Uint8Array([0, 0xff, 0xfe, 0x80]);

  const id = secretAdd({ der, text: "a" }, {}, hookCommands);

  assertEquals(secretGetBytes({ id, key: "der" }, hookCommands), der);
});

Deno.test("SimulatedBackend refuses with Juju's code and text", () => {
  const { backend: model } = backend(world({ leader: false }));

  const error = assertThrows(
    () => model.statusSet("active", "", { app: true }),
    HookCommandError,
  );

  assertEquals(error.code, 1);
  assertEquals(error.stderr, "ERROR this unit is not the leader\n");
  assertEquals(model.commands.at(-1)?.code, 1);
});

Deno.test("SimulatedBackend tells what is dispatched", () => {
  const { backend: model } = backend(world(), {
    kind: "relation-joined",
    endpoint: "db",
    relationId: 1,
    remoteUnit: "mysql/0",
  });

  assertEquals(model.context.hookName, "db-relation-joined");
  assertEquals(model.context.relationId, 1);
  assertEquals(model.context.remoteUnitName, "mysql/0");
});

Deno.test("SimulatedRunner lacks what Juju lacks", () => {
  const runner = new SimulatedRunner(
    new HookContext(world(), { kind: "start" }),
  );

  assertThrows(() => runner.run(["add-metric"]), HookCommandNotFoundError);
  assertThrows(
    () => runner.run(["relation-set", "-r", "1", "--file", "/etc/hostname"]),
    HookCommandError,
    "no such file or directory",
  );
});
