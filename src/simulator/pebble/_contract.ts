import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  APIError,
  ConnectionError,
  PathError,
  TimeoutError,
} from "../../pebble/errors.ts";
import type { LayerDict } from "../../pebble/layer.ts";
import type { PebbleClient } from "../../pebble/pebble_client.ts";

/** A Pebble to hold to the contract. */
export interface Subject extends AsyncDisposable {
  /** Asks it. */
  readonly client: PebbleClient;
  /** A folder in the container that a case may use. */
  readonly folder: string;
  /** Lets it answer no more. */
  disconnect(): Promise<void>;
}

/** One thing that every Pebble does. */
export interface ContractCase {
  /** What it does, with the items of the specification. */
  readonly name: string;
  /** Tries it on a fresh Pebble. */
  run(subject: Subject): Promise<void>;
}

const SLEEP = { override: "replace", command: "sleep 600" } as const;
const LAYER: LayerDict = {
  summary: "A charm's layer",
  services: {
    db: { ...SLEEP, before: ["web"] },
    web: { ...SLEEP, startup: "enabled", requires: ["db"] },
    worker: { ...SLEEP, requires: ["web"], after: ["web"] },
  },
};

async function refusal(call: Promise<unknown>): Promise<[number, string]> {
  const error = await assertRejects(() => call, APIError);
  return [error.code, error.message];
}

async function refusalKind(call: Promise<unknown>): Promise<unknown> {
  const { body } = await assertRejects(() => call, APIError);
  const { result } = body;
  return typeof result === "object" && result !== null && "kind" in result
    ? result.kind
    : undefined;
}

async function pathFailure(call: Promise<unknown>): Promise<[string, string]> {
  const error = await assertRejects(() => call, PathError);
  return [error.kind, error.detail];
}

async function states(client: PebbleClient): Promise<string> {
  const services = await client.getServices();
  return services.map(({ name, current }) => `${name} ${current}`).join(", ");
}

/** What a charm's life needs, the same of every Pebble. */
export const CONTRACT: readonly ContractCase[] = [
  {
    name: "tells what it is (PBC-13)",
    async run({ client }) {
      const info = await client.getSystemInfo();

      assertMatch(info.version, /^v1\.\d+/);
      assert(info.bootId !== "");
    },
  },
  {
    name: "merges layers into a plan (PBL-03, PBL-14, PBL-15, PBL-16, PBL-17)",
    async run({ client }) {
      assertEquals((await client.getPlan()).toDict(), {});
      await client.addLayer("one", {
        services: {
          web: {
            override: "replace",
            command: "web",
            environment: { A: "1", B: "1" },
            after: ["db"],
            "kill-delay": "90s",
            "user-id": 0,
          },
          db: { override: "replace", command: "db" },
        },
        checks: {
          up: {
            override: "replace",
            period: "1500ms",
            http: { url: "http://localhost:1/", headers: { A: "1" } },
          },
        },
      });
      await client.addLayer("two", {
        services: {
          web: {
            override: "merge",
            environment: { B: "2" },
            after: ["db"],
            startup: "enabled",
          },
          db: { override: "replace", command: "other" },
        },
        checks: {
          up: {
            override: "merge",
            threshold: 7,
            http: { headers: { B: "2" } },
          },
        },
        "log-targets": {
          loki: { override: "merge", type: "loki", location: "http://x" },
        },
      });

      const plan = await client.getPlan();

      assertEquals(plan.toDict(), {
        services: {
          web: {
            override: "replace",
            command: "web",
            environment: { A: "1", B: "2" },
            after: ["db", "db"],
            startup: "enabled",
            "kill-delay": "1m30s",
            "user-id": 0,
          },
          db: { override: "replace", command: "other" },
        },
        checks: {
          up: {
            override: "replace",
            period: "1.5s",
            threshold: 7,
            http: {
              url: "http://localhost:1/",
              headers: { A: "1", B: "2" },
            },
          },
        },
        "log-targets": {
          loki: { override: "merge", type: "loki", location: "http://x" },
        },
      });
    },
  },
  {
    name: "combines a layer in its place in the order (PBL-19, OBS-14)",
    async run({ client }) {
      const command = async () =>
        (await client.getPlan()).services["a"]?.command;
      await client.addLayer("low", { services: { a: SLEEP } });
      await client.addLayer("high", {
        services: { a: { override: "replace", command: "high" } },
      });
      await client.addLayer("low", {
        services: { a: { override: "replace", command: "low" } },
      }, { combine: true });
      assertEquals(await command(), "high");

      await client.addLayer("high", {
        services: { a: { override: "merge", command: "higher" } },
      }, { combine: true });

      assertEquals(await command(), "higher");
    },
  },
  {
    name: "refuses layers with the same words (PBL-15, PBL-17, PBL-19, PBL-20)",
    async run({ client }) {
      await client.addLayer("base", LAYER);
      const before = await client.getPlanText();
      const add = (layer: string | LayerDict, label = "x") =>
        refusal(client.addLayer(label, layer));
      const command = "sleep 1";

      assertEquals(await add({}, "base"), [400, 'layer "base" already exists']);
      assertEquals(await add({}, ""), [400, "label must be set"]);
      assertEquals(await add({}, "pebble-x"), [
        400,
        'cannot parse layer YAML: cannot use reserved label prefix "pebble-"',
      ]);
      assertEquals(await add({ services: { a: { command } } }), [
        400,
        'layer "x" must define "override" for service "a"',
      ]);
      assertEquals(
        await add({ services: { a: { command, override: "x" } } }),
        [400, 'layer "x" has invalid "override" value for service "a"'],
      );
      assertEquals(await add({ services: { a: { override: "merge" } } }), [
        400,
        'plan must define "command" for service "a"',
      ]);
      assertEquals(await add("bogus: {}"), [
        400,
        'cannot parse layer YAML: cannot parse layer "x": unknown section ' +
        '"bogus"',
      ]);
      assertEquals(await add("services:\n  a:\n"), [
        400,
        "cannot parse layer YAML: service object cannot be null for service " +
        '"a"',
      ]);
      const [, unknown] = await add("services: {a: {bogus: 1}}");
      assertMatch(
        unknown,
        /section "services".*\n.*field bogus not found in type plan\.Service/s,
      );
      const [, malformed] = await add("services: {a: {after: web}}");
      assertMatch(malformed, /section "services": yaml: unmarshal errors/);
      const loop = { override: "replace", command } as const;
      assertEquals(
        await add({
          services: {
            a: { ...loop, after: ["b"] },
            b: { ...loop, after: ["a"] },
          },
        }),
        [400, "services in before/after loop: a, b"],
      );
      assertEquals(
        await add({
          checks: {
            c: {
              override: "replace",
              tcp: { port: 1 },
              exec: { command },
            },
          },
        }),
        [
          400,
          'plan must specify one of "http", "tcp", or "exec" for check "c"',
        ],
      );
      assertEquals(await client.getPlanText(), before);
    },
  },
  {
    name:
      "starts and stops services with what they need (PBS-06, PBS-07, PBS-11)",
    async run({ client }) {
      await client.addLayer("base", LAYER);
      assertEquals(
        await states(client),
        "db inactive, web inactive, worker inactive",
      );

      const id = await client.startServices(["worker"]);
      const change = await client.getChange(id);
      assertEquals(
        await states(client),
        "db active, web active, worker active",
      );
      await client.stopServices(["web"]);

      assertEquals(
        await states(client),
        "db active, web inactive, worker inactive",
      );
      assertEquals(
        [change.kind, change.status, change.ready, change.err],
        ["start", "Done", true, null],
      );
      assertEquals(change.summary, 'Start service "worker" and 2 more');
      assertEquals(change.tasks.map((task) => task.summary), [
        'Start service "db"',
        'Start service "web"',
        'Start service "worker"',
      ]);
      const again = await client.stopServices(["web"]);
      const log = (await client.getChange(again)).tasks.map((task) =>
        task.log.length
      );
      assertEquals(log, [1, 1]);
      const found = await client.getServices(["web", "unknown"]);
      assertEquals(found.map(({ name, startup }) => [name, startup]), [
        ["web", "enabled"],
      ]);
      assert(found[0]?.currentSince instanceof Date);
    },
  },
  {
    name: "restarts only what is named, and what that requires (PBS-06)",
    async run({ client }) {
      await client.addLayer("base", LAYER);
      await client.startServices(["worker"]);
      await client.stopServices(["worker"]);

      const id = await client.restartServices(["web"]);

      const { tasks, summary } = await client.getChange(id);
      assertEquals(tasks.map((task) => `${task.kind} ${task.summary}`), [
        'stop Stop service "web"',
        'start Start service "db"',
        'start Start service "web"',
      ]);
      assertEquals(summary, 'Restart service "web" and 1 more');
      assertEquals(
        await states(client),
        "db active, web active, worker inactive",
      );
    },
  },
  {
    name:
      "replans what changed and what is enabled (PBL-22, PBL-23, PBS-08, OBS-12)",
    async run({ client }) {
      const nothing = await client.replanServices();
      assertEquals(
        (await client.getChange(nothing)).summary,
        "Replan - no services",
      );
      await client.addLayer("base", LAYER);
      await client.startServices(["worker"]);

      await client.addLayer("base", {
        services: { web: { override: "merge", environment: { A: "1" } } },
      }, { combine: true });
      assertEquals(
        await states(client),
        "db active, web active, worker active",
      );
      const id = await client.replanServices();
      const kinds = (await client.getChange(id)).tasks.map((task) =>
        task.summary
      );

      assertEquals(kinds.sort(), [
        'Start service "db"',
        'Start service "web"',
        'Stop service "web"',
        'Stop service "worker"',
      ]);
      assertEquals(
        await states(client),
        "db active, web active, worker inactive",
      );
    },
  },
  {
    name: "refuses services with the same words (PBS-04, PBS-14)",
    async run({ client }) {
      await client.addLayer("base", { services: { a: SLEEP } });

      assertEquals(await refusal(client.startServices(["a", "nope"])), [
        400,
        'cannot start services: service "nope" does not exist',
      ]);
      assertEquals(await refusal(client.stopServices([])), [
        400,
        "must specify services for stop action",
      ]);
      assertEquals(await refusal(client.autostartServices()), [
        400,
        "no default services",
      ]);
      assertEquals(
        await refusalKind(client.autostartServices()),
        "no-default-services",
      );
      assertEquals(await refusal(client.sendSignal("SIGHUP", [])), [
        400,
        "must specify one or more services",
      ]);
      assertEquals(await refusal(client.sendSignal("SIGHUP", ["a"])), [
        500,
        'cannot send signal to "a": service is not running',
      ]);
      assertEquals(await refusal(client.getChange("999")), [
        404,
        'cannot find change with id "999"',
      ]);
      await assertRejects(
        () => client.startServices("a"),
        TypeError,
        "services must be of type Iterable[str], not string",
      );
      assertEquals(await states(client), "a inactive");
    },
  },
  {
    name: "signals a running service (PBS-13, PBS-14)",
    async run({ client }) {
      await client.addLayer("base", { services: { a: SLEEP } });
      await client.startServices(["a"]);

      await client.sendSignal(28, ["a"]);
      const [code, message] = await refusal(client.sendSignal("WINCH", ["a"]));

      assertEquals(code, 500);
      assertMatch(message, /^cannot send signal to "a": invalid signal name/);
      assertEquals(await states(client), "a active");
    },
  },
  {
    name:
      "finds changes by state and service (PBC-19, PBC-21, PBC-22, PBS-02, PBS-09)",
    async run({ client }) {
      await client.addLayer("base", LAYER);
      const id = await client.startServices(["web"], { timeoutMs: 0 });
      const change = await client.waitChange(id);

      const ids = async (
        options: Parameters<PebbleClient["getChanges"]>[0],
      ) => (await client.getChanges(options)).map((change) => change.id);

      assertEquals([change.id, change.ready], [id, true]);
      assertEquals(await ids({ select: "all", service: "web" }), [id]);
      assertEquals(await ids({ select: "ready", service: "db" }), []);
      assertEquals(await ids({}), []);
      assertEquals(await refusal(client.abortChange(id)), [
        400,
        `cannot abort change ${id} with nothing pending`,
      ]);
      await assertRejects(
        () => client.waitChange(id, { timeoutMs: 0 }),
        TimeoutError,
      );
    },
  },
  {
    name: "starts and stops checks (PBK-01, PBK-02, PBK-08, PBK-09, PBK-12)",
    async run({ client }) {
      const check = { override: "replace", period: "1h" } as const;
      await client.addLayer("base", {
        checks: {
          b: { ...check, startup: "disabled", exec: { command: "true" } },
          a: { ...check, level: "alive", threshold: 5, tcp: { port: 1 } },
        },
      });

      const checks = await client.getChecks();
      const [first] = checks;
      const kind = (await client.getChange(first?.changeId ?? "")).kind;
      const stopped = await client.stopChecks(["a", "b"]);
      const after = await client.getChecks({ names: ["a", "zzz"] });
      const started = await client.startChecks(["b", "a"]);

      assertEquals(
        checks.map(({ name, level, startup, status, threshold, failures }) => [
          name,
          level,
          startup,
          status,
          threshold,
          failures,
        ]),
        [
          ["a", "alive", "enabled", "up", 5, 0],
          ["b", "", "disabled", "inactive", 3, 0],
        ],
      );
      assertEquals(kind, "perform-check");
      assertEquals([stopped, started], [["a"], ["a", "b"]]);
      assertEquals(after.map(({ status, changeId }) => [status, changeId]), [
        ["inactive", null],
      ]);
      assertEquals((await client.getChecks({ level: "ready" })).length, 0);
      assertEquals(await refusal(client.stopChecks(["z", "y", "a"])), [
        400,
        "cannot stop checks: cannot find checks in plan: y, z",
      ]);
      assertEquals(await refusal(client.startChecks([])), [
        400,
        "must specify checks for start action",
      ]);
      assertEquals((await client.getChecks({ names: ["a"] }))[0]?.status, "up");
    },
  },
  {
    name:
      "restarts a changed check, and stopped ones when replanned (PBK-12, PBL-24, OBS-13)",
    async run({ client }) {
      const check = {
        override: "replace",
        period: "1h",
        exec: { command: "true" },
      } as const;
      const change = async (name: string) =>
        (await client.getChecks({ names: [name] }))[0]?.changeId ?? null;
      await client.addLayer("base", { checks: { a: check, b: check } });
      const [a, b] = [await change("a"), await change("b")];

      await client.addLayer("base", {
        checks: {
          a: { override: "merge", threshold: 9 },
          b: { override: "merge", startup: "disabled" },
        },
      }, { combine: true });
      assert(await change("a") !== a);
      assertEquals(await change("b"), b);
      await client.stopChecks(["a"]);
      await client.replanServices();

      assert(await change("a") !== null);
    },
  },
  {
    name:
      "records and finds notices (PBN-01, PBN-02, PBN-03, PBN-06, PBN-07, PBN-09, PBN-10, PBN-11)",
    async run({ client }) {
      const id = await client.notify("custom", "example.com/a", {
        data: { k: "v" },
      });
      const other = await client.notify("custom", "example.com/b");
      const again = await client.notify("custom", "example.com/a");
      await client.notify("custom", "example.com/a", {
        repeatAfterMs: 3_600_000,
      });
      const notice = await client.getNotice(id);
      const ids = async (
        options: Parameters<PebbleClient["getNotices"]>[0],
      ) => (await client.getNotices(options)).map((notice) => notice.id);

      assertEquals(again, id);
      assertEquals(
        [notice.type, notice.key, notice.occurrences, notice.userId],
        ["custom", "example.com/a", 3, 0],
      );
      assertEquals(notice.lastData, {});
      assertEquals(notice.repeatAfterMs, 3_600_000);
      assertEquals(notice.expireAfterMs, 7 * 86_400_000);
      assertEquals(await ids({ types: ["custom"] }), [other, id]);
      assertEquals(await ids({ types: ["zzz"] }), []);
      assertEquals(await ids({ types: ["zzz", "custom"] }), [other, id]);
      assertEquals(await ids({ keys: ["example.com/b"] }), [other]);
      assertEquals(await ids({ userId: 0, types: ["custom"] }), [other, id]);
      assertEquals(await ids({ users: "all", keys: ["x.y/z"] }), []);
      assertEquals(
        await ids({ types: ["custom"], after: notice.lastRepeatedText }),
        [],
      );
      const [first] = await client.getNotices({ types: ["custom"] });
      assertEquals(
        await ids({ types: ["custom"], after: first?.lastRepeatedText }),
        [id],
      );
      assertEquals(await refusal(client.getNotice("999")), [
        404,
        'cannot find notice with ID "999"',
      ]);
      assertEquals(await refusal(client.notify("warning", "example.com/a")), [
        400,
        'invalid type "warning" (can only add "custom" notices)',
      ]);
      assertEquals(await refusal(client.notify("custom", "Example/a")), [
        400,
        'invalid key "Example/a" (must be in "example.com/path" format)',
      ]);
    },
  },
  {
    name:
      "keeps files byte for byte (PBF-03, PBF-05, PBF-08, PBF-13, PBF-15, PBF-17)",
    async run({ client, folder }) {
      const path = `${folder}/a "b" \\c é.bin`;
      const contents = [
        new Uint8Array(),
        new TextEncoder().encode("\r\n--\r\n"),
        Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256),
      ];
      for (const content of contents) {
        await client.push(path, content);
        using file = await client.pull(path);
        assertEquals(await file.bytes(), content);
        assertEquals(file.sizeBytes, content.length);
      }
      await client.push(path, ["a", "é", new Uint8Array([10])], {
        permissions: 0o600,
      });

      using file = await client.pull(path);
      const [info] = await client.listFiles(path);
      await client.push(path, ReadableStream.from(["x", "y"]));

      assertEquals(await file.text(), "aé\n");
      const streamed = await Array.fromAsync(file.stream());
      assertEquals(await new Blob(streamed).text(), "aé\n");
      assertEquals(
        [info?.type, info?.size, info?.permissions, info?.userId, info?.user],
        ["file", 4, 0o600, 0, "root"],
      );
      assertEquals((await client.listFiles(path))[0]?.permissions, 0o644);
    },
  },
  {
    name: "fails on files with the same words (PBF-09, PBF-15, PBF-18)",
    async run({ client, folder }) {
      await client.push(`${folder}/file`, "x");

      assertEquals(await pathFailure(client.pull(`${folder}/none`)), [
        "not-found",
        `stat ${folder}/none: no such file or directory`,
      ]);
      assertEquals(await pathFailure(client.pull(folder)), [
        "generic-file-error",
        `can only read a regular file: "${folder}"`,
      ]);
      assertEquals(await pathFailure(client.pull("x")), [
        "generic-file-error",
        'paths must be absolute, got "x"',
      ]);
      const [kind] = await pathFailure(client.push(`${folder}/no/x`, ""));
      assertEquals(kind, "not-found");
      const [below] = await pathFailure(client.push(`${folder}/file/x`, ""));
      assertEquals(below, "generic-file-error");
      const [over] = await pathFailure(client.push(folder, ""));
      assertEquals(over, "generic-file-error");
      assertEquals(
        await pathFailure(
          client.push(`${folder}/x`, "", { permissions: 0o4755 }),
        ),
        [
          "generic-file-error",
          'permissions must be a 3-digit octal string, got "4755"',
        ],
      );
      assertEquals(
        await pathFailure(client.push(`${folder}/x`, "", { user: "no-such" })),
        [
          "generic-file-error",
          "cannot look up user and group: user: unknown user no-such",
        ],
      );
      assertEquals(
        await pathFailure(client.push(`${folder}/x`, "", { group: "root" })),
        [
          "generic-file-error",
          "cannot look up user and group: must specify user, not just group",
        ],
      );
      await assertRejects(() => client.push(`${folder}/a\nb`, ""), TypeError);
    },
  },
  {
    name: "lists folders (PBF-21, PBF-22, PBF-23, PBF-24, PBF-25, PBF-30)",
    async run({ client, folder }) {
      await client.push(`${folder}/b.txt`, "b");
      await client.push(`${folder}/.hidden.txt`, "");
      await client.makeDir(`${folder}/a`, { permissions: 0o700 });
      const names = async (path: string, pattern?: string) =>
        (await client.listFiles(path, { pattern })).map(({ name }) => name);

      const entries = await client.listFiles(folder);
      const [itself] = await client.listFiles(`${folder}/a/`, { itself: true });

      assertEquals(
        entries.map(({ path, name, type, size, permissions }) => [
          path,
          name,
          type,
          size,
          permissions,
        ]),
        [
          [`${folder}/.hidden.txt`, ".hidden.txt", "file", 0, 0o644],
          [`${folder}/a`, "a", "directory", null, 0o700],
          [`${folder}/b.txt`, "b.txt", "file", 1, 0o644],
        ],
      );
      assertEquals([itself?.path, itself?.name], [`${folder}/a`, "a"]);
      assertEquals(
        (await client.listFiles("/", { itself: true }))[0]?.name,
        "/",
      );
      assertEquals(await names(folder, "*.txt"), [".hidden.txt", "b.txt"]);
      assertEquals(await names(folder, "[a-b]*"), ["a", "b.txt"]);
      assertEquals(await names(`${folder}/b.txt`, "c*"), []);
      assertEquals(await names(`${folder}/a`), []);
      assertEquals(await refusal(client.listFiles(`${folder}/none`)), [
        404,
        `stat ${folder}/none: no such file or directory`,
      ]);
      assertEquals(
        await refusalKind(client.listFiles(`${folder}/none`)),
        "not-found",
      );
      assertEquals(await refusal(client.listFiles(`${folder}/b.txt/x`)), [
        400,
        `stat ${folder}/b.txt/x: not a directory`,
      ]);
      assertEquals(await refusal(client.listFiles("x")), [
        400,
        'path must be absolute, got "x"',
      ]);
      assertEquals(
        await refusal(client.listFiles(folder, { pattern: "[" })),
        [400, "syntax error in pattern"],
      );
    },
  },
  {
    name: "makes and removes folders (PBF-19, PBF-26, PBF-27, PBF-28)",
    async run({ client, folder }) {
      const mode = async (path: string) =>
        (await client.listFiles(path, { itself: true }))[0]?.permissions;
      await client.makeDir(`${folder}/a`);
      await client.makeDir(`${folder}/a/b/c`, {
        makeParents: true,
        permissions: 0o711,
      });
      await client.makeDir(`${folder}/a`, { makeParents: true });
      await client.push(`${folder}/x/y`, "", {
        makeDirs: true,
        permissions: 0o600,
      });

      assertEquals(await mode(`${folder}/a`), 0o755);
      assertEquals(await mode(`${folder}/a/b`), 0o711);
      assertEquals(await mode(`${folder}/x`), 0o755);
      assertEquals(await pathFailure(client.makeDir(`${folder}/a`)), [
        "generic-file-error",
        `mkdir ${folder}/a: file exists`,
      ]);
      const [kind] = await pathFailure(client.makeDir(`${folder}/no/x`));
      assertEquals(kind, "not-found");
      assertEquals(
        await pathFailure(
          client.makeDir(`${folder}/x/y/z`, { makeParents: true }),
        ),
        ["generic-file-error", `mkdir ${folder}/x/y: not a directory`],
      );
      assertEquals(await pathFailure(client.removePath(`${folder}/a`)), [
        "generic-file-error",
        `remove ${folder}/a: directory not empty`,
      ]);
      assertEquals(await pathFailure(client.removePath(`${folder}/none`)), [
        "not-found",
        `remove ${folder}/none: no such file or directory`,
      ]);
      await client.removePath(`${folder}/none`, { recursive: true });
      await client.removePath(`${folder}/a`, { recursive: true });
      await client.removePath(`${folder}/x/y`);
      await client.removePath(`${folder}/x`);
      assertEquals(await client.listFiles(folder), []);
    },
  },
  {
    name: "is a ConnectionError when nobody answers (PBC-10)",
    async run(subject) {
      await subject.disconnect();

      for (
        const call of [
          () => subject.client.getSystemInfo(),
          () => subject.client.addLayer("x", {}),
          () => subject.client.replanServices(),
          () => subject.client.pull("/x"),
          () => subject.client.push("/x", "x"),
          () => subject.client.exec(["true"]),
        ]
      ) {
        await assertRejects(call, ConnectionError, "Could not connect");
      }
    },
  },
];
