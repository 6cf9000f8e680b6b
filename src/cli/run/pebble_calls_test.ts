import { assertEquals } from "@std/assert";
import { makeFolder } from "../_testing.ts";
import { parsePebbleLog, PebbleLog } from "./pebble_calls.ts";

const LOG = `2026-01-01T00:00:00.970Z [pebble] Started daemon.
2026-01-01T00:00:00.971Z [pebble] GET /v1/system-info 50µs 200 (http+unix)
2026-01-01T00:00:00.972Z [pebble] GET /v1/notices?after=x 50µs 200 (http+unix)
2026-01-01T00:00:00.973Z [pebble] POST /v1/layers 1.5ms 200 (http+unix)
2026-01-01T00:00:00.974Z [pebble] GET /v1/changes/1/wait 1m2.5s 404 (http+unix)
`;

Deno.test("parsePebbleLog() finds what a charm has asked", () => {
  assertEquals(parsePebbleLog(LOG), [
    { request: "POST /v1/layers", code: 200, durationMs: 1.5 },
    { request: "GET /v1/changes/1/wait", code: 404, durationMs: 62_500 },
  ]);
});

Deno.test("PebbleLog.calls() tells each request once, whole lines only", async () => {
  await using folder = await makeFolder({ log: LOG.slice(0, -30) });
  const log = new PebbleLog(folder.at("log"));

  const first = await log.calls();
  await Deno.writeTextFile(folder.at("log"), LOG);
  const second = await log.calls();

  assertEquals(first.map(({ code }) => code), [200]);
  assertEquals(second.map(({ code }) => code), [404]);
  assertEquals(await log.calls(), []);
  assertEquals(await new PebbleLog(folder.at("none")).calls(), []);
});
