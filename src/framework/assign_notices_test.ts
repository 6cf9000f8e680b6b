import { assertEquals } from "@std/assert";
import { runDispatch } from "../_model_fixture.ts";
import { CharmBase } from "../charm/charm_base.ts";
import type {
  ConfigChangedEvent,
  StartEvent,
} from "../charm/lifecycle_events.ts";
import type { RelationChangedEvent } from "../charm/relation_events.ts";
import type { Framework } from "./framework.ts";
import { FrameworkObject } from "./framework_object.ts";
import { MemoryStorage } from "./memory_storage.ts";
import { noticeForAnybody } from "./state_storage.ts";

const seen: string[] = [];

class Part extends FrameworkObject {
  onConfigChanged(event: ConfigChangedEvent): void {
    seen.push(`part ${event.handle.kind}`);
    event.defer();
  }
}

class TestCharm extends CharmBase {
  constructor(framework: Framework) {
    super(framework);
    const part = new Part(this, "a");
    part.observe(this.on.configChanged, part.onConfigChanged);
    this.observe(this.on.configChanged, this.#onConfigChanged);
    this.observe(this.on.configChanged, this.#onConfigChanged);
    this.observe(this.on.start, this.#onStart);
    this.observe(this.on["db"]!.relationChanged, this.#onDb);
  }

  #onConfigChanged(event: ConfigChangedEvent): void {
    seen.push(`charm ${event.handle.path}`);
  }

  #onStart(event: StartEvent): void {
    seen.push(`charm ${event.handle.path}`);
  }

  #onDb({ unit, handle }: RelationChangedEvent): void {
    seen.push(`${unit?.name} ${handle.key}`);
  }
}

/** Dispatches update-status over events that are for anybody. */
async function dispatchOver(
  events: Readonly<Record<string, string>>,
): Promise<{ storage: MemoryStorage; warnings: string[] }> {
  seen.length = 0;
  const storage = new MemoryStorage(
    new Map(Object.entries(events)),
    Object.keys(events).map(noticeForAnybody),
  );
  const { log } = await runDispatch({
    charmClass: TestCharm,
    charmcraft: { name: "app", requires: { db: { interface: "db" } } },
    env: { JUJU_DISPATCH_PATH: "hooks/update-status" },
    storage,
  });
  return { storage, warnings: log.of("WARNING") };
}

Deno.test("Framework.reemit() delivers a Python charm's deferred events to all who observe them, in order", async () => {
  const { storage, warnings } = await dispatchOver({
    "TestCharm/on/start[3]": "{}",
    "TestCharm/on/config_changed[1]": "{}",
    "TestCharm/on/db_relation_changed[4]":
      '{"relation_id":3,"relation_name":"db","unit_name":"pg/0"}',
  });

  assertEquals(seen, [
    "charm TestCharm/on/start[3]",
    "part config_changed",
    "charm TestCharm/on/config_changed[1]",
    "pg/0 4",
  ]);
  assertEquals(warnings, []);
  // Deferred anew, by a handler of this charm.
  assertEquals(storage.notices(), [{
    eventPath: "TestCharm/on/config_changed[1]",
    observerPath: "TestCharm/Part[a]",
    methodName: "onConfigChanged",
  }]);
  assertEquals(storage.snapshotPaths(), ["TestCharm/on/config_changed[1]"]);
});

Deno.test("Framework.reemit() warns of a Python charm's deferred events that nobody gets", async () => {
  const paths = [
    "TestCharm/on/leader_elected[2]",
    "TestCharm/on/collect_metrics[3]",
    "TestCharm/on/stop[4]",
    "TestCharm/on/collect_unit_status[5]",
  ];

  const { storage, warnings } = await dispatchOver(
    Object.fromEntries(paths.map((path) => [path, "{}"])),
  );

  assertEquals(seen, []);
  assertEquals(
    warnings,
    paths.map((path) =>
      `Dropping deferred event ${path} of the charm's Python version: nothing observes it.`
    ),
  );
  assertEquals(storage.notices(), []);
  assertEquals(storage.snapshotPaths(), []);
});
