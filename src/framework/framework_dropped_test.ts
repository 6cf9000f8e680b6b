import { assertEquals } from "@std/assert";
import { makeFixture, makeFramework } from "../_model_fixture.ts";
import {
  deferPing,
  Emitter,
  Observer,
  PingEvent,
  start,
} from "./testdata/ping.ts";

Deno.test("Framework.reemit() drops an event whose kind is gone (FRW-21)", async () => {
  const storage = await deferPing();
  const fixture = makeFixture();
  const framework = makeFramework(storage, fixture);
  new Observer(framework);

  await framework.reemit();

  assertEquals(storage.notices(), []);
  assertEquals(storage.snapshotPaths(), []);
  assertEquals(fixture.log.of("WARNING"), []);
});

Deno.test("Framework.reemit() drops an event whose handler is gone (FRW-21)", async () => {
  const storage = await deferPing();
  const { framework, observer, log } = start(storage);

  await framework.reemit();

  assertEquals(observer.seen, []);
  assertEquals(storage.notices(), []);
  assertEquals(storage.snapshotPaths(), []);
  assertEquals(log.of("WARNING"), []);
});

Deno.test("Framework.reemit() warns of an observer that was not made, and drops its event (FRW-03)", async () => {
  const storage = await deferPing();
  const fixture = makeFixture();
  const framework = makeFramework(storage, fixture);
  new Emitter(framework);

  await framework.reemit();

  assertEquals(storage.notices(), []);
  assertEquals(fixture.log.of("WARNING"), [
    "Dropping deferred event Emitter/on/ping[1]: its observer Observer was not made in this dispatch.",
  ]);
});

Deno.test("Framework.reemit() finds a handler that observes another event now", async () => {
  const storage = await deferPing();
  const { framework, emitter, observer } = start(storage);
  observer.observe(emitter.on.pong, observer.onPong);
  observer.observe(
    emitter.on.defineEvent("other", PingEvent),
    observer.onPing,
  );

  await framework.reemit();

  assertEquals(observer.seen, ["ping 1"]);
});
