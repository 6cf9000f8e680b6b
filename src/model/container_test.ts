// Long, as it is one list: each call of the facade.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { JujuVersion } from "../backend/juju_version.ts";
import type { SecurityEvent } from "../backend/logger.ts";
import {
  APIError,
  ChangeError,
  ConnectionError,
  ProtocolError,
} from "../pebble/errors.ts";
import { MultiPushPullError } from "../pebble/multi_push_pull_error.ts";
import type { PebbleClient } from "../pebble/pebble_client.ts";
import { SimulatedPebble } from "../simulator/pebble/simulated_pebble.ts";
import { Container } from "./container.ts";
import { ModelError } from "./errors.ts";

const WEB = {
  override: "replace",
  command: "web",
  startup: "enabled",
} as const;

function setUp(): { pebble: SimulatedPebble; container: Container } {
  const pebble = new SimulatedPebble();
  return { pebble, container: new Container("web", pebble) };
}

/** The same client, except that some methods are others. */
function replaced(
  pebble: SimulatedPebble,
  methods: Partial<PebbleClient>,
): PebbleClient {
  return new Proxy<PebbleClient>(pebble, {
    get(target, key) {
      const own: unknown = Reflect.get(methods, key);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

Deno.test("Container.canConnect() is false for nobody and for errors, and logs why (CNT-01, CNT-02)", async () => {
  const pebble = new SimulatedPebble({ canConnect: false });
  const lines: string[] = [];
  const logger = {
    debug: (message: string) => void lines.push(`debug ${message}`),
    warning: (message: string) => void lines.push(`warning ${message}`),
  };
  const failing = (error: Error) =>
    new Container(
      "web",
      replaced(pebble, { getSystemInfo: () => Promise.reject(error) }),
      { logger },
    );
  const container = new Container("web", pebble, { logger });

  assertEquals(await container.canConnect(), false);
  pebble.canConnect = true;
  assertEquals(await container.canConnect(), true);
  const refused = new APIError("busy", { code: 503, status: "" });
  assertEquals(await failing(refused).canConnect(), false);
  await assertRejects(
    () => failing(new ProtocolError("other")).canConnect(),
    ProtocolError,
  );

  assertEquals(lines.map((line) => line.split(" ")[0]), ["debug", "warning"]);
  assertEquals(container.pebble, pebble);
});

Deno.test("Container starts, stops and restarts what it is told (CNT-03, CNT-04)", async () => {
  const { container } = setUp();
  await container.addLayer("base", {
    services: { web: WEB, db: { override: "replace", command: "db" } },
  });
  const running = async () =>
    [...(await container.getServices()).values()]
      .filter((service) => service.isRunning()).map(({ name }) => name);

  await container.autostart();
  assertEquals(await running(), ["web"]);
  await container.start("db");
  await container.stop("web");
  assertEquals(await running(), ["db"]);
  await container.restart("web", "db");
  assertEquals(await running(), ["db", "web"]);
  await container.stop("web");
  await container.replan();
  assertEquals(await running(), ["db", "web"]);
  for (const verb of ["start", "stop", "restart"] as const) {
    await assertRejects(
      () => container[verb](),
      TypeError,
      `${verb} expected at least 1 argument, got 0`,
    );
    await assertRejects(
      () => container[verb](["web"] as unknown as string),
      TypeError,
    );
  }
});

Deno.test("Container.restart() stops and starts where Pebble can't restart (CNT-05, CNT-06)", async () => {
  const pebble = new SimulatedPebble();
  const calls: string[] = [];
  const record =
    (verb: "startServices" | "stopServices") => (names: Iterable<string>) => {
      calls.push(`${verb} ${[...names]}`);
      return pebble[verb](names);
    };
  const old = (code: number) =>
    new Container(
      "web",
      replaced(pebble, {
        restartServices: () =>
          Promise.reject(new APIError("invalid action", { code, status: "" })),
        startServices: record("startServices"),
        stopServices: record("stopServices"),
      }),
    );
  const container = old(400);
  await container.addLayer("base", {
    services: { web: WEB, db: { override: "replace", command: "db" } },
  });
  await container.autostart();

  await container.restart("web", "db");
  await container.stop("web", "db");
  calls.length = 0;
  await container.restart("db");
  assertEquals(calls, ["startServices db"]);
  await container.start("web");
  const error = await assertRejects(
    () => container.restart("web", "nope"),
    APIError,
  );
  await assertRejects(() => old(500).restart("web"), APIError, "invalid");

  assertEquals(
    error.message,
    'cannot start services: service "nope" does not exist',
  );
  assertEquals((await container.getService("web")).isRunning(), false);
});

Deno.test("Container.ensureLayer() replans only for what changed or does not run", async () => {
  const { pebble, container } = setUp();
  const layer = { services: { web: WEB } };
  const replans = async () =>
    (await pebble.getChanges({ select: "all" }))
      .filter(({ kind }) => kind === "replan").length;

  const first = await container.ensureLayer("web", layer);
  assertEquals(first?.differences[0]?.path, ["services", "web"]);
  assertEquals(await container.ensureLayer("web", layer), null);
  assertEquals(await replans(), 1);
  const changed = { services: { web: { ...WEB, environment: { A: "1" } } } };
  pebble.failStart("web", "exited");
  await assertRejects(() => container.ensureLayer("web", changed), ChangeError);
  pebble.failStart("web", null);
  const again = await container.ensureLayer("web", changed);
  assertEquals([again?.differences, again?.notRunning], [[], ["web"]]);
  assertEquals(await container.ensureLayer("web", changed), null);

  assertEquals(await replans(), 3);
  assert((await container.getService("web")).isRunning());
});

Deno.test("Container.ensureFile() tells whether it wrote, so that a service can be restarted (CNT-07)", async () => {
  const { container } = setUp();
  const write = (text: string, permissions?: number) =>
    container.ensureFile("/etc/web.conf", text, {
      permissions,
      makeDirs: true,
    });

  assertEquals(await write("port 80\n"), true);
  assertEquals(await write("port 80\n"), false);
  assertEquals(await write("port 80\n", 0o600), true);
  assertEquals(await write("port 81\n", 0o600), true);
  using file = await container.pull("/etc/web.conf");
  assertEquals(await file.text(), "port 81\n");
});

Deno.test("Container.pushPath() and pullPath() copy trees, and log what they skip (CNT-16, CNT-21, CNT-23, CNT-25)", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const lines: string[] = [];
    const container = new Container("web", new SimulatedPebble(), {
      logger: {
        debug: (message) => void lines.push(message),
        warning: () => {},
      },
    });
    await Deno.mkdir(`${folder}/src/empty`, { recursive: true });
    await Deno.writeTextFile(`${folder}/src/file`, "x", { mode: 0o600 });
    const fifo = `${folder}/src/fifo`;
    await new Deno.Command("mkfifo", { args: [fifo] }).output();

    await container.pushPath(`${folder}/src`, "/srv");
    await container.pullPath("/srv/*", `${folder}/back`);

    const [file] = await container.listFiles("/srv/src/file");
    assertEquals([file?.permissions, file?.size], [0o600, 1]);
    assertEquals(await container.isDir("/srv/src/empty"), true);
    assertEquals(await Deno.readTextFile(`${folder}/back/src/file`), "x");
    assertEquals(
      (await Deno.stat(`${folder}/back/src/empty`)).isDirectory,
      true,
    );
    assertEquals(lines, [`skipped unsupported file in push_path: ${fifo}`]);
    const error = await assertRejects(
      () => container.pullPath(["/none", "/srv/src/file"], `${folder}/one`),
      MultiPushPullError,
      "failed to pull one or more files (1 errors): ",
    );
    assertEquals(error.errors.map(([path]) => path), ["/none"]);
    assertEquals(await Deno.readTextFile(`${folder}/one/file`), "x");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Container finds services and checks by name (CNT-08, CNT-09)", async () => {
  const { container } = setUp();
  await container.addLayer("base", {
    services: { web: WEB },
    checks: {
      up: { override: "replace", level: "alive", tcp: { port: 1 } },
      other: { override: "replace", tcp: { port: 1 } },
    },
  });

  assertEquals([...(await container.getServices("web", "nope")).keys()], [
    "web",
  ]);
  assertEquals(
    [...(await container.getChecks({ level: "alive" })).keys()],
    ["up"],
  );
  assertEquals((await container.getChecks({}, "other")).size, 1);
  assertEquals((await container.getCheck("up")).name, "up");
  assertEquals((await container.getPlan()).checks["up"]?.threshold, 3);
  await assertRejects(
    () => container.getService("nope"),
    ModelError,
    "service 'nope' not found",
  );
  await assertRejects(
    () => container.getCheck("nope"),
    ModelError,
    "check 'nope' not found",
  );
});

Deno.test("Container starts and stops checks, and tells security of each stopped (CNT-10)", async () => {
  const pebble = new SimulatedPebble();
  const events: SecurityEvent[] = [];
  const container = new Container("web", pebble, {
    logger: {
      debug: () => {},
      warning: () => {},
      security: (event) => void events.push(event),
    },
  });
  const check = { override: "replace", tcp: { port: 1 } } as const;
  await container.addLayer("base", {
    checks: { a: check, b: { ...check, startup: "disabled" } },
  });

  assertEquals(await container.stopChecks("a", "b"), ["a"]);
  assertEquals(await container.startChecks("b"), ["b"]);
  assertEquals(events.map(({ level, description }) => [level, description]), [
    ["WARN", "Stopped check a"],
  ]);
  assert(/^sys_monitor_disabled:\d+,a$/.test(events[0]?.event ?? ""));
  await assertRejects(
    () => container.startChecks(),
    TypeError,
    "start-checks expected at least 1 argument, got 0",
  );
  await assertRejects(
    () => container.stopChecks(),
    TypeError,
    "stop-checks expected at least 1 argument, got 0",
  );
});

Deno.test("Container tells what exists and what is a folder (CNT-07, CNT-13, CNT-14)", async () => {
  const { pebble, container } = setUp();
  await container.makeDir("/dir");
  await container.push("/dir/file", "x");
  pebble.files.link("/link", "/dir");
  pebble.files.link("/dangling", "/none");

  const found = async (path: string) => [
    await container.exists(path),
    await container.isDir(path),
  ];

  assertEquals(await found("/dir"), [true, true]);
  assertEquals(await found("/dir/file"), [true, false]);
  assertEquals(await found("/link"), [true, true]);
  assertEquals(await found("/dangling"), [false, false]);
  assertEquals(await found("/none"), [false, false]);
  await assertRejects(() => container.exists("dir"), APIError, "absolute");
  await assertRejects(() => container.isDir("/dir/file/x"), APIError);
  assertEquals((await container.listFiles("/dir"))[0]?.name, "file");
  using file = await container.pull("/dir/file");
  assertEquals(await file.text(), "x");
  await container.removePath("/dir", { recursive: true });
  assertEquals(await container.exists("/dir"), false);
});

Deno.test("Container.exec() refuses a service context that Juju's Pebble has not (CNT-15)", async () => {
  const pebble = new SimulatedPebble();
  pebble.handleExec(["true"], () => ({ stdout: "x" }));
  await pebble.addLayer("base", { services: { web: WEB } });
  const run = async (version: string) => {
    const container = new Container("web", pebble, {
      jujuVersion: JujuVersion.parse(version),
    });
    const process = await container.exec(["true"], { serviceContext: "web" });
    return await process.waitOutput();
  };

  assertEquals(await run("3.1.6"), ["x", ""]);
  for (const version of ["3.1.5", "3.2.0"]) {
    await assertRejects(
      () => run(version),
      ModelError,
      `exec with service_context not supported on Juju version ${version}`,
    );
  }
  const bytes = await new Container("web", pebble).exec(["true"], {
    encoding: null,
  });
  assertEquals((await bytes.waitOutput())[0], new Uint8Array([120]));
});

Deno.test("Container.sendSignal() needs a service (CNT-11)", async () => {
  const { pebble, container } = setUp();
  await container.ensureLayer("base", { services: { web: WEB } });

  await container.sendSignal(1, "web");

  assertEquals(pebble.signals, [{ service: "web", signal: "SIGHUP" }]);
  await assertRejects(
    () => container.sendSignal("SIGHUP"),
    TypeError,
    "send_signal expected at least 1 service name, got 0",
  );
});

Deno.test("Container.getNotice() is a ModelError for an unknown one only (CNT-12, CNT-35)", async () => {
  const { pebble, container } = setUp();
  const id = await pebble.notify("custom", "example.com/a");

  const error = await assertRejects(() => container.getNotice("9"), ModelError);

  assertEquals(error.message, "notice '9' not found");
  assert(error.cause instanceof APIError);
  assertEquals((await container.getNotice(id)).key, "example.com/a");
  assertEquals((await container.getNotices({ types: ["custom"] })).length, 1);
  pebble.canConnect = false;
  await assertRejects(() => container.getNotice(id), ConnectionError);
});
