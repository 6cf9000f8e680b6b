import * as ops from "@charmkit/ops";
import { Container, Context, State } from "@charmkit/ops/testing";

const CHARMCRAFT = { name: "web", containers: { web: {} } } as const;

class WebCharm extends ops.CharmBase<typeof CHARMCRAFT> {
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on["web"].pebbleReady, this.#onPebbleReady);
  }

  async #onPebbleReady(event: ops.PebbleReadyEvent): Promise<void> {
    await event.workload.addLayer("web", {
      services: {
        web: { override: "replace", command: "nginx", startup: "enabled" },
      },
    });
    await event.workload.replan();
    this.unit.status = new ops.ActiveStatus();
  }
}

const ctx = new Context(WebCharm, CHARMCRAFT);
const container = new Container("web", { canConnect: true });
const state = new State({ containers: [container] });

Deno.bench("Context.run() of an event that nobody observes", async () => {
  await ctx.run(ctx.on.start(), new State());
});

Deno.bench("Context.run() of pebble-ready with a replan", async () => {
  await ctx.run(ctx.on.pebbleReady(container), state);
});
