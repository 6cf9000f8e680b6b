import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { makeFolder } from "./_testing.ts";
import type { CharmPermissions } from "./deno_config.ts";
import { findDeno } from "./deno_tool.ts";
import {
  charmPermissions,
  HOOK_COMMANDS,
  hookCommandsIn,
  joinPermissions,
  pebbleSocketPath,
  permissionArguments,
} from "./permissions.ts";

const OLD = { features: { unixNet: false } };
const NEW = { features: { unixNet: true } };

Deno.test("charmPermissions() names the sockets of the containers, for Deno before and since 2.9 (PKG-43)", () => {
  const charm = { name: "x", containers: { a: {}, "b-c": {} } };
  const sockets = [
    "/charm/containers/a/pebble.socket",
    "/charm/containers/b-c/pebble.socket",
  ];

  const old = charmPermissions(charm, OLD);
  const { net } = charmPermissions(charm, NEW);

  assertEquals(old.read, [".", ...sockets]);
  assertEquals(old.write, [".", ...sockets]);
  assertEquals(old.net, []);
  assertEquals(net, sockets.map((path) => `unix:${path}`));
});

Deno.test("charmPermissions() lets a machine charm reach no network (PKG-43)", () => {
  const { read, net } = charmPermissions({ name: "x" }, NEW);

  assertEquals([read, net], [["."], []]);
});

Deno.test("charmPermissions() lets a charm run the hook commands that it can use (PKG-43)", () => {
  const bare = charmPermissions({ name: "x" }, NEW);
  const { run } = charmPermissions({
    name: "x",
    storage: { data: { type: "filesystem" } },
    actions: { restart: {} },
    resources: { file: { type: "file", filename: "a" } },
  }, NEW);
  const named = charmPermissions({ name: "x" }, {
    ...NEW,
    hookCommands: ["status-set", "action-get"],
    legacyHooks: ["hooks/install"],
  });

  assertEquals(run, HOOK_COMMANDS);
  assertEquals(
    bare.run,
    HOOK_COMMANDS.filter((name) => !/^(action|resource|storage)-/.test(name)),
  );
  assertEquals(named.run, ["status-set", "./hooks/install"]);
});

Deno.test("hookCommandsIn() finds names, and no parts of others", () => {
  assertEquals(
    hookCommandsIn([
      'run(["status-set", "x"])',
      '["xstatus-get"]',
      '"juju-log"',
    ]),
    ["juju-log", "status-set"],
  );
});

Deno.test("charmPermissions() names where Juju puts the files of resources (PKG-43)", () => {
  const resources = {
    license: { type: "file", filename: "license.txt" },
    image: { type: "oci-image" },
  } as const;

  const { read, write } = charmPermissions({ name: "x", resources }, NEW);

  assertEquals(read, [".", "../resources/license"]);
  assertEquals(write, ["."]);
});

Deno.test("charmPermissions() names where Juju mounts storage (PKG-43, TYP-41)", () => {
  const storage = {
    data: { type: "filesystem", location: "/srv/data" },
    many: { type: "filesystem", multiple: { range: "1+" } },
    fixed: { type: "filesystem", location: "/srv/fixed", "read-only": true },
    disk: { type: "block" },
  } as const;

  const { read, write } = charmPermissions({ name: "x", storage }, NEW);

  const written = [".", "/srv/data", "/var/lib/juju/storage/many"];
  assertEquals(read, [...written, "/srv/fixed"]);
  assertEquals(write, written);
});

Deno.test("charmPermissions() lets a charm that requires the interface tracing reach any host, and read the system's certificates (PKG-43, TRC-03)", () => {
  const containers = { web: {} };
  for (const requires of [{ t: { interface: "tracing" } }, { t: "tracing" }]) {
    const { read, write, net } = charmPermissions(
      { name: "x", requires, containers },
      NEW,
    );

    assertEquals(net, true);
    assertEquals(read, [
      ".",
      "/charm/containers/web/pebble.socket",
      "/etc/ssl/certs/ca-certificates.crt",
    ]);
    assertEquals(write, [".", "/charm/containers/web/pebble.socket"]);
  }
  for (
    const others of [
      { requires: { t: { interface: "traces" } } },
      { provides: { t: { interface: "tracing" } } },
    ]
  ) {
    const { read, net } = charmPermissions({ name: "x", ...others }, NEW);

    assertEquals([read, net], [["."], []]);
  }
});

Deno.test("HOOK_COMMANDS has every command that the framework runs", async () => {
  const folder = fromFileUrl(new URL("../hook_commands/", import.meta.url));
  const named = new Set<string>();
  for await (const { name } of Deno.readDir(folder)) {
    if (/^_|_(test|bench)\.ts$/.test(name)) continue;
    const text = (await Deno.readTextFile(folder + name))
      .replaceAll(/^\s*(?:\/\/|\*).*$/gm, "");
    for (const [, command] of text.matchAll(/\[\s*"([a-z]+(?:-[a-z]+)+)"/g)) {
      named.add(command!);
    }
  }

  assertEquals([...named].toSorted(), HOOK_COMMANDS.toSorted());
});

Deno.test("joinPermissions() adds lists up, and true beats them", () => {
  const rows: [CharmPermissions[], CharmPermissions][] = [
    [[], {}],
    [[{ net: [] }], {}],
    [[{ net: ["a"] }, { net: ["b", "a"] }], { net: ["a", "b"] }],
    [[{ net: ["a"] }, { net: true }], { net: true }],
    [[{ read: true }, { read: ["a"], ffi: ["b"] }], { read: true, ffi: ["b"] }],
  ];
  for (const [sets, joined] of rows) {
    assertEquals(joinPermissions(...sets), joined);
  }
});

Deno.test("permissionArguments() makes one flag of each kind (PKG-42)", () => {
  const rows: [CharmPermissions, args: string[]][] = [
    [{}, []],
    [{ read: ["."], net: ["a:1", "b:2"] }, [
      "--allow-read=.",
      "--allow-net=a:1,b:2",
    ]],
    [{ sys: ["uid"], ffi: true, run: true }, [
      "--allow-run",
      "--allow-sys=uid",
      "--allow-ffi",
    ]],
    [{ read: ["a,b"] }, ["--allow-read=a,,b"]],
    [{ net: [], sys: ["uid"] }, ["--allow-sys=uid"]],
    [{ env: ["JUJU_*"], write: ["/x"] }, [
      "--allow-write=/x",
      "--allow-env=JUJU_*",
    ]],
  ];
  for (const [permissions, args] of rows) {
    assertEquals(permissionArguments(permissions), args);
  }
});

/** Does what a dispatch does, and what it may not do. */
const PROBE = `
import { DatabaseSync } from "node:sqlite";
const done = {};
const attempt = async (name, action) => {
  try { await action(); done[name] = true; } catch (error) {
    done[name] = error instanceof Deno.errors.NotCapable ? false : String(error);
  }
};
const hook = (name) => {
  const { success } = new Deno.Command(name, { stdin: "null" }).outputSync();
  if (!success) throw new Error("it failed");
};
await attempt("pebble", async () => {
  const path = Deno.env.get("JUJU_SOCKET");
  (await Deno.connect({ transport: "unix", path })).close();
});
await attempt("hook command", () => hook("is-leader"));
await attempt("state", () => {
  const db = new DatabaseSync(Deno.cwd() + "/.unit-state.db");
  db.exec("CREATE TABLE a (b)");
  db.close();
  Deno.chmodSync(".unit-state.db", 0o600);
});
await attempt("temporary folder", () => Deno.makeTempDirSync({ dir: "." }));
await attempt("charm folder", () => Deno.realPathSync("."));
await attempt("user", () => Deno.uid());
await attempt("guard", () => Deno.env.get("OPERATOR_DISPATCH"));
await attempt("other program", () => hook("sh"));
await attempt("other folder", () => Deno.readDirSync("/etc"));
await attempt("outside", () => Deno.writeTextFileSync("../x", ""));
await attempt("home", () => Deno.env.get("HOME"));
await attempt("network", () => Deno.connect({ port: 81 }));
console.log(JSON.stringify(done));
`;

Deno.test("permissionArguments(charmPermissions()) suffice for a dispatch, and for no more (PKG-43)", async () => {
  await using folder = await makeFolder({
    "probe.js": PROBE,
    "bin/is-leader": "#!/bin/sh\necho true\n",
    "charm/metadata.yaml": "name: x\n",
  });
  await Deno.chmod(folder.at("bin/is-leader"), 0o755);
  const socket = folder.at("pebble.socket");
  await using _server = Deno.serve(
    { transport: "unix", path: socket, onListen: () => {} },
    () => new Response("{}"),
  );
  const { path, features } = await findDeno(Deno.execPath());
  const permissions = charmPermissions(
    { name: "x", containers: { web: {} } },
    { features },
  );
  const args = permissionArguments(permissions)
    .map((arg) => arg.replaceAll(pebbleSocketPath("web"), socket));

  const { stdout, stderr } = await new Deno.Command(path, {
    args: [
      "run",
      "--quiet",
      "--no-config",
      "--no-prompt",
      ...args,
      "../probe.js",
    ],
    cwd: folder.at("charm"),
    env: {
      JUJU_SOCKET: socket,
      PATH: `${folder.at("bin")}:${Deno.env.get("PATH")}`,
    },
  }).output();

  const decoder = new TextDecoder();
  assertEquals(
    JSON.parse(decoder.decode(stdout) || decoder.decode(stderr)),
    {
      pebble: true,
      "hook command": true,
      state: true,
      "temporary folder": true,
      "charm folder": true,
      user: true,
      guard: true,
      "other program": false,
      "other folder": false,
      outside: false,
      home: false,
      network: false,
    },
  );
});
