import { assertEquals, assertInstanceOf } from "@std/assert";
import { runDispatch, tryDispatch } from "./_model_fixture.ts";
import { CharmBase } from "./charm/charm_base.ts";
import type { CollectStatusEvent } from "./charm/collect_status_event.ts";
import type { Framework } from "./framework/framework.ts";
import { FrameworkObject } from "./framework/framework_object.ts";
import {
  ActiveStatus,
  BlockedStatus,
  MaintenanceStatus,
  type StatusBase,
  WaitingStatus,
} from "./model/status.ts";

const IS_LEADER = "is-leader --format=json";
const SET_UNIT = "status-set --application=false";
const SET_APP = "status-set --application=true";

const at = (path: string) => ({ JUJU_DISPATCH_PATH: path });

/** Collects the statuses that a test gives. */
function collecting(
  statuses: { readonly app?: StatusBase[]; readonly unit?: StatusBase[] },
) {
  return class CollectingCharm extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      if (statuses.app) this.observe(this.on.collectAppStatus, this.onApp);
      if (statuses.unit) this.observe(this.on.collectUnitStatus, this.onUnit);
    }
    onApp(event: CollectStatusEvent): void {
      statuses.app?.forEach((status) => event.addStatus(status));
    }
    onUnit(event: CollectStatusEvent): void {
      statuses.unit?.forEach((status) => event.addStatus(status));
    }
  };
}

Deno.test("dispatch() sets the unit's status that matters most, without asking for leadership (STA-20, STA-21)", async () => {
  const { runner, log } = await runDispatch({
    charmClass: collecting({
      unit: [
        new ActiveStatus("a"),
        new WaitingStatus("w"),
        new BlockedStatus("b"),
        new BlockedStatus("later"),
        new MaintenanceStatus("m"),
      ],
    }),
    env: at("hooks/update-status"),
    script: { [`${SET_UNIT} blocked -- b`]: "" },
  });

  assertEquals(runner.calls, [`${SET_UNIT} blocked -- b`]);
  assertEquals(log.of("DEBUG").slice(1), [
    'Adding unit status WaitingStatus("w")',
    'Adding unit status BlockedStatus("b")',
    'Adding unit status BlockedStatus("later")',
    'Adding unit status MaintenanceStatus("m")',
  ]);
});

Deno.test("dispatch() sets the application's status before the unit's, on the leader (STA-20, DSP-44)", async () => {
  const calls = [
    IS_LEADER,
    `${SET_APP} waiting -- for db`,
    `${SET_UNIT} active -- `,
  ];
  const { runner } = await runDispatch({
    charmClass: collecting({
      app: [new WaitingStatus("for db")],
      unit: [new ActiveStatus()],
    }),
    env: at("hooks/update-status"),
    script: { [calls[0]!]: "true", [calls[1]!]: "", [calls[2]!]: "" },
  });

  assertEquals(runner.calls, calls);
});

Deno.test("dispatch() leaves the application's status alone on a follower (STA-20)", async () => {
  const { runner } = await runDispatch({
    charmClass: collecting({ app: [new ActiveStatus()], unit: [] }),
    env: at("hooks/update-status"),
    script: { [IS_LEADER]: "false" },
  });

  assertEquals(runner.calls, [IS_LEADER]);
});

/** A part of a charm with statuses of its own. */
class Part extends FrameworkObject {
  readonly statuses: readonly StatusBase[];

  constructor(
    charm: CharmBase,
    key: string,
    statuses: readonly StatusBase[],
  ) {
    super(charm, key);
    this.statuses = statuses;
    this.observe(charm.on.collectUnitStatus, this.#onCollect);
  }
  #onCollect(event: CollectStatusEvent): void {
    this.statuses.forEach((status) => event.addStatus(status));
  }
}

const PARTS: readonly (readonly [
  string,
  readonly (readonly StatusBase[])[],
  string,
])[] = [
  ["the first of equals, in the order of observing", [
    [new BlockedStatus("set a")],
    [new BlockedStatus("set b")],
  ], "blocked -- set a"],
  ["the most urgent, wherever it comes from", [
    [new ActiveStatus("fine"), new WaitingStatus("for db")],
    [],
    [new MaintenanceStatus("migrates"), new ActiveStatus()],
  ], "maintenance -- migrates"],
  ["active with its message when all are", [
    [new ActiveStatus()],
    [new ActiveStatus("ignored")],
  ], "active -- "],
];

for (const [what, parts, expected] of PARTS) {
  Deno.test(`dispatch() of a charm of several parts sets ${what}, and each other is in the log (STA-21, STA-23, STA-24)`, async () => {
    class Whole extends CharmBase {
      constructor(framework: Framework) {
        super(framework);
        parts.forEach((statuses, index) =>
          new Part(this, `part-${index}`, statuses)
        );
      }
    }

    const { runner, log } = await runDispatch({
      charmClass: Whole,
      env: at("hooks/update-status"),
      script: { [`${SET_UNIT} ${expected}`]: "" },
    });

    assertEquals(runner.calls, [`${SET_UNIT} ${expected}`]);
    assertEquals(
      log.of("DEBUG").slice(1),
      parts.flat().filter(({ name }) => name !== "active")
        .map((status) => `Adding unit status ${status}`),
    );
  });
}

Deno.test("dispatch() does not reset a status that a handler set when no part adds one (STA-22)", async () => {
  class Setting extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.start, this.#onStart);
      new Part(this, "part", []);
    }
    #onStart(): void {
      this.unit.status = new WaitingStatus("own");
    }
  }

  const { runner } = await runDispatch({
    charmClass: Setting,
    env: at("hooks/start"),
    script: { [`${SET_UNIT} waiting -- own`]: "" },
  });

  assertEquals(runner.calls, [`${SET_UNIT} waiting -- own`]);
});

Deno.test("dispatch() sets no status when none was added (STA-22)", async () => {
  const { runner } = await runDispatch({
    charmClass: collecting({ unit: [] }),
    env: at("hooks/update-status"),
  });

  assertEquals(runner.calls, []);
});

Deno.test("dispatch() keeps nothing when a handler of collect-status throws (STA-25)", async () => {
  class FailingCharm extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.storedState({ n: 0 }).n = 1;
      this.observe(this.on.collectUnitStatus, this.#onCollect);
    }
    #onCollect(event: CollectStatusEvent): void {
      event.addStatus("active" as unknown as StatusBase);
    }
  }

  const { error, storage } = await tryDispatch({
    charmClass: FailingCharm,
    env: at("hooks/update-status"),
  });

  assertInstanceOf(error, Error);
  assertEquals(error.name, "InvalidStatusError");
  assertEquals(storage.snapshotPaths(), []);
});
