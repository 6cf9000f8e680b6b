import { assertEquals } from "@std/assert";
import * as ops from "@charmkit/ops";
import { setDestination, Tracing } from "@charmkit/ops/tracing";
import { Context, Harness, Relation, State } from "./mod.ts";

const charmcraft = {
  name: "web",
  requires: {
    traces: { interface: "tracing", limit: 1 },
    ca: { interface: "certificate_transfer" },
  },
} as const satisfies ops.Charmcraft;

class WebCharm extends ops.CharmBase<typeof charmcraft> {
  readonly tracing = new Tracing(this, "traces", { caRelationName: "ca" });
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.updateStatus, this.#onUpdateStatus);
  }
  async #onUpdateStatus(): Promise<void> {
    setDestination(this, { url: "http://tempo:4318/v1/traces" });
    await this.tracing.span("render", async () => await null, { files: 2 });
  }
}

function world(leader: boolean): { state: State; traces: Relation } {
  const traces = new Relation("traces", {
    remoteAppName: "tempo",
    remoteAppData: {
      receivers: JSON.stringify([
        { protocol: { name: "otlp_http", type: "http" }, url: "https://t" },
      ]),
    },
  });
  const relations = [traces, new Relation("ca"), new Relation("ca")];
  return { state: new State({ leader, relations }), traces };
}

for (const event of ["relationCreated", "relationBroken"] as const) {
  Deno.test(`Tracing asks the others of ${event} as leader, and does not as another unit (TRC-05, TRC-06)`, async () => {
    for (const leader of [true, false]) {
      const { state, traces } = world(leader);
      const ctx = new Context(WebCharm, charmcraft);

      const out = await ctx.run(ctx.on[event](traces), state);

      assertEquals(
        [...out.relations].map(({ endpoint, localAppData }) => [
          endpoint,
          localAppData,
        ]).toSorted(),
        [
          ["ca", leader ? { version: "1" } : {}],
          ["ca", leader ? { version: "1" } : {}],
          [
            "traces",
            leader && event === "relationCreated"
              ? { receivers: '["otlp_http"]' }
              : {},
          ],
        ],
      );
    }
  });
}

Deno.test("Context.traceData has a charm's own spans (TRC-17)", async () => {
  const ctx = new Context(WebCharm, charmcraft);

  await ctx.run(ctx.on.updateStatus(), new State());

  assertEquals(
    ctx.traceData.map(({ name, parent, attributes }) => [
      name,
      parent?.name ?? null,
      attributes["files"],
    ]),
    [
      ["ops.main", null, undefined],
      ["update_status: WebCharm", "ops.main", undefined],
      ["render", "update_status: WebCharm", 2],
    ],
  );
});

Deno.test("Harness takes a charm with Tracing as it is", async () => {
  using harness = new Harness(WebCharm, charmcraft);
  await harness.begin();

  await harness.setLeader(true);
  const id = await harness.addRelation("traces", "tempo");

  assertEquals(harness.getRelationData(id, "web"), {
    receivers: '["otlp_http"]',
  });
});
