import { assertEquals, assertThrows } from "@std/assert";
import * as ops from "../mod.ts";
import {
  ActionFailed,
  CheckInfo,
  Container,
  Context,
  type ContextEvent,
  ContextEvents,
  Notice,
  PeerRelation,
  Relation,
  Secret,
  State,
  StateValidationError,
  Storage,
  SubordinateRelation,
  TestingError,
} from "./mod.ts";

const CHARMCRAFT = {
  name: "web",
  requires: { "my-db": "sql" },
  provides: { logs: { interface: "logs", scope: "container" } },
  peers: { cluster: "peers" },
  containers: { web: {} },
} as const satisfies ops.Charmcraft;

class WebCharm extends ops.CharmBase<typeof CHARMCRAFT> {
  constructor(framework: ops.Framework) {
    super(framework);
    for (const event of this.on.definedEvents().values()) {
      if (!event.eventType.deferrable) continue;
      if (event.eventType.origin !== "hook") continue;
      this.observe(event, this.#onAny);
    }
  }

  #onAny(event: ops.EventBase<ops.EventData>): void {
    event.defer();
  }
}

const DB = new Relation("my-db", { remoteAppName: "pg" });
const LOGS = new SubordinateRelation("logs", { remoteUnitId: 4 });
const PEERS = new PeerRelation("cluster", { peersData: { 1: {}, 2: {} } });
const NOTICE = new Notice("a.b/c");
const CHECK = new CheckInfo("up");
const WEB = new Container("web", {
  canConnect: true,
  layers: {
    base: { checks: { up: { override: "replace", tcp: { port: 80 } } } },
  },
  notices: [NOTICE],
  checkInfos: [CHECK],
});
const SECRET = new Secret({ a: "b" }, { label: "token" });
const OWN = new Secret({ a: "b" }, { owner: "app" });
const CONTEXT = new Context(WebCharm, CHARMCRAFT);
const { on } = CONTEXT;
const EVENTS: readonly ContextEvent[] = [
  on.start(),
  on.configChanged(),
  on.preSeriesUpgrade(),
  on.postSeriesUpgrade(),
  on.pebbleReady(WEB),
  on.pebbleCustomNotice(WEB, NOTICE),
  on.pebbleCheckFailed(WEB, CHECK.with({ status: "down", failures: 3 })),
  on.pebbleCheckRecovered(WEB, CHECK),
  on.relationCreated(DB),
  on.relationJoined(DB),
  on.relationChanged(DB, { remoteUnit: null }),
  on.relationChanged(LOGS),
  on.relationDeparted(PEERS, { remoteUnit: 2, departingUnit: 0 }),
  on.relationDeparted(DB),
  on.relationBroken(PEERS),
  on.secretChanged(SECRET),
  on.secretRemove(OWN, { revision: 0 }),
];

for (const event of EVENTS) {
  Deno.test(`${event.name} deferred by a test is as one that the charm deferred (CTX-90, QRK-23)`, async () => {
    const state = new State({
      relations: [DB, LOGS, PEERS],
      containers: [WEB],
      secrets: [SECRET, OWN],
      leader: true,
    });

    const out = await CONTEXT.run(event, state);

    assertEquals(out.deferred, [event.deferred(WebCharm, "#onAny")]);
  });
}

Deno.test("ContextEvent.deferred() of a storage event has its name and index (CTX-90)", () => {
  const storage = new Storage("data", { index: 3 });
  const { snapshotData, handlePath } = new ContextEvents("web")
    .storageAttached(storage).deferred(WebCharm, "a", { eventId: 9 });

  assertEquals(snapshotData, { storage_name: "data", storage_index: 3 });
  assertEquals(handlePath, "WebCharm/on/data_storage_attached[9]");
});

Deno.test("ContextEvent.deferred() takes a method, and the path of another owner (CTX-90)", () => {
  function onStart() {}

  const { owner, observer } = on.start().deferred(WebCharm, onStart, {
    owner: "WebCharm/Database",
  });

  assertEquals([owner, observer], ["WebCharm/Database", "onStart"]);
  assertThrows(
    () => on.start().deferred(WebCharm, () => {}),
    StateValidationError,
    "no name",
  );
});

Deno.test("ContextEvent.deferred() refuses what is not delivered again", () => {
  const events = [
    new ContextEvents("web").action("backup"),
    on.secretRotate(OWN),
    on.secretExpired(OWN, { revision: 1 }),
    on.stop(),
    on.remove(),
  ];

  for (const event of events) {
    assertThrows(
      () => event.deferred(WebCharm, "a"),
      StateValidationError,
      "not delivered again",
    );
  }
});

Deno.test("ctx.on refuses an event of a secret that does not get it (CTX-51)", () => {
  const ofUnit = OWN.with({ owner: "unit" });
  assertThrows(
    () => on.secretChanged(ofUnit),
    StateValidationError,
    "the owner",
  );
  assertThrows(() => on.secretRotate(SECRET), StateValidationError);
  for (const kind of ["secretExpired", "secretRemove"] as const) {
    assertThrows(
      () => on[kind](SECRET, { revision: 1 }),
      StateValidationError,
      "somebody else's",
    );
  }
});

Deno.test("ctx.on takes the first remote unit, and 0 as a unit (CTX-48, QRK-03)", () => {
  const relation = new Relation("my-db", { remoteUnitsData: { 3: {}, 4: {} } });

  const first = on.relationChanged(relation).hook;
  const departed = on.relationDeparted(relation, {
    remoteUnit: 4,
    departingUnit: 0,
  }).hook;
  const own = on.relationDeparted(relation, { departingUnit: "web/0" }).hook;

  assertEquals("remoteUnit" in first && first.remoteUnit, "remote/3");
  assertEquals(
    "departingUnit" in departed && departed.departingUnit,
    "remote/0",
  );
  assertEquals("departingUnit" in own && own.departingUnit, "web/0");
});

Deno.test("ctx.on.action() has a copy of its parameters and an id (CTX-54)", () => {
  const events = new ContextEvents("web");
  const params = { a: [1] };

  const one = events.action("backup", params);
  const two = events.action("backup", {}, { id: "x" });
  params.a.push(2);

  assertEquals(one.hook, {
    kind: "action",
    name: "backup",
    id: "1",
    params: { a: [1] },
  });
  assertEquals("id" in two.hook && two.hook.id, "x");
});

Deno.test("ActionFailed has message, state and output (CTX-100)", () => {
  const state = new State();
  const error = new ActionFailed("No space", { state });

  assertEquals(
    [error.name, error.message, error.state, error.output],
    ["ActionFailed", "No space", state, { logs: [], results: {} }],
  );
  assertEquals(error instanceof TestingError, true);
});
