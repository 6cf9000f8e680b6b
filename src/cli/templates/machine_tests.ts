import type { ProjectNames } from "../init_names.ts";

/** The tests of a machine charm, with a service that only takes notes. */
export function charmTest(
  { className, module }: ProjectNames,
): string {
  return `import { ActiveStatus, BlockedStatus, WaitingStatus } from "@charmkit/ops";
import { Context, State } from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { ${className} } from "../../src/charm.ts";
import { charmcraft } from "../../src/charmcraft.ts";
import type { Service } from "../../src/${module}.ts";

/** A charm whose service is not run, and what was done with that. */
function makeContext({ running = false, configured = 30 } = {}) {
  const calls: string[] = [];
  const service: Service = {
    install: () => void calls.push("install"),
    configure: (seconds) => {
      calls.push(\`configure \${seconds}\`);
      return seconds !== configured;
    },
    start: () => {
      calls.push("start");
      running = true;
    },
    stop: () => {
      calls.push("stop");
      running = false;
    },
    restart: () => {
      calls.push("restart");
      running = true;
    },
    isRunning: () => running,
    version: () => "1.2.3",
  };
  class TestCharm extends ${className} {
    protected override readonly service: Service = service;
  }
  return { ctx: new Context(TestCharm, charmcraft), calls };
}

Deno.test("${className} installs its service and waits for it to run", async () => {
  const { ctx, calls } = makeContext();

  const out = await ctx.run(ctx.on.install(), new State());

  assertEquals(calls, ["install"]);
  assertEquals(out.workloadVersion, "1.2.3");
  assertEquals(out.unitStatus instanceof WaitingStatus, true);
});

Deno.test("${className} starts its service and is active", async () => {
  const { ctx, calls } = makeContext();

  const out = await ctx.run(ctx.on.start(), new State());

  assertEquals(calls, ["start"]);
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("${className} restarts its service for a new configuration only", async () => {
  const { ctx, calls } = makeContext({ running: true });

  await ctx.run(ctx.on.configChanged(), new State());
  await ctx.run(
    ctx.on.configChanged(),
    new State({ config: { interval: 5 } }),
  );

  assertEquals(calls, ["configure 30", "configure 5", "restart"]);
});

Deno.test("${className} is blocked by an interval that is none", async () => {
  const { ctx, calls } = makeContext({ running: true });

  const out = await ctx.run(
    ctx.on.configChanged(),
    new State({ config: { interval: 0 } }),
  );

  assertEquals(calls, []);
  assertEquals(
    out.unitStatus,
    new BlockedStatus("Invalid interval 0; choose 1 or more"),
  );
});

Deno.test("${className} renews its service when the charm is upgraded", async () => {
  const { ctx, calls } = makeContext({ running: true });

  await ctx.run(ctx.on.upgradeCharm(), new State());

  assertEquals(calls, ["install", "restart"]);
});

Deno.test("${className} restarts its service by its action, and stops it at the end", async () => {
  const { ctx, calls } = makeContext({ running: true });

  await ctx.run(ctx.on.action("restart"), new State());
  await ctx.run(ctx.on.stop(), new State());

  assertEquals(calls, ["restart", "stop"]);
});
`;
}

/** The tests of the service, which run it. */
export function serviceTest(
  { module, workloadClass }: ProjectNames,
): string {
  return `import { assertEquals } from "@std/assert";
import { ${workloadClass} } from "../../src/${module}.ts";

Deno.test("${workloadClass} runs from start to stop", async () => {
  const folder = await Deno.makeTempDir();
  const service = new ${workloadClass}(\`\${folder}/service\`);
  try {
    assertEquals(service.isRunning(), false);

    service.install();
    service.configure(1);
    assertEquals(service.version(), "0.1.0");
    assertEquals(service.isRunning(), false);

    service.start();
    assertEquals(service.isRunning(), true);

    service.restart();
    assertEquals(service.isRunning(), true);

    service.stop();
    assertEquals(service.isRunning(), false);
  } finally {
    service.stop();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("${workloadClass} tells whether its configuration is new", async () => {
  const folder = await Deno.makeTempDir();
  const service = new ${workloadClass}(folder);
  try {
    assertEquals(service.configure(30), true);
    assertEquals(service.configure(30), false);
    assertEquals(service.configure(31), true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
`;
}
