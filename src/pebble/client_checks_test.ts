import { assert, assertEquals, assertRejects } from "@std/assert";
import { startPebble, until } from "./_daemon.ts";
import { RawServer } from "./_raw_server.ts";
import { Client } from "./client.ts";
import { APIError, ProtocolError } from "./errors.ts";

/** A check that runs only when it is refreshed. */
const RARE = { override: "replace", period: "1h", threshold: 1 } as const;
const GOOD = { ...RARE, exec: { command: "true" } } as const;

Deno.test("Client.getChecks() filters by level and name (PBK-01, PBK-02)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    checks: {
      b: { ...GOOD, level: "alive" },
      a: { ...GOOD, level: "ready" },
      c: GOOD,
    },
  });
  const names = async (options?: Parameters<Client["getChecks"]>[0]) =>
    (await client.getChecks(options)).map(({ name }) => name).join("");

  assertEquals(await names(), "abc");
  assertEquals(await names({ level: "ready" }), "a");
  assertEquals(await names({ level: "" }), "abc");
  assertEquals(await names({ names: ["c", "b", "x"] }), "bc");
  assertEquals(await names({ names: ["b", "c"], level: "alive" }), "b");
  const error = await assertRejects(() => names({ level: "bad" }), APIError);
  assertEquals(error.message, 'level must be "alive" or "ready"');
});

Deno.test("Client.refreshCheck() runs a check now, also one that is stopped (PBK-06, PBK-07, PBK-13)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const file = `${daemon.folder}/flag`;
  await client.addLayer("base", {
    checks: { flag: { ...RARE, exec: { command: `test -e ${file}` } } },
  });
  const [fresh] = await client.getChecks();

  const failed = await client.refreshCheck("flag");
  const [down] = await until(
    () => client.getChecks(),
    ([check]) => check?.changeId !== fresh?.changeId,
  );
  await Deno.writeTextFile(file, "");
  // Its info may be that of a moment before.
  const recovered = await until(
    () => client.refreshCheck("flag"),
    ({ info }) => info.failures === 0,
  );
  await until(
    () => client.getChecks(),
    ([check]) => check?.changeId !== down?.changeId,
  );
  await client.stopChecks(["flag"]);
  const stopped = await client.refreshCheck("flag");
  const unknown = await assertRejects(
    () => client.refreshCheck("nope"),
    APIError,
  );

  assertEquals([fresh?.status, fresh?.hasRun], ["up", false]);
  assertEquals([failed.error, down?.failures], ["exit status 1", 1]);
  assertEquals([recovered.error, recovered.info.failures], [null, 0]);
  assertEquals([stopped.error, stopped.info.status], [null, "inactive"]);
  assertEquals([unknown.code, unknown.message], [
    404,
    'cannot find check with name "nope"',
  ]);
});

Deno.test("Client.getHealth() is what the checks of a level say (PBK-10, PBK-11)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const bad = { ...RARE, exec: { command: "false" } } as const;
  await client.addLayer("base", {
    checks: {
      alive: { ...bad, level: "alive" },
      ready: { ...GOOD, level: "ready" },
    },
  });

  const before = await client.getHealth();
  await client.refreshCheck("alive");
  await until(
    () => client.getChecks({ names: ["alive"] }),
    ([check]) => check?.prevChangeId !== null,
  );
  const health = await Promise.all([
    client.getHealth(),
    client.getHealth({ level: "alive" }),
    client.getHealth({ level: "ready" }),
    client.getHealth({ names: ["ready"] }),
    client.getHealth({ names: [] }),
    client.getHealth({ level: "ready", names: ["ready"] }),
  ]);
  await client.stopChecks(["alive"]);
  const after = await client.getHealth();
  const error = await assertRejects(
    () => client.getHealth({ level: "bad" }),
    APIError,
  );

  assertEquals(before, true);
  assertEquals(health, [false, false, false, true, false, true]);
  assertEquals(after, true);
  assertEquals(error.code, 400);
});

Deno.test("Client.getHealth() tells a daemon that is down from one whose health is bad (PBK-11)", async () => {
  const bodies = [
    '{"type":"error","result":{"message":"gateway"}}',
    '{"type":"sync","result":{"healthy":false}}',
  ];
  await using server = new RawServer(async (peer, index) => {
    await peer.until("\r\n\r\n");
    const body = bodies[index] ?? "";
    await peer.write(
      "HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\n" +
        `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  using client = new Client(server.socketPath);

  await assertRejects(() => client.getHealth(), ProtocolError);
  assertEquals(await client.getHealth(), false);
});

Deno.test("Client.startChecks() and stopChecks() say what changed (PBK-08, PBK-09)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    checks: { b: GOOD, a: GOOD, off: { ...GOOD, startup: "disabled" } },
  });
  await client.refreshCheck("a");
  await until(
    () => client.getChecks({ names: ["a"] }),
    ([check]) => check?.hasRun ?? false,
  );
  const message = async (call: () => Promise<unknown>) =>
    (await assertRejects(call, APIError)).message;

  const stopped = await client.stopChecks(["off", "b", "a"]);
  const again = await client.stopChecks(["a"]);
  const started = await client.startChecks(new Set(["off", "a"]));
  const [a] = await client.getChecks({ names: ["a"] });

  assertEquals([stopped, again, started], [["a", "b"], [], ["a", "off"]]);
  assert(a?.changeId);
  assertEquals([a?.successes, a?.failures], [0, 0]);
  assertEquals(
    await message(() => client.startChecks([])),
    "must specify checks for start action",
  );
  assertEquals(
    await message(() => client.stopChecks(["z", "a", "y"])),
    "cannot stop checks: cannot find checks in plan: y, z",
  );
});

Deno.test("Client.stopChecks() reads what older daemons say of no change (PBK-08)", async () => {
  const body = '{"type":"sync","result":{"changed":null}}';
  await using server = new RawServer((peer) =>
    peer.answerAll(
      "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n" +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    )
  );
  using client = new Client(server.socketPath);

  assertEquals(await client.stopChecks(["a"]), []);
});
