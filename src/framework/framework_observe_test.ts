import { assertEquals, assertThrows } from "@std/assert";
import { start } from "./testdata/ping.ts";

Deno.test("Framework.observe() refuses a handler without a name", () => {
  const { emitter, observer } = start();

  assertThrows(
    () => observer.observe(emitter.on.ping, () => {}),
    TypeError,
    "Cannot observe Emitter/on/ping: the handler of Observer has no name",
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
