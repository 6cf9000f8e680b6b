// The same cases as peer.py, on the testing module.
import * as ops from "@charmkit/ops";
import { Container, Context, Relation, State } from "@charmkit/ops/testing";

const CHARMCRAFT = {
  name: "web",
  containers: { web: {} },
  requires: { db: { interface: "sql", limit: 1 } },
  config: { options: { port: { type: "int", default: 80 } } },
} as const satisfies ops.Charmcraft;

class MinimalCharm extends ops.CharmBase {
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.start, this.#onStart);
  }

  #onStart(): void {
    this.unit.status = new ops.ActiveStatus();
  }
}

class WebCharm extends ops.CharmBase<typeof CHARMCRAFT> {
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.configChanged, this.#onConfigChanged);
    this.observe(this.on["web"].pebbleReady, this.#onPebbleReady);
  }

  #read(): string {
    const port = this.config.get("port");
    const { data, app } = this.getRelation("db")!;
    const host = data.get(app!).get("host") ?? "nowhere";
    data.get(this.unit).set("port", String(port));
    return host;
  }

  async #onConfigChanged(): Promise<void> {
    this.#read();
    if (await this.getContainer("web").canConnect()) {
      this.unit.status = new ops.ActiveStatus();
    }
  }

  async #onPebbleReady(event: ops.PebbleReadyEvent): Promise<void> {
    this.#read();
    await event.workload.addLayer("web", {
      services: {
        web: { override: "replace", command: "nginx", startup: "enabled" },
      },
    }, { combine: true });
    await event.workload.replan();
    this.unit.status = new ops.ActiveStatus();
  }
}

/** Runs of a charm by their name, each as often as it is called. */
export function cases(): Readonly<Record<string, () => Promise<unknown>>> {
  const minimal = new Context(MinimalCharm, { name: "web" });
  const empty = new State();
  const web = new Context(WebCharm, CHARMCRAFT);
  const container = new Container("web", { canConnect: true });
  const relation = new Relation("db", { remoteAppData: { host: "10.0.0.1" } });
  const state = new State({
    containers: [container],
    relations: [relation],
    config: { port: 8080 },
  });
  return {
    minimal: () => minimal.run(minimal.on.start(), empty),
    "config-changed": () => web.run(web.on.configChanged(), state),
    "pebble-ready": () => web.run(web.on.pebbleReady(container), state),
  };
}

/** The same with a context of its own for each run, as tests have it. */
export async function freshRun(): Promise<void> {
  using ctx = new Context(WebCharm, CHARMCRAFT);
  const container = new Container("web", { canConnect: true });
  const relations = [new Relation("db")];
  await ctx.run(
    ctx.on.pebbleReady(container),
    new State({ containers: [container], relations }),
  );
}
