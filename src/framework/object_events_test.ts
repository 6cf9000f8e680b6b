import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { makeFramework } from "../_model_fixture.ts";
import { FrameworkError } from "./errors.ts";
import { EventBase } from "./event_base.ts";
import { FrameworkObject } from "./framework_object.ts";
import { ObjectEvents } from "./object_events.ts";

class Part extends FrameworkObject {}
class ReadyEvent extends EventBase {}

Deno.test("ObjectEvents.defineEvent() gives the event, which is then listed (FRW-24)", () => {
  const events = new ObjectEvents(new Part(makeFramework(), "key"));

  const event = events.defineEvent("ready_2", ReadyEvent);

  assertEquals(event.path, "Part[key]/on/ready_2");
  assertEquals(`${event}`, "<BoundEvent Part[key]/on/ready_2>");
  assertEquals(event.handle("7").path, "Part[key]/on/ready_2[7]");
  assertStrictEquals(event.eventType, ReadyEvent);
  assertEquals([...events.definedEvents().keys()], ["ready_2"]);
});

for (const kind of ["", "a-b", "a b", "a/b", "a[1]", "é"]) {
  Deno.test(`ObjectEvents.defineEvent() refuses the name "${kind}" (FRW-24)`, () => {
    const events = new ObjectEvents(new Part(makeFramework()));

    assertThrows(
      () => events.defineEvent(kind, ReadyEvent),
      FrameworkError,
      `Cannot define event "${kind}" of Part`,
    );
  });
}

Deno.test("ObjectEvents.defineEvent() refuses a name that is taken (FRW-24)", () => {
  const events = new ObjectEvents(new Part(makeFramework()));
  events.defineEvent("ready", ReadyEvent);

  assertThrows(
    () => events.defineEvent("ready", ReadyEvent),
    FrameworkError,
    "Cannot define a second event Part/on/ready: give each a name of its own",
  );
});

Deno.test("ObjectEvents.defineEvent() refuses a name that another collection of the object has", () => {
  const part = new Part(makeFramework());
  new ObjectEvents(part).defineEvent("ready", ReadyEvent);

  assertThrows(
    () => new ObjectEvents(part).defineEvent("ready", ReadyEvent),
    FrameworkError,
    "Cannot define a second event Part/on/ready: give each a name of its own",
  );
});

Deno.test("ObjectEvents of two objects are apart (EVT-12)", () => {
  const framework = makeFramework();

  for (const key of ["a", "b"]) {
    new ObjectEvents(new Part(framework, key)).defineEvent("ready", ReadyEvent);
  }
});
