import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { startPebble } from "./_daemon.ts";
import { Client } from "./client.ts";
import { ensureFile } from "./ensure_file.ts";
import { APIError, PathError } from "./errors.ts";

Deno.test("ensureFile() writes only what differs (CNT-07, PBF-15, PBF-17)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const path = join(daemon.folder, "deep/file");
  const ensure = (content: string | Uint8Array, permissions?: number) =>
    ensureFile(client, path, content, { permissions, makeDirs: true });
  const inode = async () => (await Deno.stat(path)).ino;

  assertEquals(await ensure("é\n"), true);
  const first = await inode();
  assertEquals(await ensure("é\n"), false);
  assertEquals(await ensure(new Uint8Array([0xc3, 0xa9, 10])), false);
  assertEquals(await inode(), first);
  assertEquals(await ensure("e\n\n"), true);
  assertEquals(await ensure("longer\n"), true);
  assertEquals(await Deno.readTextFile(path), "longer\n");
  assertEquals(await ensure("longer\n", 0o600), true);
  assertEquals(await ensure("longer\n", 0o600), false);
  // Without permissions it is as a push would leave it.
  assertEquals(await ensure("longer\n"), true);
  assertEquals((await Deno.stat(path)).mode! & 0o777, 0o644);
  assertEquals(await ensure(""), true);
  assertEquals(await ensure(""), false);
});

Deno.test("ensureFile() compares as much of the owner as is given", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const path = join(daemon.folder, "file");
  await client.push(path, "x");
  const [info] = await client.listFiles(path);
  assert(info !== undefined && info.userId !== null && info.groupId !== null);
  const { userId, groupId } = info;
  const user = info.user ?? undefined;

  assertEquals(await ensureFile(client, path, "x", { userId, user }), false);
  assertEquals(await ensureFile(client, path, "x", { userId, groupId }), false);
  const other = { userId: userId + 1, groupId: groupId + 1 };
  const [before] = await client.listFiles(path);
  const outcome = await ensureFile(client, path, "x", other).catch((e) => e);
  // Only root may give a file away; where that isn't so, Pebble says it.
  assert(outcome === true || outcome instanceof PathError, String(outcome));
  if (outcome === true) {
    const [after] = await client.listFiles(path);
    assertEquals([after?.userId, after?.groupId], [userId + 1, groupId + 1]);
  } else {
    assertEquals((await client.listFiles(path))[0], before);
  }
});

Deno.test("ensureFile() opens a source anew to compare and to write, and closes it (CNT-29)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const source = join(daemon.folder, "source");
  const path = join(daemon.folder, "target");
  const content = new Uint8Array(3_000_000).map((_, i) => i * 7);
  await Deno.writeFile(source, content);
  let opened = 0;
  const open = () => {
    opened++;
    return Deno.open(source);
  };

  assertEquals(await ensureFile(client, path, open), true);
  assertEquals(await ensureFile(client, path, open), false);
  assertEquals(opened, 2);
  const stream = async () => (await open()).readable;
  assertEquals(await ensureFile(client, path, stream), false);
  const pieces = () => ["a", new Uint8Array([98])];
  assertEquals(await ensureFile(client, path, pieces), true);
  assertEquals(await ensureFile(client, path, pieces), false);
  await Deno.writeFile(source, content.subarray(0, -1));
  assertEquals(await ensureFile(client, path, stream), true);
  await Deno.writeFile(source, content);
  assertEquals(await ensureFile(client, path, open), true);
  assertEquals(await Deno.readFile(path), content);
});

Deno.test("ensureFile() fails for what can be no file, and keeps the signal's reason", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  await client.push(join(folder, "file"), "x");
  const reason = new Error("enough");

  await assertRejects(() => ensureFile(client, folder, "x"), PathError);
  await assertRejects(
    () => ensureFile(client, join(folder, "file/below"), "x"),
    APIError,
  );
  await assertRejects(
    () => ensureFile(client, join(folder, "none/below"), "x"),
    PathError,
    "not-found",
  );
  const error = await assertRejects(() =>
    ensureFile(client, join(folder, "file"), "y", {
      signal: AbortSignal.abort(reason),
    })
  );
  assertEquals(error, reason);
  assertEquals(await Deno.readTextFile(join(folder, "file")), "x");
});
