import { assertEquals } from "@std/assert";
import { guardPaths, guardProcesses } from "./guard.ts";

/** A daemon that a charm has left: nothing but its environment tells so. */
function startDaemon(charmDir: string, script: string): Deno.ChildProcess {
  return new Deno.Command("sh", {
    args: ["-c", script],
    env: { CHARM_DIR: charmDir },
    detached: true,
    stdin: "null",
  }).spawn();
}

const SLEEP = "exec sleep 600";

Deno.test("guardProcesses() ends what the charms of a folder have left, and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  const guard = guardProcesses(folder);
  const own = startDaemon(`${folder}/agents/unit/charm`, SLEEP);
  const other = startDaemon(`${folder}-other/agents/unit/charm`, SLEEP);
  try {
    await guard[Symbol.asyncDispose]();

    assertEquals((await own.status).signal, "SIGTERM");
    other.kill("SIGINT");
    assertEquals((await other.status).signal, "SIGINT");
  } finally {
    await Deno.remove(folder);
  }
});

Deno.test("guardProcesses() ends services of the Pebbles of a folder", async () => {
  const folder = await Deno.makeTempDir();
  const service = new Deno.Command("sh", {
    args: ["-c", SLEEP],
    env: { PEBBLE: `${folder}/pebble/web` },
    detached: true,
    stdin: "null",
  }).spawn();

  await guardProcesses(folder)[Symbol.asyncDispose]();

  assertEquals((await service.status).signal, "SIGTERM");
  await Deno.remove(folder);
});

Deno.test("guardPaths() removes paths when it is disposed of", async () => {
  const folder = await Deno.makeTempDir();

  await guardPaths([folder])[Symbol.asyncDispose]();

  assertEquals(await Deno.stat(folder).catch(() => null), null);
});
