import { assert, assertEquals, assertRejects } from "@std/assert";
import { startPebble } from "./_daemon.ts";
import { RawServer } from "./_raw_server.ts";
import { Client } from "./client.ts";
import { APIError } from "./errors.ts";

async function refusal(call: () => Promise<unknown>): Promise<string> {
  const { code, message } = await assertRejects(call, APIError);
  return `${code} ${message}`;
}

Deno.test("Client.notify() repeats a notice, and its data with it (PBN-01, PBN-03, PBN-04)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const key = "example.com/a";

  const id = await client.notify("custom", key, {
    data: { k: "é" },
    repeatAfterMs: 3_600_000,
  });
  const first = await client.getNotice(id);
  await client.notify("custom", key, {
    data: { k: "2" },
    repeatAfterMs: 3_600_000,
  });
  const within = await client.getNotice(id);
  await client.notify("custom", key);
  const last = await client.getNotice(id);

  assertEquals([first.occurrences, first.lastData], [1, { k: "é" }]);
  assertEquals([first.repeatAfterMs, first.userId], [
    3_600_000,
    Deno.uid() ?? null,
  ]);
  assertEquals(within.lastRepeatedText, first.lastRepeatedText);
  assert(within.lastOccurredText > first.lastOccurredText);
  assertEquals([last.occurrences, last.lastData, last.repeatAfterMs], [
    3,
    {},
    null,
  ]);
  assert(last.lastRepeatedText > first.lastRepeatedText);
  assertEquals(last.firstOccurredText, first.firstOccurredText);
});

Deno.test("Client.notify() and getNotice() pass on what is refused (PBN-02, PBN-06)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const key = "example.com/a";

  const refusals = await Promise.all([
    refusal(() => client.notify("warning", key)),
    refusal(() => client.notify("custom", "nope")),
    refusal(() => client.notify("custom", `example.com/${"x".repeat(256)}`)),
    refusal(() =>
      client.notify("custom", key, { data: { a: "x".repeat(4096) } })
    ),
    refusal(() => client.getNotice("999")),
  ]);

  assertEquals(refusals.map((text) => text.slice(0, 60)), [
    '400 invalid type "warning" (can only add "custom" notices)',
    '400 invalid key "nope" (must be in "example.com/path" format)'
      .slice(0, 60),
    "400 key must be 256 bytes or less",
    "400 total size of data must be 4096 bytes or less",
    '404 cannot find notice with ID "999"',
  ]);
});

Deno.test("Client.getNotices() combines filters (PBN-05, PBN-07, PBN-08, PBN-09, PBN-10, PBN-13)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const keys = ["example.com/b", "example.com/a"];
  for (const key of keys) await client.notify("custom", key);
  await client.replanServices();
  const found = async (options?: Parameters<Client["getNotices"]>[0]) =>
    (await client.getNotices(options)).map(({ key }) => key);

  const all = await client.getNotices();

  assertEquals(all.map(({ type }) => type), [
    "custom",
    "custom",
    "change-update",
  ]);
  assertEquals(all[2]?.userId, null);
  assertEquals(all[2]?.lastData, { kind: "replan" });
  assertEquals(await found({ types: ["custom"] }), keys);
  assertEquals(await found({ users: "all", types: ["custom"] }), keys);
  assertEquals(await found({ types: ["custom", "new"] }), keys);
  assertEquals(await found({ types: ["new"] }), []);
  assertEquals(await found({ types: [] }), all.map(({ key }) => key));
  assertEquals(await found({ keys: ["example.com/a", "x"] }), [
    "example.com/a",
  ]);
  assertEquals(
    await found({ types: ["change-update"], keys: ["example.com/a"] }),
    [],
  );
  const uid = Deno.uid() ?? 0;
  assertEquals(await found({ userId: uid, types: ["custom"] }), keys);
  assertEquals(await found({ userId: 12_345, types: ["custom"] }), []);
  assertEquals((await found({ userId: 12_345 })).length, 1);
  await refusal(() => found({ users: "all", userId: 0 }));
});

Deno.test("Client.getNotices() finds what is newer than the last seen, to the nanosecond (PBN-11, PBC-31)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const ids: string[] = [];
  for (const name of ["a", "b", "c"]) {
    ids.push(await client.notify("custom", `example.com/${name}`));
  }
  const notices = await client.getNotices();
  const [, second] = notices;
  const after = async (text: string | Date) =>
    (await client.getNotices({ after: text })).map(({ id }) => id);

  assertEquals(await after(second?.lastRepeatedText ?? ""), [ids[2]]);
  assertEquals(await after(new Date(0)), ids);
  // A zone with a plus must not become a blank on the way.
  assertEquals(await after("1970-01-01T13:00:00+13:00"), ids);
  assertEquals(await after(notices.at(-1)?.lastRepeatedText ?? ""), []);
});

Deno.test("Client.waitNotices() returns at once, when there is one, or with none (PBN-12)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath, { timeoutMs: 1000 });
  const types = ["custom"];

  const none = await client.waitNotices(20, { types });
  const waiting = client.waitNotices(60_000, { types });
  const id = await client.notify("custom", "example.com/a");
  const [notice] = await waiting;
  const again = await client.waitNotices(60_000, { types });
  const none2 = await client.waitNotices(1, {
    types,
    after: notice?.lastRepeatedText,
  });

  assertEquals([none, none2], [[], []]);
  assertEquals([notice?.id, again[0]?.id], [id, id]);
});

Deno.test("Client.waitNotices() may wait longer than the daemon may be silent, and ends at its signal (PBN-12, PBC-12)", async () => {
  const hungUp = Promise.withResolvers<void>();
  await using server = new RawServer(async (peer) => {
    await peer.end();
    hungUp.resolve();
  });
  using client = new Client(server.socketPath, { timeoutMs: 10 });
  const controller = new AbortController();
  const reason = new Error("enough");
  let over = false;
  const waiting = client.waitNotices(60_000, { signal: controller.signal })
    .finally(() => over = true);
  await assertRejects(() => client.getNotices());
  const overBefore = over;

  controller.abort(reason);

  assertEquals(overBefore, false);
  assertEquals(await assertRejects(() => waiting), reason);
  await hungUp.promise;
  const [request = ""] = server.peers.map(({ received }) => received)
    .filter((text) => text.includes("timeout"));
  assert(request.startsWith("GET /v1/notices?timeout=60.000s HTTP/1.1\r\n"));
});
