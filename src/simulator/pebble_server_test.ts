import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { startPebble } from "../pebble/_daemon.ts";
import { Client } from "../pebble/client.ts";
import { APIError, ChangeError, PathError } from "../pebble/errors.ts";
import type { PebbleClient } from "../pebble/pebble_client.ts";
import { PebbleServer } from "./pebble_server.ts";

/** A client that reaches a real Pebble through the server. */
async function through(
  use: (served: PebbleClient, folder: string) => Promise<void>,
): Promise<void> {
  await using daemon = await startPebble();
  using real = new Client(daemon.socketPath);
  const socketPath = join(daemon.folder, "served.socket");
  await using _server = new PebbleServer(real, socketPath);
  using served = new Client(socketPath);
  await use(served, daemon.folder);
}

const LAYER = {
  services: {
    sleeper: {
      override: "replace",
      command: "sleep 600",
      startup: "enabled",
    },
    failing: { override: "replace", command: "/no/such/program" },
  },
  checks: {
    up: {
      override: "replace",
      startup: "disabled",
      exec: { command: "true" },
    },
  },
} as const;

Deno.test("PebbleServer answers for layers, services and changes as Pebble does", async () => {
  await through(async (served) => {
    const { version } = await served.getSystemInfo();
    await served.addLayer("base", LAYER);
    await assertRejects(() => served.addLayer("base", LAYER), APIError);
    await served.addLayer("base", LAYER, { combine: true });
    const plan = await served.getPlan();
    const id = await served.replanServices();
    const change = await served.getChange(id);
    const all = await served.getServices();
    await served.stopServices(["sleeper"]);
    const [stopped] = await served.getServices(["sleeper"]);

    assertEquals(version.startsWith("v"), true);
    assertEquals(plan.services["sleeper"]?.command, "sleep 600");
    assertEquals([change.ready, change.status, change.tasks.length], [
      true,
      "Done",
      1,
    ]);
    assertEquals(all.map(({ name, current }) => `${name} ${current}`), [
      "failing inactive",
      "sleeper active",
    ]);
    assertEquals(stopped?.current, "inactive");
  });
});

Deno.test("PebbleServer tells of changes that fail, and of what is unknown", async () => {
  await through(async (served) => {
    await served.addLayer("base", LAYER);

    await assertRejects(() => served.startServices(["failing"]), ChangeError);
    const refusal = await assertRejects(
      () => served.startServices(["nope"]),
      APIError,
    );
    const missing = await assertRejects(
      () => served.getChange("999"),
      APIError,
    );

    assertEquals([refusal.code, missing.code], [400, 404]);
    assertEquals((await served.getChanges({ select: "all" })).length, 1);
  });
});

Deno.test("PebbleServer writes, reads, lists and removes files", async () => {
  await through(async (served, folder) => {
    const path = join(folder, "deep/é 1.bin");
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);

    await served.push(path, bytes, { makeDirs: true, permissions: 0o600 });
    using pulled = await served.pull(path);
    const listed = await served.listFiles(join(folder, "deep"));
    await served.makeDir(join(folder, "a/b"), { makeParents: true });
    await served.removePath(join(folder, "deep"), { recursive: true });

    assertEquals(await pulled.bytes(), bytes);
    assertEquals(
      listed.map(({ name, size, permissions }) => [name, size, permissions]),
      [["é 1.bin", 100_000, 0o600]],
    );
    assertEquals((await Deno.stat(join(folder, "a/b"))).isDirectory, true);
    const error = await assertRejects(() => served.pull(path), PathError);
    assertEquals(error.kind, "not-found");
    await assertRejects(
      () => served.push(join(folder, "none/x"), "x"),
      PathError,
    );
  });
});

Deno.test("PebbleServer serves notices and checks", async () => {
  await through(async (served) => {
    await served.addLayer("base", LAYER);
    await served.notify("custom", "example.com/a", { data: { k: "v" } });
    const [notice] = await served.getNotices({ types: ["custom"] });
    const after = notice?.lastRepeatedText;
    const later = await served.getNotices({ types: ["custom"], after });
    const started = await served.startChecks(["up"]);
    const [check] = await served.getChecks();

    assertEquals([notice?.key, notice?.lastData], [
      "example.com/a",
      { k: "v" },
    ]);
    assertEquals(later, []);
    assertEquals((await served.getNotice(notice?.id ?? "")).occurrences, 1);
    assertEquals(started, ["up"]);
    assertEquals([check?.name, check?.status], ["up", "up"]);
  });
});

Deno.test("PebbleServer refuses what it has not", async () => {
  await through(async (served) => {
    const error = await assertRejects(() => served.exec(["true"]), APIError);

    assertEquals(error.code, 400);
  });
});
