import { assertEquals } from "@std/assert";
import { makeFixture } from "../_model_fixture.ts";
import { CharmBase } from "../charm/charm_base.ts";
import type { UpdateStatusEvent } from "../charm/lifecycle_events.ts";
import { dispatch } from "../dispatch.ts";
import type { Framework } from "./framework.ts";
import { MemoryStorage } from "./memory_storage.ts";

class WebCharm extends CharmBase {
  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on.start, this.onStart);
    this.observe(this.on.updateStatus, this.onUpdateStatus);
  }

  onStart(): void {}

  onUpdateStatus(event: UpdateStatusEvent): void {
    event.defer();
  }
}

/** What is told of the dispatch of a hook; lifecycle events are left out. */
async function told(
  hook: string,
  options: {
    readonly storage: MemoryStorage;
    readonly emit?: (charm: CharmBase) => Promise<void>;
  },
): Promise<string[]> {
  const { meta, backend, log } = makeFixture({
    env: { JUJU_DISPATCH_PATH: `hooks/${hook}` },
  });
  const lines: string[] = [];
  const { storage, emit } = options;
  await dispatch({
    charmClass: WebCharm,
    meta,
    backend,
    log: log.logger,
    openStorage: () => storage,
    onCharm: () => lines.push("made"),
    beforeEvents: () => Promise.resolve(void lines.push("waited for")),
    emit,
    watcher: {
      onEmit: ({ eventType }, path) => {
        if (eventType.origin !== "lifecycle") lines.push(`emit ${path}`);
      },
      onHandler: (_event, { methodName }, deferred) =>
        lines.push(`${methodName} ${deferred ? "again" : "now"}`),
      onHandled: ({ deferred }) => lines.push(deferred ? "deferred" : "done"),
    },
  });
  return lines;
}

Deno.test("FrameworkWatcher is told of events and handlers, deferred ones first", async () => {
  const storage = new MemoryStorage();

  const first = await told("update-status", { storage });
  const second = await told("start", { storage });

  assertEquals(first, [
    "made",
    "waited for",
    "emit WebCharm/on/update_status[1]",
    "onUpdateStatus now",
    "deferred",
  ]);
  assertEquals(second.slice(2), [
    "onUpdateStatus again",
    "deferred",
    "emit WebCharm/on/start[2]",
    "onStart now",
    "done",
  ]);
});

Deno.test("dispatch() delivers what it is given in place of Juju's event", async () => {
  const lines = await told("update-status", {
    storage: new MemoryStorage(),
    emit: (charm) => charm.on.start.emit(),
  });

  assertEquals(lines.slice(2), [
    "emit WebCharm/on/start[1]",
    "onStart now",
    "done",
  ]);
});
