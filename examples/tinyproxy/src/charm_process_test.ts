// The charm with the real tinyproxy, on the simulated Juju.
import { ActiveStatus, BlockedStatus } from "@charmkit/ops";
import { Context, State, TCPPort } from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { freePort, RealProxy, statusThrough } from "./_real_proxy.ts";
import { TinyproxyCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";
import type { Proxy } from "./tinyproxy.ts";

function newContext(proxy: Proxy): Context<typeof charmcraft> {
  class TestCharm extends TinyproxyCharm {
    protected override readonly proxy = proxy;
  }
  return new Context(TestCharm, charmcraft);
}

Deno.test("TinyproxyCharm serves on the port that it has open, until it is stopped", async () => {
  await using proxy = await RealProxy.make();
  const ctx = newContext(proxy);
  const [first, second] = [freePort(), freePort()];

  const started = await ctx.run(
    ctx.on.start(),
    new State({ config: { port: first } }),
  );
  assertEquals(started.unitStatus, new ActiveStatus());
  assertEquals(started.openedPorts, [new TCPPort(first)]);
  assertEquals(await statusThrough(first), 204);

  const moved = await ctx.run(
    ctx.on.configChanged(),
    started.with({ config: { port: second } }),
  );
  assertEquals(moved.unitStatus, new ActiveStatus());
  assertEquals(moved.openedPorts, [new TCPPort(second)]);
  assertEquals(await statusThrough(second), 204);
  assertEquals(await statusThrough(first), null);

  const blocked = await ctx.run(
    ctx.on.configChanged(),
    moved.with({ config: { port: 0 } }),
  );
  assertEquals(blocked.unitStatus.name, "blocked");
  assertEquals(blocked.openedPorts, [new TCPPort(second)]);
  assertEquals(await statusThrough(second), 204);

  const pid = await proxy.pid();
  const stopped = await ctx.run(
    ctx.on.stop(),
    blocked.with({ config: { port: second } }),
  );
  assertEquals(stopped.openedPorts, []);
  assertEquals(await statusThrough(second), null);
  assertEquals(await Deno.stat(`/proc/${pid}`).catch(() => null), null);
});

Deno.test("TinyproxyCharm brings a proxy back that was killed", async () => {
  await using proxy = await RealProxy.make();
  const ctx = newContext(proxy);
  const port = freePort();
  const started = await ctx.run(
    ctx.on.start(),
    new State({ config: { port } }),
  );

  await proxy.kill();
  assertEquals(await statusThrough(port), null);
  const out = await ctx.run(ctx.on.updateStatus(), started);

  assertEquals(out.unitStatus, new ActiveStatus());
  assertEquals(await statusThrough(port), 204);
});

Deno.test("TinyproxyCharm is blocked by a port that is taken, until it is free", async () => {
  await using proxy = await RealProxy.make();
  const ctx = newContext(proxy);
  const other = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  const { port } = other.addr;

  const blocked = await ctx.run(
    ctx.on.start(),
    new State({ config: { port } }),
  );
  other.close();
  const active = await ctx.run(ctx.on.updateStatus(), blocked);

  assertEquals(
    blocked.unitStatus,
    new BlockedStatus(
      "Cannot start tinyproxy: Could not create listening sockets; " +
        `port ${port} may be taken`,
    ),
  );
  assertEquals(blocked.openedPorts, []);
  assertEquals(active.unitStatus, new ActiveStatus());
  assertEquals(await statusThrough(port), 204);
});

Deno.test("TinyproxyCharm restarts the process by its action", async () => {
  await using proxy = await RealProxy.make();
  const ctx = newContext(proxy);
  const state = new State({ config: { port: freePort() } });
  const started = await ctx.run(ctx.on.start(), state);
  const before = await proxy.pid();

  await ctx.run(ctx.on.action("restart"), started);

  assertEquals(await proxy.isRunning(), true);
  assertEquals(await proxy.pid() === before, false);
});
