import {
  ActiveStatus,
  BlockedStatus,
  type Framework,
  MaintenanceStatus,
  type StatusBase,
} from "@charmkit/ops";
import {
  ActionFailed,
  Context,
  fuzzEvents,
  State,
  StoredState,
  TCPPort,
} from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { TinyproxyCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";
import type { ProxyConfig } from "./proxy_config.ts";
import { type Proxy, ProxyStartError } from "./tinyproxy.ts";

/** A proxy that only keeps in mind what was done with it. */
class ProxyInMemory implements Proxy {
  readonly calls: string[] = [];
  isInstalled: boolean;
  running: ProxyConfig | null;
  configured: ProxyConfig | null;
  /** A port that another process has. */
  takenPort = 0;
  aptError: string | null = null;

  constructor(port?: number) {
    const config = port === undefined ? null : { port, allow: ["127.0.0.1"] };
    this.isInstalled = config !== null;
    this.running = config;
    this.configured = config;
  }

  async version() {
    return await Promise.resolve(this.isInstalled ? "1.11.1" : null);
  }

  async install() {
    this.calls.push("install");
    if (this.aptError !== null) throw new Error(this.aptError);
    this.isInstalled = await Promise.resolve(true);
  }

  async uninstall() {
    this.calls.push("uninstall");
    this.isInstalled = await Promise.resolve(false);
  }

  async configure(config: ProxyConfig) {
    if (JSON.stringify(config) === JSON.stringify(this.configured)) {
      return false;
    }
    this.calls.push(`configure ${config.port} ${config.allow.join(" ")}`);
    this.running = null;
    this.configured = await Promise.resolve(config);
    return true;
  }

  async isRunning() {
    return await Promise.resolve(this.running !== null);
  }

  async start() {
    this.calls.push("start");
    if (this.configured?.port === this.takenPort) {
      throw new ProxyStartError("Cannot start tinyproxy: no socket");
    }
    this.running = await Promise.resolve(this.configured);
  }

  async stop() {
    this.calls.push("stop");
    this.running = await Promise.resolve(null);
  }

  async clear() {
    this.calls.push("clear");
    this.configured = await Promise.resolve(null);
  }
}

/** The charm with another proxy. */
function charmWith(proxy: Proxy): typeof TinyproxyCharm {
  return class TestCharm extends TinyproxyCharm {
    static override readonly handleKind: string = TinyproxyCharm.name;
    protected override readonly proxy = proxy;
  };
}

/** Each run is checked for more than what a test says. */
function newContext(proxy: Proxy): Context<typeof charmcraft> {
  return new Context(charmWith(proxy), charmcraft, {
    checks: { idempotence: true, settledStatus: true },
  });
}

function assertBlocked(status: StatusBase, message: string): void {
  assertEquals(status, new BlockedStatus(message));
}

Deno.test("TinyproxyCharm installs the package and tells its version", async () => {
  const proxy = new ProxyInMemory();
  const ctx = new Context(charmWith(proxy), charmcraft);

  const out = await ctx.run(ctx.on.install(), new State());

  assertEquals(proxy.calls, ["install"]);
  assertEquals(out.workloadVersion, "1.11.1");
  assertEquals(
    ctx.unitStatusHistory.at(-1),
    new MaintenanceStatus("Installing tinyproxy"),
  );
  assertEquals(
    out.unitStatus,
    new MaintenanceStatus("tinyproxy does not run"),
  );
});

Deno.test("TinyproxyCharm leaves apt alone where tinyproxy is there already", async () => {
  const proxy = new ProxyInMemory(8888);
  const ctx = newContext(proxy);

  const out = await ctx.run(ctx.on.install(), new State());

  assertEquals(proxy.calls, []);
  assertEquals(out.workloadVersion, "1.11.1");
});

Deno.test("TinyproxyCharm fails its hook if apt fails, so that Juju tries again", async () => {
  const proxy = new ProxyInMemory();
  proxy.aptError = "Cannot install packages: E: Unable to fetch some archives";
  const ctx = new Context(charmWith(proxy), charmcraft, { bareErrors: true });

  await assertRejects(
    async () => await ctx.run(ctx.on.install(), new State()),
    Error,
    "Unable to fetch",
  );
});

Deno.test("TinyproxyCharm starts the proxy, opens its port and is active", async () => {
  const proxy = new ProxyInMemory();
  proxy.isInstalled = true;
  const ctx = newContext(proxy);

  const out = await ctx.run(ctx.on.start(), new State());

  assertEquals(proxy.calls, ["configure 8888 127.0.0.1", "start"]);
  assertEquals(out.openedPorts, [new TCPPort(8888)]);
  assertEquals(out.unitStatus, new ActiveStatus());
});

for (const kind of ["configChanged", "upgradeCharm", "updateStatus"] as const) {
  Deno.test(`TinyproxyCharm does nothing to a proxy that is as it should be, at ${kind}`, async () => {
    const proxy = new ProxyInMemory(8888);
    const ctx = newContext(proxy);

    const out = await ctx.run(
      ctx.on[kind](),
      new State({ openedPorts: [new TCPPort(8888)] }),
    );

    assertEquals(proxy.calls, []);
    assertEquals(out.unitStatus, new ActiveStatus());
  });
}

Deno.test("TinyproxyCharm starts a proxy again that has died", async () => {
  const proxy = new ProxyInMemory(8888);
  proxy.running = null;
  const ctx = newContext(proxy);

  const out = await ctx.run(ctx.on.updateStatus(), new State());

  assertEquals(proxy.calls, ["start"]);
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("TinyproxyCharm moves the proxy to another port", async () => {
  const proxy = new ProxyInMemory(8888);
  const ctx = newContext(proxy);

  const out = await ctx.run(
    ctx.on.configChanged(),
    new State({
      config: { port: 3128, allow: "10.0.0.0/8  192.168.1.7" },
      openedPorts: [new TCPPort(8888)],
    }),
  );

  assertEquals(proxy.calls, [
    "configure 3128 10.0.0.0/8 192.168.1.7",
    "start",
  ]);
  assertEquals(out.openedPorts, [new TCPPort(3128)]);
});

Deno.test("TinyproxyCharm is blocked by a wrong option, and the proxy goes on", async () => {
  const proxy = new ProxyInMemory(8888);
  const ctx = newContext(proxy);
  const openedPorts = [new TCPPort(8888)];

  const out = await ctx.run(
    ctx.on.configChanged(),
    new State({ config: { port: 65536 }, openedPorts }),
  );

  assertBlocked(
    out.unitStatus,
    "Invalid port 65536; choose one from 1 to 65535",
  );
  assertEquals(proxy.calls, []);
  assertEquals(out.openedPorts, openedPorts);
});

Deno.test("TinyproxyCharm is blocked while another process has the port", async () => {
  const proxy = new ProxyInMemory(8888);
  proxy.takenPort = 3128;
  const ctx = newContext(proxy);

  const blocked = await ctx.run(
    ctx.on.configChanged(),
    new State({ config: { port: 3128 }, openedPorts: [new TCPPort(8888)] }),
  );
  proxy.takenPort = 0;
  const active = await ctx.run(ctx.on.updateStatus(), blocked);

  assertBlocked(
    blocked.unitStatus,
    "Cannot start tinyproxy: no socket; port 3128 may be taken",
  );
  assertEquals(blocked.openedPorts, []);
  assertEquals(active.unitStatus, new ActiveStatus());
  assertEquals(active.openedPorts, [new TCPPort(3128)]);
});

Deno.test("TinyproxyCharm stops the proxy and closes its port", async () => {
  const proxy = new ProxyInMemory(8888);
  const ctx = newContext(proxy);

  const out = await ctx.run(
    ctx.on.stop(),
    new State({ openedPorts: [new TCPPort(8888)] }),
  );

  assertEquals(proxy.running, null);
  assertEquals(out.openedPorts, []);
});

for (const hasInstalled of [true, false]) {
  const what = hasInstalled ? "removes" : "keeps";
  const whose = hasInstalled ? "it installed" : "was there before";
  Deno.test(`TinyproxyCharm ${what} a package that ${whose}, when it is removed`, async () => {
    const proxy = new ProxyInMemory(8888);
    proxy.running = null;
    const ctx = new Context(charmWith(proxy), charmcraft);
    const stored = new StoredState({
      ownerPath: "TinyproxyCharm",
      content: { hasInstalled },
    });

    await ctx.run(ctx.on.remove(), new State({ storedStates: [stored] }));

    assertEquals(
      proxy.calls,
      hasInstalled ? ["clear", "uninstall"] : ["clear"],
    );
  });
}

Deno.test("TinyproxyCharm restarts the proxy by its action", async () => {
  const proxy = new ProxyInMemory(8888);
  const ctx = new Context(charmWith(proxy), charmcraft);

  const out = await ctx.run(ctx.on.action("restart"), new State());

  assertEquals(proxy.calls, ["stop", "start"]);
  assertEquals(ctx.actionResults, { port: "8888" });
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("TinyproxyCharm leaves a proxy alone that its action could not start again", async () => {
  const proxy = new ProxyInMemory(8888);
  const ctx = new Context(charmWith(proxy), charmcraft);

  const failed = await assertRejects(
    async () =>
      await ctx.run(
        ctx.on.action("restart"),
        new State({ config: { allow: "everyone" } }),
      ),
    ActionFailed,
  );

  assertEquals(
    failed.message,
    'Invalid allow "everyone"; write such as 10.0.0.0/8',
  );
  assertEquals(proxy.calls, []);
});

Deno.test("TinyproxyCharm has open what it listens on, whatever happens to it", async () => {
  let proxy = new ProxyInMemory();
  class FuzzedCharm extends TinyproxyCharm {
    protected override readonly proxy: Proxy;

    constructor(framework: Framework) {
      super(framework);
      const { hookName } = framework.context.backend.context;
      // Each sequence has a machine of its own.
      if (hookName === "install") proxy = new ProxyInMemory();
      proxy.takenPort = 3128;
      this.proxy = proxy;
    }
  }

  const { events } = await fuzzEvents(FuzzedCharm, charmcraft, {
    runs: 50,
    configValues: {
      port: [1, 3128, 8888, 0, -1],
      allow: ["127.0.0.1", "10.0.0.0/8 10.1.1.1", "", "0.0.0.0/99"],
    },
    invariant: ({ openedPorts, unitStatus }) => {
      const ports = proxy.running === null ? [] : [proxy.running.port];
      assertEquals(openedPorts.map(({ port }) => port), ports);
      if (unitStatus.name === "active") assert(proxy.running !== null);
    },
  });

  assert((events["config-changed"] ?? 0) > 50);
});
