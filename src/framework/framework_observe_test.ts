import { assertEquals, assertThrows } from "@std/assert";
import { type PingEvent, type PongEvent, start } from "./testdata/ping.ts";

Deno.test("Framework.observe() refuses a handler without a name (FRW-13, HND-06)", () => {
  const { emitter, observer } = start();

  assertThrows(
    () => observer.observe(emitter.on.ping, () => {}),
    TypeError,
    "Cannot observe Emitter/on/ping: the handler of Observer has no name",
  );
});

Deno.test("Framework.observe() takes by its type only a handler that needs no more than the event (FRW-12)", async () => {
  const { framework, emitter, observer } = start();
  const seen: unknown[] = [];
  const wants = function onPong(_event: unknown, _more: unknown) {};
  const mayHave = function onPing(...args: unknown[]) {
    seen.push(args.length);
  };

  framework.observe(emitter.on.ping, observer, mayHave);
  // @ts-expect-error A handler is called with nothing else.
  framework.observe(emitter.on.pong, observer, wants);
  await emitter.on.ping.emit({ n: 1 });

  assertEquals(seen, [1]);
});

Deno.test("Framework.observe() takes only an event of an emitter (FRW-11)", () => {
  const { framework, observer } = start();

  assertThrows(
    () =>
      framework.observe(
        // @ts-expect-error It is a name, not an event.
        "ping",
        observer,
        observer.onPing,
      ),
    TypeError,
    'Cannot observe "ping": it is not an event; pass a member of `on`',
  );
});

Deno.test("Framework.observe() refuses two handlers of one name", () => {
  const { emitter, observer } = start();
  observer.observe(emitter.on.ping, observer.onPing);

  assertThrows(
    () => observer.observe(emitter.on.pong, function onPing() {}),
    TypeError,
    'Cannot observe Emitter/on/pong: Observer has another handler named "onPing"',
  );
});

Deno.test("Framework.observe() refuses one method that is bound twice, and says why", () => {
  const { emitter, observer } = start();
  observer.observe(emitter.on.ping, observer.onPing.bind(observer));

  assertThrows(
    () => observer.observe(emitter.on.ping, observer.onPing.bind(observer)),
    TypeError,
    'another handler named "bound onPing"; pass the method itself, without bind',
  );
});

Deno.test("Framework.observe() is the long form of FrameworkObject.observe()", async () => {
  const { framework, emitter, observer } = start();
  framework.observe(emitter.on.ping, observer, observer.onPing);

  await emitter.on.ping.emit({ n: 1 });

  assertEquals(observer.seen, ["ping 1"]);
});

Deno.test("Framework.isObserved() tells whether a kind of event has an observer", () => {
  const { framework, emitter, observer } = start();
  observer.observe(emitter.on.ping, observer.onPing);

  assertEquals(framework.isObserved(emitter.on.ping), true);
  assertEquals(framework.isObserved(emitter.on.pong), false);
});

Deno.test("FrameworkObject.observe() gives one handler to events of several kinds", async () => {
  const { emitter, observer } = start();
  const kinds: string[] = [];
  const onEither = function onEither(event: PingEvent | PongEvent) {
    kinds.push(event.handle.kind);
  };

  for (const event of [emitter.on.ping, emitter.on.pong]) {
    observer.observe(event, onEither);
  }
  await emitter.on.ping.emit({ n: 1 });
  await emitter.on.pong.emit();

  assertEquals(kinds, ["ping", "pong"]);
});
