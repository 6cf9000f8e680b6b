import * as ops from "@charmkit/ops";
import { Harness } from "./harness.ts";

const CHARMCRAFT = {
  name: "web",
  containers: { web: {} },
  requires: { db: { interface: "postgresql", limit: 1 } },
} as const satisfies ops.Charmcraft;

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

Deno.bench("Harness.begin() of a charm with one container", async () => {
  using harness = new Harness(WebCharm, CHARMCRAFT);
  await harness.begin();
});

Deno.bench("Harness.begin(), and pebble-ready with a replan", async () => {
  using harness = new Harness(WebCharm, CHARMCRAFT);
  await harness.begin();
  await harness.containerPebbleReady("web");
});

Deno.bench("Harness.addRelation() with data of both sides", async () => {
  using harness = new Harness(WebCharm, CHARMCRAFT);
  await harness.begin();
  await harness.addRelation("db", "postgresql", {
    appData: { host: "10.0.0.7" },
    unitData: { port: "5432" },
  });
});
