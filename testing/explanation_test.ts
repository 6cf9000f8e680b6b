import * as ops from "@charmkit/ops";
import {
  Container,
  Context,
  Explanation,
  PeerRelation,
  Secret,
  State,
} from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { contextOf, runBody } from "./testdata/body_charm.ts";

const CHARMCRAFT = {
  name: "web",
  containers: { web: {} },
  peers: { cluster: "peers" },
  config: { options: { port: { type: "int", default: 80 } } },
} as const;

Deno.test("Context.explain() tells what was observed, read and written, in order", async () => {
  const relation = new PeerRelation("cluster", { id: 3 });
  const { ctx } = await runBody(CHARMCRAFT, async (charm, event) => {
    charm.config.get("port");
    charm.log.info("Working");
    await charm.getContainer("web").push("/a.txt", "content");
    charm.relations.get("cluster")[0]?.data.get(charm.unit).set("a", "b");
    charm.unit.status = new ops.ActiveStatus("Done");
    event.defer();
  }, {
    state: new State({
      containers: [new Container("web", { canConnect: true })],
      relations: [relation],
    }),
  });

  const lines = `${ctx.explain()}`.split("\n")
    .filter((line) => !line.includes("DEBUG"));
  assertEquals(lines, [
    "event update_status",
    "  handler BodyCharm.onEvent",
    '    config-get --format=json → {"port":80}',
    "    INFO Working",
    '    pebble web: push("/a.txt", 7 characters)',
    '    relation-ids cluster --format=json → ["cluster:3"]',
    ...lines.slice(6, -3),
    '    relation-set -r cluster:3 --file {"a": "b"}',
    "    status-set --application=false active -- Done",
    "  deferred update_status for BodyCharm.onEvent",
  ]);
});

Deno.test("Context.explain() has no contents of secrets, wherever they go", async () => {
  const known = new Secret({ password: "known-password" }, { label: "known" });
  const { ctx } = await runBody(CHARMCRAFT, async (charm) => {
    const secret = charm.model.getSecret({ label: "known" });
    charm.log.warning(`It is ${secret.getContent()["password"]}`);
    charm.unit.addSecret({ password: "my-new-password" });
    await charm.getContainer("web").addLayer("x", {
      services: {
        web: { override: "replace", command: "web my-new-password" },
      },
    });
  }, {
    state: new State({
      secrets: [known],
      containers: [new Container("web", { canConnect: true })],
    }),
  });

  const text = `${ctx.explain()}`;
  assert(!text.includes("known-password"));
  assert(!text.includes("my-new-password"));
  assert(text.includes("It is <secret>"));
  assert(text.includes("web <secret>"));
});

Deno.test("Context.explain() tells of a run that threw, of refusals too", async () => {
  const ctx = contextOf(CHARMCRAFT, async (charm) => {
    try {
      await charm.getContainer("web").pebble.getServices();
    } catch {
      charm.app.status = new ops.ActiveStatus();
    }
  });
  const containers = [new Container("web")];

  await assertRejects(() => ctx.run(ctx.on.start(), new State({ containers })));

  const { steps } = ctx.explain();
  const pebble = steps.find(({ kind }) => kind === "pebble");
  assertEquals(pebble?.text, "web: getServices()");
  assert(pebble?.answer?.includes("Could not connect"));
  assertEquals(steps.at(-1)?.kind, "error");
});

Deno.test("Context.explain() shows events that handlers emit inside them", async () => {
  class DoneEvent extends ops.EventBase {}
  class WebEvents extends ops.ObjectEvents {
    readonly done: ops.BoundEvent<DoneEvent> = this.defineEvent(
      "done",
      DoneEvent,
    );
  }
  class Part extends ops.Object {
    readonly on: WebEvents = new WebEvents(this);
  }
  class WebCharm extends ops.CharmBase {
    readonly part: Part = new Part(this);
    constructor(framework: ops.Framework) {
      super(framework);
      this.observe(this.on.start, this.onStart);
      this.observe(this.part.on.done, this.onDone);
    }
    async onStart(): Promise<void> {
      await this.part.on.done.emit();
    }
    onDone(): void {
      this.unit.setWorkloadVersion("1");
    }
  }
  const ctx = new Context(WebCharm, { name: "web" });

  await ctx.run(ctx.on.start(), new State());

  assertEquals(
    ctx.explain().steps.filter(({ kind }) => kind !== "log")
      .map(({ depth, text }) => [depth, text]),
    [
      [0, "start"],
      [1, "WebCharm.onStart"],
      [2, "done"],
      [3, "WebCharm.onDone"],
      [4, "application-version-set -- 1"],
    ],
  );
});

Deno.test("Context.explain() is empty before a run", () => {
  const ctx = contextOf(CHARMCRAFT, () => {});

  assertEquals(ctx.explain().steps, []);
  assertEquals(`${new Explanation([])}`, "");
});
