// Long, as it is one list: what Juju does with a hook as a whole, by its rules.

import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { shell, world } from "./_test_world.ts";
import { Refusal } from "./refusal.ts";
import { SecretState } from "./secret_state.ts";

const json = (text: string): unknown => JSON.parse(text);

Deno.test("HookContext keeps writes only at the flush (JFL-02)", () => {
  const state = world();
  const run = shell(state);
  run("relation-set -r 1 key=value");
  run("relation-set -r 2 --app shared=1");
  run("state-set k=v");
  run("open-port 80");
  run("storage-add data=2");
  run("secret-add --owner unit --label l password=hush");

  const before = [
    state.relations.get(1)?.localUnitData["key"],
    state.relations.get(2)?.localAppData,
    state.charmState.size,
    state.openedPorts.list().length,
    state.requestedStorages.size,
    state.secrets.size,
  ];
  run.context.flush();
  const after = [
    state.relations.get(1)?.localUnitData["key"],
    state.relations.get(2)?.localAppData,
    state.charmState.get("k"),
    state.openedPorts.list().length,
    state.requestedStorages.get("data"),
    state.secrets.size,
  ];

  assertEquals(before, [undefined, {}, 0, 0, 0, 0]);
  assertEquals(after, ["value", { shared: "1" }, "v", 1, 2, 1]);
});

Deno.test("HookContext keeps some writes at once (JFL-01)", () => {
  const state = world();
  const run = shell(state);

  run(["status-set", "blocked", "no database"]);
  run("application-version-set 3");

  assertEquals(state.unitStatus.status, "blocked");
  assertEquals(state.unitStatus.message, "no database");
  assertEquals(state.workloadVersion, "3");
});

Deno.test("HookContext reads its own writes, but not a changed status (JFL-05)", () => {
  const run = shell();

  assertEquals(run("status-get").stdout, "waiting\n");
  run("status-set active");
  run("open-port 80");
  run("close-port 80");
  run("open-port icmp");
  run("open-port 8080/udp");
  run("state-set a=1 b=2");
  run("state-delete a");
  run("relation-set -r 1 x=1 ingress-address=");

  assertEquals(run("status-get").stdout, "waiting\n");
  assertEquals(run("opened-ports").stdout, "icmp\n8080/udp\n");
  assertEquals(run("state-get").stdout, 'b: "2"\n');
  assertEquals(json(run("relation-get -r 1 - app/0 --format json").stdout), {
    "egress-subnets": "127.0.0.1/32",
    "private-address": "127.0.0.1",
    x: "1",
  });
});

Deno.test("HookContext reads config once (JHT-01)", () => {
  const state = world();
  const run = shell(state);
  run("config-get title");

  state.config.set("title", "changed");

  assertEquals(run("config-get title").stdout, "My <Site> & more\n");
  assertEquals(shell(state)("config-get title").stdout, "changed\n");
});

Deno.test("HookContext keeps a remote unit's databag until its next hook (JHT-12)", () => {
  const state = world();
  shell(state)("relation-get -r 1 host mysql/0");

  state.relations.get(1)?.units.set("mysql/0", { host: "10.0.0.2" });
  const stale = shell(state)("relation-get -r 1 host mysql/0").stdout;
  const fresh = shell(state, {
    kind: "relation-changed",
    endpoint: "db",
    relationId: 1,
    remoteUnit: "mysql/0",
  })("relation-get host").stdout;

  assertEquals([stale, fresh], ["10.0.0.1\n", "10.0.0.2\n"]);
});

Deno.test("HookContext says no to a former leader for the rest of its run (JHT-02)", () => {
  const state = world();
  const run = shell(state);

  assertEquals(run("is-leader").stdout, "True\n");
  state.leader = false;
  assertEquals(run("is-leader").stdout, "False\n");
  state.leader = true;

  assertEquals(run("is-leader").stdout, "False\n");
  assertEquals(shell(state)("is-leader").stdout, "True\n");
});

Deno.test("HookContext tells when leadership is unknown (JHT-02)", () => {
  const state = world();
  state.leader = null;

  const { code, stderr } = shell(state)("is-leader");

  assertEquals(code, 1);
  assertMatch(stderr, /^ERROR leadership status unknown: /);
});

Deno.test("HookContext refuses what only a leader may do", () => {
  const state = world({ leader: false });
  const refused = (line: string) => shell(state)(line).stderr;

  assertEquals(
    refused("status-set --application active"),
    "ERROR this unit is not the leader\n",
  );
  assertEquals(
    refused("status-get --application"),
    "ERROR finding application status: this unit is not the leader\n",
  );
  assertEquals(
    refused("relation-set -r 1 --app a=b"),
    "ERROR cannot write relation settings\n",
  );
  assertEquals(
    refused("secret-add foo=bar"),
    "ERROR this unit is not the leader\n",
  );
  assertEquals(
    refused("relation-get -r 1 --app - app"),
    "ERROR permission denied\n",
  );
  assertEquals(refused("relation-get -r 2 --app - app"), "");
});

Deno.test("HookContext fails the flush of a unit that leads no more (JFL-07)", () => {
  const state = world();
  const run = shell(state);
  run("relation-set -r 1 --app a=b");
  run("state-set k=v");

  state.leader = false;

  assertThrows(() => run.context.flush(), Refusal, "is not the leader");
  assertEquals(state.charmState.size, 0);
  assertEquals(state.relations.get(1)?.localAppData, {});
});

Deno.test("HookContext refuses ranges and, at the flush, icmp on Kubernetes (JHT-08)", () => {
  const state = world({ substrate: "kubernetes" });
  const run = shell(state);

  const range = run("open-port 80-90");
  const icmp = run("open-port icmp");

  assertMatch(range.stderr, /port ranges are not supported for k8s/);
  assertEquals(icmp.code, 0);
  assertThrows(() => run.context.flush(), Refusal, "icmp");
});

Deno.test("HookContext refuses ports that overlap others (JHT-08)", () => {
  const state = world();
  const run = shell(state);
  run("open-port 80-90");
  const conflict = 'port range conflicts with 80-90/tcp (unit "app/0")';

  assertEquals(run("open-port 80-90").code, 0);
  assertEquals(
    run("open-port 85").stderr,
    `ERROR cannot open 85/tcp (unit "app/0"): ${conflict} requested earlier\n`,
  );
  run.context.flush();
  const next = shell(state);
  next("close-port 80-90");

  for (const what of ["open", "close"]) {
    const later = what === "close" ? " requested earlier" : "";
    assertEquals(
      next(`${what}-port 85`).stderr,
      `ERROR cannot ${what} 85/tcp (unit "app/0"): ${conflict}${later}\n`,
    );
  }
});

Deno.test("HookContext keeps ports by endpoint (JHT-09)", () => {
  const state = world();
  const first = shell(state);
  first("open-port 80");
  first("open-port 81 --endpoints db,web");
  first.context.flush();
  const second = shell(state);

  second("close-port 80 --endpoints db");
  second("close-port 81 --endpoints db");
  const pending = second("opened-ports --endpoints").stdout;
  second.context.flush();

  assertEquals(pending, "80/tcp (*)\n81/tcp (web)\n");
  assertEquals(
    shell(state)("opened-ports --endpoints").stdout,
    "80/tcp (cluster, web)\n81/tcp (web)\n",
  );
});

Deno.test("HookContext refuses ports of an unknown endpoint at the flush (JHT-08)", () => {
  const run = shell();

  assertEquals(run("open-port 80 --endpoints nope").code, 0);
  assertEquals(
    run.context.tryFlush(),
    'committing requested changes: open port range: endpoint "nope" for unit "app/0" not found',
  );
});

Deno.test("HookContext serves a secret that it made (JFL-05, JHT-21)", () => {
  const run = shell();
  const id = run("secret-add --label l password=hush").stdout.trim();

  assertMatch(id, /^secret:[0-9a-v]{20}$/);
  assertEquals(run(`secret-get ${id}`).stdout, "password: hush\n");
  assertEquals(
    run("secret-get --label l --format json").stdout,
    '{"password":"hush"}\n',
  );
  assertEquals(run("secret-ids").stdout, `${id.slice(7)}\n`);
  assertEquals(
    run(`secret-get ${id} password#base64`).stdout,
    "aHVzaA==\n",
  );
  assertEquals(
    run(`secret-get ${id} nope`).stderr,
    'ERROR secret key value "nope" not found\n',
  );
});

Deno.test("HookContext makes one revision of several changes (JHT-20)", () => {
  const state = world();
  const first = shell(state);
  const id = first("secret-add password=one").stdout.trim();
  first.context.flush();
  const run = shell(state);

  run(`secret-set ${id} password=two`);
  run(`secret-set ${id} password=three --label x`);
  const tracked = run(`secret-get ${id} password`).stdout;
  const peeked = run(`secret-get ${id} password --peek`).stdout;
  run.context.flush();
  const info = json(shell(state)(`secret-info-get ${id} --format json`).stdout);

  assertEquals([tracked, peeked], ["one\n", "three\n"]);
  assertEquals(info, {
    [id.slice(7)]: { revision: 2, label: "x", owner: "application" },
  });
});

Deno.test("HookContext of a Juju before 3.6 keeps only the last update of a secret (SEC-20)", () => {
  for (const [jujuVersion, kept] of [["3.5.7", 1], ["3.6.0", 2]] as const) {
    const state = world({ jujuVersion });
    const first = shell(state);
    const id = first("secret-add password=one").stdout.trim();
    first.context.flush();
    const run = shell(state);

    run(`secret-set ${id} password=two`);
    run(`secret-set ${id} --label x`);
    run.context.flush();

    const secret = state.secrets.get(id.slice(7));
    assertEquals([secret?.latest, secret?.label], [kept, "x"]);
  }
});

Deno.test("HookContext makes no revision of equal content (JHT-20)", () => {
  const state = world();
  const first = shell(state);
  const id = first("secret-add password=one").stdout.trim();
  first.context.flush();
  const run = shell(state);

  run(`secret-set ${id} password=one`);
  run.context.flush();

  assertEquals(state.secrets.get(id.slice(7))?.latest, 1);
});

Deno.test("HookContext tracks a revision at the first read (JHT-21)", () => {
  const state = world();
  const id = "9m4e2mr0ui3e8a215n4g";
  const secret = new SecretState({
    id,
    owner: null,
    revisions: new Map([[1, { key: "MQ==" }]]),
  });
  state.secrets.set(id, secret);
  const get = (flags: string) =>
    shell(state)(`secret-get ${id} key ${flags}`.trim()).stdout;

  assertEquals(get("--label mine"), '"1"\n');
  secret.revisions.set(2, { key: "Mg==" });

  assertEquals([get("--format json"), get("--peek")], ['"1"\n', '"2"\n']);
  assertEquals(get("--refresh"), '"2"\n');
  assertEquals(shell(state)("secret-get --label mine").stdout, 'key: "2"\n');
  assertEquals(secret.tracked, 2);
});

Deno.test("HookContext keeps a secret from who has no grant (JHT-21)", () => {
  const state = world();
  const id = "9m4e2mr0ui3e8a215n4g";
  const revisions = new Map([[1, { key: "MQ==" }]]);
  state.secrets.set(
    id,
    new SecretState({ id, owner: null, revisions, granted: false }),
  );

  assertEquals(
    shell(state)(`secret-get ${id}`).stderr,
    "ERROR permission denied\n",
  );
});

Deno.test("HookContext grants, revokes and removes secrets (JHT-24 to JHT-26)", () => {
  const state = world();
  const first = shell(state);
  const id = first("secret-add password=one").stdout.trim();
  first(`secret-grant ${id} -r 1 --unit mysql/0`);
  const wrong = first(`secret-grant ${id} -r 1 --unit other/0`).stderr;
  const wider = first(`secret-grant ${id} --relation 1`).stderr;
  first.context.flush();
  const secret = state.secrets.get(id.slice(7));

  assertEquals(
    wrong,
    'ERROR cannot specify unit "other/0" in relation to application "mysql"\n',
  );
  assertMatch(wider, /^ERROR any unit level grants need to be revoked/);
  assertEquals(secret?.grants, [{ relationId: 1, unit: "mysql/0" }]);

  const second = shell(state);
  second(`secret-revoke ${id} --relation 1`);
  second.context.flush();
  // Only the application's own grant would have gone.
  assertEquals(secret?.grants.length, 1);
  const last = shell(state);
  last(`secret-revoke ${id} --unit mysql/0`);
  last.context.flush();
  assertEquals(secret?.grants, []);

  const third = shell(state);
  third(`secret-remove ${id}`);
  assertEquals(third("secret-ids").stdout, "");
  third.context.flush();
  assertEquals(state.secrets.size, 0);
});

Deno.test("HookContext refuses a second secret of one label (JHT-19, JLM-02)", () => {
  const state = world();
  const run = shell(state);
  run("secret-add --label l one=111");

  assertEquals(
    run("secret-add --label l two=222").stderr,
    'ERROR secret with label "l" already exists\n',
  );
  run.context.flush();
  const later = shell(state);
  assertEquals(later("secret-add --label l two=222").code, 0);
  assertThrows(() => later.context.flush(), Refusal, "already exists");
});

Deno.test("HookContext reads secret content from files (JHT-19)", () => {
  const run = shell(world(), undefined, {
    "/private/password": "two\nlines\n",
    "/private/all": '{"user": "", "password": "over"}',
  });

  const id = run(
    "secret-add password#file=/private/password --file /private/all",
  ).stdout.trim();

  assertEquals(json(run(`secret-get ${id} --format json`).stdout), {
    password: "over",
    user: "",
  });
});

Deno.test("HookContext leaves out a relation that is being broken (JHT-10)", () => {
  const state = world();
  const relation = state.relations.get(1);
  if (relation !== undefined) relation.broken = true;
  const run = shell(state, {
    kind: "relation-broken",
    endpoint: "db",
    relationId: 1,
  });

  assertEquals(run("relation-ids").stdout, "");
  assertEquals(run("relation-get").stdout, 'version: "8"\n');
});

Deno.test("HookContext checks the size of charm state (JLM-04)", () => {
  const run = shell();

  const key = run(`state-set ${"k".repeat(257)}=v`);
  const value = run(["state-set", `k=${"v".repeat(65_537)}`]);

  assertEquals([key.code, value.code], [1, 1]);
  assertMatch(key.stderr, /max allowed key length \(256\)/);
  assertMatch(value.stderr, /max allowed value length \(65536\)/);
});

Deno.test("HookContext keeps results of an action, nested (JHT-35, JHT-36)", () => {
  const run = shell(world(), {
    kind: "action",
    name: "backup",
    id: "1",
    params: {},
  });

  run("action-set a.b=1 a.c=2 d=x=y");
  run("action-set d.e=3");
  run("action-fail");

  assertEquals(run.context.action?.results, {
    a: { b: "1", c: "2" },
    d: { e: "3" },
  });
  assertEquals(
    run.context.action?.failure,
    "action failed without reason given, check action for errors",
  );
});

Deno.test("HookContext keeps nothing of a flush that Juju 4 refuses, and secrets alone in Juju 3 (JFL-04)", () => {
  const kept = (jujuVersion: string) => {
    const state = world({ jujuVersion });
    const run = shell(state);
    run("secret-add --owner unit password=hush");
    run("relation-set -r 1 a=1");
    run("state-set a=1");
    run("storage-add nope");
    const refusal = run.context.tryFlush();
    const { localUnitData } = state.relations.get(1)!;
    return [
      refusal,
      state.secrets.size,
      state.charmState.size,
      localUnitData["a"],
    ];
  };
  const text = 'committing requested changes: charm storage "nope" not found';

  assertEquals(kept("3.6.28"), [text, 1, 0, undefined]);
  assertEquals(kept("4.0.14"), [text, 0, 0, undefined]);
});

Deno.test("HookContext refuses more storage than the charm may have, at the flush (JHT-15)", () => {
  const state = world({
    charmcraft: {
      name: "app",
      provides: { web: "http" },
      requires: { db: "mysql" },
      peers: { cluster: "cluster" },
      storage: {
        one: { type: "filesystem" },
        some: { type: "filesystem", multiple: { range: "1-3" } },
        many: { type: "filesystem", multiple: { range: "2+" } },
      },
    },
    storages: [{ id: "some/0", kind: "filesystem", location: "/srv" }],
  });
  const tryAdd = (line: string) => {
    const run = shell(state);
    run(line);
    return run.context.tryFlush();
  };

  assertEquals(tryAdd("storage-add one some=2 many=9"), null);
  assertEquals(
    tryAdd("storage-add one"),
    'committing requested changes: charm storage "one": at most 1 instances supported, 2 specified',
  );
  assertMatch(tryAdd("storage-add some") ?? "", /at most 3 .* 4 specified$/);
  assertEquals(Object.fromEntries(state.requestedStorages), {
    one: 1,
    some: 2,
    many: 9,
  });
});

Deno.test("HookContext refuses at the flush to change a secret that is not own (JHT-20)", () => {
  const id = "9m4e2mr0ui3e8a215n4g";
  const revisions = new Map([[1, { key: "MQ==" }]]);
  const flush = (owner: "unit" | null) => {
    const state = world({ secrets: [{ id, owner, revisions }] });
    const run = shell(state);
    assertEquals(run(`secret-set ${id} key=2`).code, 0);
    return run.context.tryFlush();
  };
  const unknown = shell();
  unknown(`secret-set ${id} key=2`);

  assertEquals(flush("unit"), null);
  assertEquals(flush(null), "committing requested changes: permission denied");
  assertEquals(
    unknown.context.tryFlush(),
    `committing requested changes: secret "${id}" not found`,
  );
});

Deno.test("HookContext takes back all that a run wanted of a secret that it removes (JHT-26)", () => {
  const id = "9m4e2mr0ui3e8a215n4g";
  const state = world({
    secrets: [{
      id,
      owner: "unit",
      revisions: new Map([[1, { key: "MQ==" }], [2, { key: "Mg==" }]]),
    }],
  });
  const removed: unknown[] = [];
  state.observer = { onSecretRemoved: (...what) => removed.push(what) };
  const run = shell(state);
  run(`secret-set ${id} key=3`);
  run(`secret-grant ${id} -r 1`);
  run(`secret-remove ${id} --revision 1`);

  assertEquals(run("secret-ids").stdout, "");
  run.context.flush();
  const secret = state.secrets.get(id);

  assertEquals([...secret?.revisions.keys() ?? []], [2]);
  assertEquals(secret?.grants, []);
  assertEquals(removed, [[id, 1]]);
});

Deno.test("HookContext gives a secret the label that it is read with, at once (JFL-01)", () => {
  const revisions = new Map([[1, { key: "MQ==" }]]);
  const [own, theirs] = ["9m4e2mr0ui3e8a215n4g", "9m4e2mr0ui3e8a215n50"];
  const state = world({
    secrets: [
      { id: own, owner: "unit", revisions },
      { id: theirs, owner: null, revisions },
    ],
  });
  const run = shell(state);
  run(`secret-get ${own} --label a`);
  run(`secret-get ${theirs} --label b`);

  assertEquals(state.secrets.get(own)?.label, "a");
  assertEquals(state.secrets.get(theirs)?.consumerLabel, "b");
  assertEquals(run("secret-get --label b").stdout, 'key: "1"\n');
  assertEquals(
    run(`secret-get ${theirs} --label a`).stderr,
    'ERROR secret with label "a" already exists\n',
  );
});

Deno.test("HookContext tells who observes of what an action and a reboot do", () => {
  const state = world();
  const seen: unknown[] = [];
  state.observer = {
    onActionResults: (results) => seen.push({ ...results }),
    onActionFailed: (message) => seen.push(message),
    onActionLog: (message) => seen.push(message),
    onReboot: (when) => seen.push(when),
    onStorageRequested: (...what) => seen.push(what),
  };
  const action = shell(state, {
    kind: "action",
    name: "a",
    id: "1",
    params: {},
  });
  action("action-set a=1");
  action("action-log half way");
  action("action-fail no");
  const hook = shell(state);
  hook("juju-reboot");
  hook("storage-add data=2");
  hook.context.flush();

  assertEquals(seen, [{ a: "1" }, "half way", "no", "after", ["data", 2]]);
});

Deno.test("HookContext refuses more charm state than Juju 3 keeps (JLM-04)", () => {
  const flush = (jujuVersion: string) => {
    const run = shell(world({ jujuVersion }));
    const value = "v".repeat(65_536);
    for (let n = 0; n < 33; n++) run(["state-set", `k${n}=${value}`]);
    return run.context.tryFlush();
  };

  assertMatch(flush("3.6.28") ?? "", /max allowed size \(2097152\)/);
  assertEquals(flush("4.0.14"), null);
});

Deno.test("HookContext refuses a databag that is larger than Juju 4 allows (JLM-03)", () => {
  const flush = (jujuVersion: string) => {
    const run = shell(world({ jujuVersion }));
    const bag = { key: "v".repeat(16_777_216) };
    run("relation-set -r 1 --file -", JSON.stringify(bag));
    return run.context.tryFlush();
  };

  assertEquals(flush("3.6.28"), null);
  assertMatch(flush("4.0.14") ?? "", /max allowed total size \(16777216\): /);
});
