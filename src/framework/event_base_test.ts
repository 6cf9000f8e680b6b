import { assertEquals, assertThrows } from "@std/assert";
import { ActionEvent } from "../charm/action_event.ts";
import { CollectStatusEvent } from "../charm/collect_status_event.ts";
import { StartEvent } from "../charm/lifecycle_events.ts";
import { FrameworkError } from "./errors.ts";
import { CommitEvent, EventBase, PreCommitEvent } from "./event_base.ts";
import { Handle } from "./handle.ts";
import { PingEvent, start } from "./testdata/ping.ts";

Deno.test("EventBase has a handle, a framework and the data it was emitted with (EVT-01)", () => {
  const { framework } = start();
  const handle = new Handle(null, "ping", "7");

  const event = new PingEvent(framework, handle, { n: 7 });

  assertEquals(event.handle, handle);
  assertEquals(event.framework, framework);
  assertEquals(event.deferred, false);
  assertEquals(event.data, { n: 7 });
  assertEquals(event.snapshot(), { n: 7 });
  assertEquals(event.isObsolete(), false);
  assertEquals(`${event}`, "<PingEvent via ping[7]>");
});

Deno.test("EventBase.origin tells Juju's events, actions, the framework's own and all others (EVT-02)", () => {
  assertEquals(
    [StartEvent, ActionEvent, PreCommitEvent, CommitEvent, CollectStatusEvent]
      .map(({ origin }) => origin),
    ["hook", "action", "lifecycle", "lifecycle", "lifecycle"],
  );
  assertEquals([PingEvent.origin, EventBase.origin], ["custom", "custom"]);
});

Deno.test("EventBase.defer() of what cannot be deferred leaves it as it is (EVT-04)", () => {
  const { framework } = start();
  const event = new CommitEvent(framework, new Handle(null, "commit"), {});

  assertThrows(
    () => event.defer(),
    FrameworkError,
    "Cannot defer <CommitEvent via commit>: this kind of event is not delivered again",
  );
  assertEquals(event.deferred, false);
});
