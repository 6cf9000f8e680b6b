import {
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
} from "@std/assert";
import { runDispatch, tryDispatch } from "./_model_fixture.ts";
import { CharmBase } from "./charm/charm_base.ts";
import type { ActionEvent } from "./charm/action_event.ts";
import type { CollectMetricsEvent } from "./charm/collect_metrics_event.ts";
import type { RelationChangedEvent } from "./charm/relation_events.ts";
import type { Framework } from "./framework/framework.ts";
import { MemoryStorage } from "./framework/memory_storage.ts";
import { ModelError } from "./model/errors.ts";

const CHARMCRAFT = {
  name: "app",
  requires: { db: "pg" },
  actions: { "do-it": {} },
};
const CHANGED = {
  JUJU_DISPATCH_PATH: "hooks/db-relation-changed",
  JUJU_HOOK_NAME: "db-relation-changed",
  JUJU_RELATION: "db",
  JUJU_RELATION_ID: "db:1",
  JUJU_REMOTE_APP: "remote",
  JUJU_REMOTE_UNIT: "remote/0",
};
const LIST = "relation-list --format=json -r db:1";

class ReadingCharm extends CharmBase {
  read: string | undefined = undefined;

  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on["db"]!.relationChanged, this.#onChanged);
  }

  #onChanged({ relation, unit }: RelationChangedEvent): void {
    this.read = relation.data.get(unit!).get("host");
  }
}

Deno.test("dispatch() of a relation event reads what the handler reads (DSP-41)", async () => {
  const get = "relation-get --format=json -r db:1 - remote/0";

  const { charm, runner } = await runDispatch({
    charmClass: ReadingCharm,
    charmcraft: CHARMCRAFT,
    env: CHANGED,
    script: { [LIST]: '["remote/0"]', [get]: '{"host":"10.0.0.7"}' },
  });

  assertInstanceOf(charm, ReadingCharm);
  assertEquals(charm.read, "10.0.0.7");
  assertEquals(runner.calls, [LIST, get]);
});

for (const path of ["hooks/install", "hooks/update-status"]) {
  Deno.test(`dispatch() of ${path} that nobody observes runs no hook command (DSP-35, DSP-36, DSP-40)`, async () => {
    const { runner, log } = await runDispatch({
      charmClass: ReadingCharm,
      charmcraft: CHARMCRAFT,
      env: { JUJU_DISPATCH_PATH: path },
    });

    assertEquals(runner.calls, []);
    const kind = path.slice(6).replace("-", "_");
    assertEquals(log.all(), [`DEBUG Emitting Juju event ${kind}.`]);
  });
}

class MeteredCharm extends CharmBase {
  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on.collectMetrics, this.#onCollect);
    this.observe(this.on.collectAppStatus, this.#onStatus);
  }

  #onCollect(event: CollectMetricsEvent): void {
    event.addMetrics({ requests: 12, "stored-gb": 2.5 }, {
      tenant: "a",
      zone: "b c",
    });
    event.addMetrics({ a: 4.0 });
  }

  #onStatus(): void {}
}

Deno.test("dispatch() of collect-metrics runs add-metric alone (DSP-46, EVT-25, EVT-28)", async () => {
  const calls = [
    "add-metric --labels tenant=a,zone=b c requests=12 stored-gb=2.5",
    "add-metric a=4",
  ];

  const { runner } = await runDispatch({
    charmClass: MeteredCharm,
    env: { JUJU_DISPATCH_PATH: "hooks/collect-metrics" },
    script: Object.fromEntries(calls.map((call) => [call, ""])),
  });

  assertEquals(runner.calls, calls);
});

Deno.test("CollectMetricsEvent.addMetrics() passes on that Juju refuses (EVT-25)", async () => {
  const { error } = await tryDispatch({
    charmClass: MeteredCharm,
    env: { JUJU_DISPATCH_PATH: "hooks/collect-metrics" },
    script: {
      "add-metric --labels tenant=a,zone=b c requests=12 stored-gb=2.5": {
        stderr: 'ERROR metric "requests" not defined',
      },
    },
  });

  assertInstanceOf(error, ModelError);
  assertStringIncludes(error.message, 'metric "requests" not defined');
});

Deno.test("Framework.hookCommandCount tells how many hook commands a dispatch ran", async () => {
  const { charm, runner } = await runDispatch({
    charmClass: WritingCharm,
    charmcraft: CHARMCRAFT,
    env: CHANGED,
    script: {
      [LIST]: '["remote/0"]',
      "relation-get --format=json -r db:1 - app/0": "{}",
      "relation-set -r db:1 --file data.json": "",
    },
  });

  assertEquals(charm?.hookCommandCount, 3);
  assertEquals(runner.calls.length, 3);
});

class WritingCharm extends CharmBase {
  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on["db"]!.relationChanged, this.#onChanged);
  }

  #onChanged({ relation }: RelationChangedEvent): void {
    relation.data.get(this.unit).set("k", "v");
  }
}

Deno.test("dispatch() of a relation event writes what the handler writes (DSP-42)", async () => {
  const get = "relation-get --format=json -r db:1 - app/0";
  const set = "relation-set -r db:1 --file data.json";

  const { runner } = await runDispatch({
    charmClass: WritingCharm,
    charmcraft: CHARMCRAFT,
    env: CHANGED,
    script: { [LIST]: '["remote/0"]', [get]: "{}", [set]: "" },
  });

  assertEquals(runner.calls, [LIST, get, set]);
  assertEquals(runner.files, ['{"k": "v"}']);
});

class ActingCharm extends CharmBase {
  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on["do-it"]!.action, this.#onAction);
  }

  #onAction(event: ActionEvent): void {
    event.log(`-${event.params["name"]}`);
    event.setResults({
      at: { host: "h", port: event.params["port"] as number },
    });
    event.fail("no luck");
    event.fail();
  }
}

Deno.test("dispatch() of an action runs its commands in order (DSP-45, ACT-01, ACT-03, ACT-08)", async () => {
  const calls = [
    "action-get --format=json",
    "action-log -- -x",
    "action-set at.host=h at.port=80",
    "action-fail -- no luck",
    "action-fail -- ",
  ];
  const { runner } = await runDispatch({
    charmClass: ActingCharm,
    charmcraft: CHARMCRAFT,
    env: {
      JUJU_DISPATCH_PATH: "actions/do-it",
      JUJU_ACTION_NAME: "do-it",
      JUJU_ACTION_UUID: "7",
    },
    script: {
      ...Object.fromEntries(calls.map((call) => [call, ""])),
      "action-get --format=json": '{"name":"x","port":80}',
    },
  });

  assertEquals(runner.calls, calls);
});

Deno.test("dispatch() delivers an action once for each run of it (FRW-17)", async () => {
  const storage = new MemoryStorage();
  const ids: string[] = [];
  class Counting extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on["do-it"]!.action, this.#onAction);
    }
    #onAction(event: ActionEvent): void {
      ids.push(event.id);
    }
  }

  for (const id of ["1", "2"]) {
    await runDispatch({
      charmClass: Counting,
      charmcraft: CHARMCRAFT,
      storage,
      env: { JUJU_DISPATCH_PATH: "actions/do-it", JUJU_ACTION_UUID: id },
    });
  }

  assertEquals(ids, ["1", "2"]);
});
