import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import type { LogEntry } from "../pebble/log_entry.ts";
import { SimulatedPebble } from "../simulator/pebble/simulated_pebble.ts";
import { lazyPebble } from "./lazy_pebble.ts";

Deno.test("lazyPebble() loads with the first call, and only once", async () => {
  let loads = 0;
  using client = lazyPebble(() => {
    loads += 1;
    return Promise.resolve(new SimulatedPebble());
  });

  const before = loads;
  await client.addLayer("web", {
    services: { web: { override: "replace", command: "web" } },
  });
  const services = await client.getServices();

  assertEquals([before, loads], [0, 1]);
  assertEquals(services.map(({ name }) => name), ["web"]);
});

Deno.test("lazyPebble() iterates what the client gives to iterate", async () => {
  const entry = { message: "up" } as LogEntry;
  class Talking extends SimulatedPebble {
    override async *getLogs(): AsyncGenerator<LogEntry, void, undefined> {
      yield await Promise.resolve(entry);
    }
  }
  using client = lazyPebble(() => Promise.resolve(new Talking()));

  assertStrictEquals((await client.getLogs().next()).value, entry);
});

Deno.test("lazyPebble() passes on what a call throws, and what loading does", async () => {
  using client = lazyPebble(() => Promise.resolve(new SimulatedPebble()));
  using broken = lazyPebble(() => Promise.reject(new TypeError("gone")));

  await assertRejects(() => client.getChange("7"), Error, "7");
  await assertRejects(() => broken.getPlan(), TypeError, "gone");
});

Deno.test("lazyPebble() is no promise, and closes without being loaded", async () => {
  const client = lazyPebble(() => Promise.reject(new TypeError("loaded")));

  const awaited = await (async () => await Promise.resolve(client))();
  client.close();

  assertStrictEquals(awaited, client);
});
