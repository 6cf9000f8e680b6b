import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { makeFixture, runDispatch, tryDispatch } from "./_model_fixture.ts";
import { CharmBase } from "./charm/charm_base.ts";
import type { ConfigChangedEvent } from "./charm/lifecycle_events.ts";
import { dispatch } from "./dispatch.ts";
import type { Framework } from "./framework/framework.ts";
import { MemoryStorage } from "./framework/memory_storage.ts";

const IS_LEADER = "is-leader --format=json";
const CHARMCRAFT = {
  name: "app",
  requires: { db: "pg" },
  actions: { "do-it": {} },
};
const LIST = "relation-list --format=json -r db:1";

const at = (path: string) => ({ JUJU_DISPATCH_PATH: path });

/** Notes what it does, and does what a test tells it to. */
class NotingCharm extends CharmBase {
  static defers: readonly boolean[] = [];
  readonly seen: string[] = [];
  readonly state: { runs: number } = this.storedState({ runs: 0 });

  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on.configChanged, this.#onConfigChanged);
    this.observe(this.on.start, this.#onStart);
    this.state.runs++;
  }

  #onConfigChanged(event: ConfigChangedEvent): void {
    this.seen.push(event.handle.path);
    const [defers = false, ...rest] = NotingCharm.defers;
    NotingCharm.defers = rest;
    if (defers) event.defer();
  }

  #onStart(): void {
    this.seen.push("start");
    throw new RangeError("no");
  }
}

Deno.test("dispatch() runs no hook command when a charm needs none (DSP-36)", async () => {
  const { runner, log } = await runDispatch({
    charmClass: NotingCharm,
    env: at("hooks/update-status"),
  });

  assertEquals(runner.calls, []);
  assertEquals(log.all(), ["DEBUG Emitting Juju event update_status."]);
});

for (const path of ["hooks/future-event", ""]) {
  Deno.test(`dispatch() does all but emit for the unknown path "${path}" (DSP-05, DSP-24)`, async () => {
    const storage = new MemoryStorage();
    NotingCharm.defers = [true];
    await runDispatch({
      charmClass: NotingCharm,
      env: at("hooks/config-changed"),
      storage,
    });

    const { charm, log } = await runDispatch({
      charmClass: NotingCharm,
      env: at(path),
      storage,
    });

    assertInstanceOf(charm, NotingCharm);
    assertEquals(charm.seen, ["NotingCharm/on/config_changed[1]"]);
    assertEquals(charm.state.runs, 2);
    const kind = path.replace("hooks/", "").replaceAll("-", "_");
    assertEquals(
      log.of("DEBUG").at(-1),
      `Event ${kind} not defined for NotingCharm.`,
    );
  });
}

for (const path of ["hooks/meter-status-changed", "hooks/collect-metrics"]) {
  Deno.test(`dispatch() of ${path} delivers nothing deferred, asks for no status, and keeps state (DSP-14, DSP-22, DSP-35)`, async () => {
    class StatusCharm extends NotingCharm {
      constructor(framework: Framework) {
        super(framework);
        this.observe(this.on.collectUnitStatus, this.#onCollect);
        this.observe(this.on.collectAppStatus, this.#onCollect);
      }
      #onCollect(): void {
        this.seen.push("collects");
      }
    }
    const storage = new MemoryStorage();
    const charmClass = StatusCharm;
    NotingCharm.defers = [true];
    const leads = { [IS_LEADER]: "true" };
    const first = await runDispatch({
      charmClass,
      env: at("hooks/config-changed"),
      script: leads,
      storage,
    });

    const { charm, runner } = await runDispatch({
      charmClass,
      env: at(path),
      storage,
    });

    assertEquals(first.runner.calls, [IS_LEADER]);
    assertInstanceOf(charm, StatusCharm);
    assertEquals([charm.seen, runner.calls], [[], []]);
    assertEquals(charm.state.runs, 2);
    assertEquals(storage.notices().length, 1);
  });
}

Deno.test("dispatch() delivers what was deferred first, and skips the same event (DSP-22, DSP-43)", async () => {
  const storage = new MemoryStorage();
  const env = at("hooks/config-changed");
  const charmClass = NotingCharm;
  NotingCharm.defers = [true];
  await runDispatch({ charmClass, env, storage });

  NotingCharm.defers = [true];
  const second = await runDispatch({ charmClass, env, storage });
  NotingCharm.defers = [false];
  const third = await runDispatch({ charmClass, env, storage });

  assertInstanceOf(second.charm, NotingCharm);
  assertInstanceOf(third.charm, NotingCharm);
  assertEquals(second.charm.seen, ["NotingCharm/on/config_changed[1]"]);
  assertEquals(second.log.of("INFO").length, 1);
  // Handled now, so the new event is delivered too.
  assertEquals(third.charm.seen.length, 2);
  assertEquals(third.charm.seen[0], "NotingCharm/on/config_changed[1]");
  assertEquals(storage.notices(), []);
});

Deno.test("dispatch() keeps nothing when a handler throws, and passes the error on (DSP-29)", async () => {
  const storage = new MemoryStorage();
  const charmClass = NotingCharm;
  NotingCharm.defers = [true];
  await runDispatch({ charmClass, env: at("hooks/config-changed"), storage });
  const before = {
    notices: storage.notices(),
    snapshots: storage.snapshotPaths().map((path) => [
      path,
      storage.loadSnapshot(path),
    ]),
  };

  const { error, charm, runner } = await tryDispatch({
    charmClass,
    env: at("hooks/start"),
    storage,
  });

  assertInstanceOf(error, RangeError);
  assertInstanceOf(charm, NotingCharm);
  // The deferred event was handled, but that is forgotten too.
  assertEquals(charm.seen, ["NotingCharm/on/config_changed[1]", "start"]);
  assertEquals(runner.calls, []);
  assertEquals({
    notices: storage.notices(),
    snapshots: storage.snapshotPaths().map((path) => [
      path,
      storage.loadSnapshot(path),
    ]),
  }, before);
});

Deno.test("dispatch() closes the state when the constructor throws (DSP-21)", async () => {
  class FailingCharm extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.storedState({ n: 0 }).n = 1;
      throw new RangeError("no");
    }
  }
  let closed = 0;
  class Watched extends MemoryStorage {
    override close(): void {
      closed++;
      super.close();
    }
  }
  const storage = new Watched();

  const { error, context } = await tryDispatch({
    charmClass: FailingCharm,
    env: at("hooks/start"),
    storage,
  });

  assertInstanceOf(error, RangeError);
  assertEquals(closed, 1);
  assertEquals(storage.snapshotPaths(), []);
  assertEquals(context.running, null);
});

Deno.test("dispatch() makes no charm when the state cannot be opened", async () => {
  const { meta, backend, log } = makeFixture({ env: at("hooks/start") });
  let made = 0;

  await assertRejects(
    () =>
      dispatch({
        charmClass: NotingCharm,
        meta,
        backend,
        log: log.logger,
        openStorage: () => {
          throw new RangeError("no state");
        },
        onCharm: () => made++,
      }),
    RangeError,
    "no state",
  );
  assertEquals(made, 0);
});

Deno.test("dispatch() has the access rules apply in the constructor too (DSP-21, REL-33)", async () => {
  class Reading extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.getRelation("db")!.data.get(this.app).get("k");
    }
  }

  const { error } = await tryDispatch({
    charmClass: Reading,
    charmcraft: CHARMCRAFT,
    env: at("hooks/start"),
    script: {
      "relation-ids db --format=json": '["db:1"]',
      [LIST]: '["remote/0"]',
      [IS_LEADER]: "false",
    },
  });

  assertInstanceOf(error, Error);
  assertEquals(error.name, "RelationDataAccessError");
});
