import type * as ops from "@charmkit/ops";
import * as pebble from "@charmkit/ops/pebble";
import {
  CheckInfo,
  Container,
  type ContextOptions,
  Exec,
  Mount,
  Notice,
  State,
  StateLookupError,
  UncaughtCharmError,
} from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { contextOf, runBody } from "./testdata/body_charm.ts";

const CHARMCRAFT = { name: "web", containers: { web: {}, other: {} } } as const;
const WEB = {
  override: "replace",
  command: "nginx",
  startup: "enabled",
} as const;
const UP = { override: "replace", tcp: { port: 80 } } as const;

/** Does something with the container, and gives what there is after. */
async function using<T>(
  container: Container<"web">,
  use: (container: ops.Container) => Promise<T>,
  options: ContextOptions = {},
) {
  let result: T | undefined;
  const { out, ctx } = await runBody(CHARMCRAFT, async (charm) => {
    result = await use(charm.getContainer("web"));
  }, { state: new State({ containers: [container] }), ...options });
  return { result, after: out.getContainer("web"), ctx };
}

const READY = new Container("web", { canConnect: true });

Deno.test("a container that the state lacks is an error with its name (CTX-60)", async () => {
  const error = await assertRejects(
    () =>
      runBody(
        CHARMCRAFT,
        (charm) => charm.getContainer("other").canConnect(),
        { state: new State({ containers: [READY] }) },
      ),
    UncaughtCharmError,
    'container "other" not found',
  );

  assert(error.cause instanceof StateLookupError);
});

Deno.test("each run begins with empty containers, and tells of files that it wipes (CTX-61)", async () => {
  const seen: string[][] = [];
  using ctx = contextOf(CHARMCRAFT, async (charm) => {
    const container = charm.getContainer("web");
    const files = await container.listFiles("/");
    seen.push(files.map(({ name }) => name));
    await container.push("/a.txt", "a");
  });
  const state = new State({ containers: [READY] });

  await ctx.run(ctx.on.start(), state);
  const warnings = () => ctx.logs.filter(({ level }) => level === "WARNING");
  assertEquals(warnings(), []);
  await ctx.run(ctx.on.start(), state);

  assertEquals(seen, [[], []]);
  assert(/"web".*non-empty.*mounts/.test(warnings()[0]?.message ?? ""));
});

Deno.test("mounts are read from, and written to (CTX-61)", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/in.txt`, "in");
    const container = READY.with({
      mounts: { etc: new Mount({ location: "/etc/web", source: folder }) },
    });

    const { result } = await using(container, async (container) => {
      await container.push("/etc/web/out.txt", "out");
      return await (await container.pull("/etc/web/in.txt")).text();
    });

    assertEquals(result, "in");
    assertEquals(await Deno.readTextFile(`${folder}/out.txt`), "out");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const DOWN = new Container("web", {
  layers: { base: { services: { web: WEB }, checks: { up: UP } } },
  checkInfos: [new CheckInfo("up")],
  notices: [new Notice("a.b/c", { id: "1" })],
  execs: [new Exec(["ls"], { stdout: "file" })],
});

Deno.test("a container that can't be reached refuses, but for what tests of checks and notices need (CTX-62, QRK-04)", async () => {
  const { result } = await using(DOWN, async (container) => {
    const refused: ((client: pebble.PebbleClient) => Promise<unknown>)[] = [
      (client) => client.getSystemInfo(),
      (client) => client.push("/a", "a"),
      (client) => client.pull("/a"),
      (client) => client.listFiles("/"),
      (client) => client.makeDir("/a"),
      (client) => client.removePath("/a"),
      (client) => client.addLayer("x", {}),
      (client) => client.startServices(["web"]),
      (client) => client.stopServices(["web"]),
      (client) => client.restartServices(["web"]),
      (client) => client.replanServices(),
      (client) => client.getServices(),
      (client) => client.getChange("1"),
      (client) => client.startChecks(["up"]),
      (client) => client.stopChecks(["up"]),
      (client) => client.sendSignal("SIGHUP", ["web"]),
    ];
    for (const call of refused) {
      await assertRejects(
        () => call(container.pebble),
        pebble.ConnectionError,
      );
    }
    const process = await container.exec(["ls"]);
    return [
      await container.canConnect(),
      Object.keys((await container.getPlan()).services),
      (await container.getChecks()).size,
      (await container.getNotices({ types: ["custom"] })).length,
      (await container.getNotice("1")).key,
      typeof await container.pebble.notify("custom", "d.e/f"),
      (await process.waitOutput())[0],
    ];
  });

  assertEquals(result, [false, ["web"], 1, 1, "a.b/c", "string", "file"]);
});

Deno.test("with strictPebble a container that can't be reached answers nothing (QRK-04)", async () => {
  await assertRejects(
    () =>
      using(DOWN, (container) => container.getChecks(), {
        strictPebble: true,
      }),
    UncaughtCharmError,
    "ConnectionError",
  );
});

Deno.test("layers of the charm are in the state, and in the plan (CTX-63)", async () => {
  const base = { services: { web: WEB } };
  const container = READY.with({ layers: { base } });

  const { after } = await using(container, async (container) => {
    await assertRejects(
      () => container.addLayer("base", base),
      pebble.APIError,
      "already exists",
    );
    await assertRejects(
      () => container.addLayer("bad", { services: { a: { command: "a" } } }),
      pebble.APIError,
      "override",
    );
    await container.addLayer("base", {
      services: { web: { override: "merge", summary: "Web" } },
    }, { combine: true });
    await container.addLayer("more", {
      services: { more: { override: "replace", command: "more" } },
    });
  });

  assertEquals(Object.keys(after.layers), ["base", "more"]);
  assertEquals(after.plan.services["web"]?.summary, "Web");
  assertEquals(after.plan.services["web"]?.command, "nginx");
});

Deno.test("services are what the charm made of them, others stay (CTX-64)", async () => {
  const container = READY.with({
    layers: {
      base: {
        services: {
          web: WEB,
          old: { override: "replace", command: "old" },
          idle: { override: "replace", command: "idle" },
        },
      },
    },
    serviceStatuses: { old: "active" },
  });

  const replanned = await using(container, (container) => container.replan());
  const stopped = await using(replanned.after, async (container) => {
    await container.stop("old");
    await assertRejects(() => container.start("what"), pebble.APIError);
    await assertRejects(
      () => container.pebble.startServices([]),
      pebble.APIError,
    );
  });

  assertEquals(replanned.after.serviceStatuses, {
    old: "active",
    web: "active",
  });
  assertEquals(stopped.after.serviceStatuses, {
    old: "inactive",
    web: "active",
  });
});

Deno.test("checks of the charm are in the state (CTX-65, QRK-25)", async () => {
  const { after, result } = await using(READY, async (container) => {
    await container.addLayer("base", {
      checks: {
        up: { ...UP, level: "ready" },
        idle: { ...UP, startup: "disabled", threshold: 5 },
      },
    });
    await assertRejects(() => container.startChecks("what"), pebble.APIError);
    const started = await container.startChecks("up", "idle");
    return [started, await container.stopChecks("up")];
  });

  assertEquals(result, [["idle"], ["up"]]);
  const { changeId, ...up } = after.getCheckInfo("up");
  assertEquals({ ...up, changeId }, {
    name: "up",
    level: "ready",
    startup: "enabled",
    status: "inactive",
    successes: 0,
    failures: 0,
    threshold: 3,
    changeId: "",
  });
  const idle = after.getCheckInfo("idle");
  assertEquals([idle.status, idle.threshold], ["up", 5]);
  assert(idle.changeId !== "");
});

Deno.test("the changes of checks are known, and those of the run (CTX-66)", async () => {
  const container = READY.with({
    layers: { base: { services: { web: WEB }, checks: { up: UP, off: UP } } },
    checkInfos: [
      new CheckInfo("up", { changeId: "71" }),
      new CheckInfo("off", { changeId: "72", status: "down", failures: 3 }),
    ],
  });

  const { result } = await using(container, async ({ pebble: client }) => {
    const id = await client.replanServices();
    const kinds = [];
    for (const change of ["71", "72", id]) {
      const { kind, status } = await client.getChange(change);
      kinds.push([kind, status]);
    }
    await assertRejects(() => client.getChange("99"), pebble.APIError);
    return kinds;
  });

  assertEquals(result, [
    ["perform-check", "Doing"],
    ["recover-check", "Doing"],
    ["replan", "Done"],
  ]);
});

Deno.test("notices are there, and those of the charm are kept (CTX-67, QRK-05)", async () => {
  const notice = new Notice("a.b/c", { id: "5" });
  const { after, result } = await using(
    READY.with({
      notices: [notice],
      layers: { base: { services: { web: WEB } } },
    }),
    async (container) => {
      await container.pebble.notify("custom", "d.e/f", { data: { a: "b" } });
      await container.replan();
      const notices = await container.getNotices({ keys: ["d.e/f"] });
      return notices.map(({ lastData }) => lastData);
    },
  );

  assertEquals(result, [{ a: "b" }]);
  assertEquals(after.notices.map(({ key }) => key), ["a.b/c", "d.e/f"]);
  assert(after.notices[0] === notice);
});

Deno.test("files of the charm are in the container's folder (CTX-70)", async () => {
  using ctx = contextOf(CHARMCRAFT, async (charm) => {
    const container = charm.getContainer("web");
    await container.push("/etc/web/a.txt", "a", { makeDirs: true });
  });

  const out = await ctx.run(
    ctx.on.start(),
    new State({ containers: [READY] }),
  );
  const root = out.getContainer("web").getFilesystem(ctx);

  assertEquals(await Deno.readTextFile(`${root}/etc/web/a.txt`), "a");
  assertEquals(READY.getFilesystem(ctx), root);
});

Deno.test("Pebble says that it has version 1.0.0 (CTX-71)", async () => {
  const { result } = await using(
    READY,
    (container) => container.pebble.getSystemInfo(),
  );

  assertEquals(result?.version, "1.0.0");
});
