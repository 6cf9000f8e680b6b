import { ActiveStatus } from "@charmkit/ops";
import { Harness } from "@charmkit/ops/testing";
import { assert, assertEquals } from "@std/assert";
import { HttpbinCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";

Deno.test("HttpbinCharm plans, starts and is active once Pebble is ready", async () => {
  using harness = new Harness(HttpbinCharm, charmcraft);
  const charm = await harness.begin();

  await harness.containerPebbleReady("httpbin");

  assertEquals(harness.getContainerPebblePlan("httpbin").toDict(), {
    services: {
      httpbin: {
        override: "replace",
        summary: "httpbin",
        command: "gunicorn -b 0.0.0.0:80 httpbin:app -k gevent",
        startup: "enabled",
        environment: { GUNICORN_CMD_ARGS: "--log-level info" },
      },
    },
  });
  const service = await charm.getContainer("httpbin").getService("httpbin");
  assert(service.isRunning());
  assertEquals(charm.unit.status, new ActiveStatus());
});

Deno.test("HttpbinCharm gives each new log level to the workload", async () => {
  using harness = new Harness(HttpbinCharm, charmcraft);
  const charm = await harness.begin();
  await harness.containerPebbleReady("httpbin");

  for (const level of ["debug", "error"]) {
    await harness.updateConfig({ "log-level": level });

    const { services } = harness.getContainerPebblePlan("httpbin");
    assertEquals(services["httpbin"]?.environment, {
      GUNICORN_CMD_ARGS: `--log-level ${level}`,
    });
  }
  assertEquals(charm.unit.status, new ActiveStatus());
});
