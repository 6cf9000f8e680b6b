import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { AbortError } from "../abort.ts";
import { runDispatch, tryDispatch } from "../_model_fixture.ts";
import { CharmBase } from "../charm/charm_base.ts";
import type { StartEvent } from "../charm/lifecycle_events.ts";
import { EventBase } from "../framework/event_base.ts";
import type { BoundEvent } from "../framework/bound_event.ts";
import type { Framework } from "../framework/framework.ts";
import { ObjectEvents } from "../framework/object_events.ts";
import { FrameworkObject } from "../framework/framework_object.ts";
import { MemoryStorage } from "../framework/memory_storage.ts";
import { ScriptedRunner } from "../_scripted_runner.ts";
import { type RecordedSpan, RecordingTracer } from "./_recording_tracer.ts";
import { Spans } from "./spans.ts";
import { TracedRunner } from "./traced_runner.ts";

class ReadyEvent extends EventBase {}

class PartEvents extends ObjectEvents {
  readonly ready: BoundEvent<ReadyEvent> = this.defineEvent(
    "ready",
    ReadyEvent,
  );
}

class Part extends FrameworkObject {
  readonly on = new PartEvents(this);
}

class TracedCharm extends CharmBase {
  readonly part: Part = new Part(this, "a");
  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on.start, this.#onStart);
    this.observe(this.part.on.ready, this.onReady);
  }
  async #onStart(event: StartEvent): Promise<void> {
    this.unit.setWorkloadVersion("1");
    await this.part.on.ready.emit();
    event.defer();
  }
  async onReady(): Promise<void> {
    await null;
  }
}

function outline({ name, children, isEnded }: RecordedSpan): unknown {
  return isEnded ? [name, ...children.map(outline)] : `${name} is open`;
}

Deno.test("dispatch() has a span for each handler, with what it is about (SPN-03)", async () => {
  const tracer = new RecordingTracer();
  const storage = new MemoryStorage();
  const traced = {
    charmClass: TracedCharm,
    env: { JUJU_DISPATCH_PATH: "hooks/start" },
    script: { "application-version-set -- 1": "" },
    spans: new Spans({ tracer }),
    storage,
  };

  await traced.spans.run("ops.main", {}, () => runDispatch(traced));

  const [root] = tracer.roots as [RecordedSpan];
  assertEquals(outline(root), [
    "ops.main",
    ["start: TracedCharm", ["ready: TracedCharm"]],
  ]);
  assertEquals(root.events, [
    ["StartEvent", { deferred: false, kind: "start" }],
    ["CollectStatusEvent", { deferred: false, kind: "collect_unit_status" }],
    ["PreCommitEvent", { deferred: false, kind: "pre_commit" }],
    ["CommitEvent", { deferred: false, kind: "commit" }],
  ]);
  const [start] = root.children as [RecordedSpan];
  assertEquals(start.attributes, {
    deferred: false,
    event: "<StartEvent via TracedCharm/on/start[1]>",
    event_type: "hook",
    event_class: "StartEvent",
    event_name: "start",
    handler: "TracedCharm.#onStart",
  });
  assertEquals(start.events, [
    ["ReadyEvent", { deferred: false, kind: "ready" }],
  ]);
  const [ready] = start.children as [RecordedSpan];
  assertEquals(ready.attributes["event_type"], "custom");
  assertEquals(ready.attributes["handler"], "TracedCharm.onReady");

  const again = new RecordingTracer();
  await runDispatch({ ...traced, spans: new Spans({ tracer: again }) });

  assertEquals(again.roots[0]!.attributes["deferred"], true);
});

Deno.test("dispatch() marks a trace as observed once a handler runs (SPN-04)", async () => {
  let marks = 0;
  const tracer = new RecordingTracer();
  const dispatchOf = (path: string) =>
    runDispatch({
      charmClass: TracedCharm,
      env: { JUJU_DISPATCH_PATH: path },
      script: { "application-version-set -- 1": "" },
      spans: new Spans({ tracer, markObserved: () => marks++ }),
    });

  await dispatchOf("hooks/update-status");
  assertEquals(marks, 0);
  await dispatchOf("hooks/start");
  assertEquals(marks, 1);
});

Deno.test("dispatch() logs the id of the trace, if there is one (DSP-23)", async () => {
  for (const id of ["0".repeat(32), "4bf92f3577b34da6a3ce929d0e0e4736"]) {
    const spans = new Spans({ tracer: new RecordingTracer(id) });
    const { log } = await spans.run("ops.main", {}, () =>
      runDispatch({
        charmClass: TracedCharm,
        env: { JUJU_DISPATCH_PATH: "hooks/stop" },
        spans,
      }));

    assertEquals(log.of("DEBUG"), [
      "Emitting Juju event stop.",
      ...id.startsWith("0") ? [] : [`Starting root trace with id='${id}'.`],
    ]);
  }
});

Deno.test("Spans.run() notes an error and ends the span, whether it comes at once or later", async () => {
  const tracer = new RecordingTracer();
  const spans = new Spans({ tracer });

  assertThrows(() =>
    spans.run("sync", {}, () => {
      throw new RangeError("a");
    }), RangeError);
  await assertRejects(() =>
    spans.run("async", {}, async () => {
      await null;
      throw new RangeError("b");
    }), RangeError);
  assertThrows(() =>
    spans.run("text", {}, () => {
      throw "c";
    })
  );
  assertThrows(() =>
    spans.run("abort", {}, () => {
      throw new AbortError("enough");
    }), AbortError);

  assertEquals(
    tracer.roots.map(({ name, error, status, isEnded }) => [
      name,
      error,
      status,
      isEnded,
    ]),
    [
      ["sync", "RangeError: a", 2, true],
      ["async", "RangeError: b", 2, true],
      ["text", null, 2, true],
      ["abort", null, 0, true],
    ],
  );
  spans.event("nowhere", {});
});

Deno.test("TracedRunner has a span for each hook command but juju-log, without what is secret (SPN-02, LOG-14)", () => {
  const tracer = new RecordingTracer();
  const script = {
    "juju-log --log-level INFO -- x": "",
    "action-set key=hunter2": "",
    "secret-add password#file=password": "secret:1",
    "is-leader --format=json": { stderr: "no" },
  };
  const runner = new TracedRunner(
    new ScriptedRunner(script),
    new Spans({ tracer }),
  );

  runner.run(["juju-log", "--log-level", "INFO", "--", "x"]);
  runner.run(["action-set", "key=hunter2"], {
    shown: ["action-set", "key=<redacted>"],
  });
  runner.withFiles(
    { password: "hunter2" },
    ({ password }) =>
      runner.run(["secret-add", `password#file=${password}`], {
        isSecret: true,
      }),
  );
  assertThrows(() => runner.run(["is-leader", "--format=json"]));

  assertEquals(runner.commandCount, 4);
  assertEquals(tracer.roots.map(({ name, attributes }) => [name, attributes]), [
    ["action-set", {
      call: "Deno.Command",
      argv: ["action-set", "key=<redacted>"],
    }],
    ["secret-add", {
      call: "Deno.Command",
      argv: ["secret-add", "password#file=password"],
    }],
    ["is-leader", {
      call: "Deno.Command",
      argv: ["is-leader", "--format=json"],
    }],
  ]);
  assertEquals(tracer.roots[2]!.status, 2);
  assertEquals(JSON.stringify(tracer.roots).includes("hunter2"), false);
});

Deno.test("dispatch() that fails ends its spans", async () => {
  class Failing extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.start, this.#onStart);
    }
    #onStart(): void {
      throw new RangeError("no");
    }
  }
  const tracer = new RecordingTracer();

  await tryDispatch({
    charmClass: Failing,
    env: { JUJU_DISPATCH_PATH: "hooks/start" },
    spans: new Spans({ tracer }),
  });

  const [span] = tracer.roots as [RecordedSpan];
  assertEquals([span.error, span.status, span.isEnded], [
    "RangeError: no",
    2,
    true,
  ]);
});
