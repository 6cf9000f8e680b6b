import { assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { LogLines } from "../_model_fixture.ts";
import { FrameworkError } from "./errors.ts";
import { decodeSnapshot } from "./snapshot.ts";
import { SqliteStorage } from "./sqlite_storage.ts";
import { openStateFile } from "./state_file.ts";
import { isForAnybody } from "./state_storage.ts";

/** A file that a charm of Python's ops 3.9 has made, of which .ci/python_state has the source. */
const MADE_BY_OPS = fromFileUrl(
  new URL("testdata/python_state.db", import.meta.url),
);

/** The folder of a unit whose charm was written in Python. */
class Unit implements Disposable {
  readonly path: string = Deno.makeTempDirSync();
  readonly file: string = `${this.path}/.unit-state.db`;
  readonly kept: string = `${this.file}.ops-python`;
  readonly log: LogLines = new LogLines();

  constructor() {
    Deno.copyFileSync(MADE_BY_OPS, this.file);
  }

  open(charmKind = "PeerCharm") {
    return openStateFile(this.file, { log: this.log.logger, charmKind });
  }

  names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name).toSorted();
  }

  /** Whether the file is still the one that ops has made, byte by byte. */
  isPythons(): boolean {
    return sameBytes(this.file, MADE_BY_OPS);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

function sameBytes(a: string, b: string): boolean {
  return Deno.readFileSync(a).toHex() === Deno.readFileSync(b).toHex();
}

const STORED = "PeerCharm/StoredStateData[_stored]";
const LIBRARY = "PeerCharm/Library[db]/StoredStateData[_stored]";
const SETTINGS = "PeerCharm/StoredStateData[settings]";
const EVENTS = [
  "PeerCharm/on/config_changed[1]",
  "PeerCharm/on/db_relation_changed[7]",
  "PeerCharm/on/db_relation_departed[12]",
  "PeerCharm/on/web_pebble_ready[17]",
  "PeerCharm/on/secret_changed[22]",
  "PeerCharm/on/leader_elected[27]",
];

Deno.test("openStateFile() carries over the stored states of a Python charm (STS-03)", async () => {
  using unit = new Unit();

  const storage = await unit.open();
  const read = (path: string) => decodeSnapshot(storage.loadSnapshot(path)!);

  const nested: Record<string, unknown> = {
    on: { deep: [{ er: new Set([3, 4]) }] },
    $: 2,
  };
  Object.defineProperty(nested, "__proto__", { value: 1, enumerable: true });
  assertEquals(read(STORED), {
    nothing: null,
    yes: true,
    no: false,
    small: -5,
    large: 2n ** 70n,
    negative: -(2n ** 53n),
    ratio: 0.1,
    infinite: -Infinity,
    text: "naïve 😀\n\x00\"'",
    lone: "a\udc80b",
    data: Uint8Array.from({ length: 256 }, (_, byte) => byte),
    empty: {},
    items: [1, [2.5, "x"], [], [1, [2]], new Uint8Array(), []],
    names: new Set(["a", "b"]),
    by_number: new Map<number, unknown>([[1, "one"], [2, ["two"]]]),
    nested,
    shared: { first: ["again"], second: ["again"] },
  });
  assertEquals(read(LIBRARY), {
    known: ["a", "b", "b", "b", "b", "b", "b", "b"],
    secret_ids: { user: "secret:9m4e2mr0ui3e8a215n4g" },
  });
  assertEquals(read(SETTINGS), { pair: [1, "two"], long: "x".repeat(300) });
  storage.close();
});

Deno.test("openStateFile() carries over Juju's events that a Python charm deferred, and warns of others", async () => {
  using unit = new Unit();

  const storage = await unit.open();

  assertEquals(storage.notices().map(({ eventPath }) => eventPath), EVENTS);
  assertEquals(storage.notices().every(isForAnybody), true);
  assertEquals(decodeSnapshot(storage.loadSnapshot(EVENTS[2]!)!), {
    relation_name: "db",
    relation_id: 3,
    app_name: "postgresql",
    unit_name: "postgresql/0",
    departing_unit: "postgresql/0",
  });
  assertEquals(decodeSnapshot(storage.loadSnapshot(EVENTS[4]!)!), {
    id: "secret:9m4e2mr0ui3e8a215n4g",
  });
  assertEquals(unit.log.of("WARNING"), [
    "Not carried over: deferred event PeerCharm/Library[db]/on/created[2] of PeerCharm._on_anything: it is not an event of the charm itself.",
  ]);
  storage.close();
});

Deno.test("openStateFile() leaves the Python charm's file as it was without a commit", async () => {
  using unit = new Unit();
  const storage = await unit.open();
  storage.saveSnapshot("new", "1");

  storage.close();
  storage.close();

  assertEquals(unit.names(), [".unit-state.db"]);
  assertEquals(unit.isPythons(), true);
});

Deno.test("openStateFile() puts ours in the place of the Python charm's file at the commit, and keeps that", async () => {
  using unit = new Unit();
  const storage = await unit.open();
  storage.saveSnapshot("new", "1");
  for (const notice of storage.notices().slice(1)) storage.dropNotice(notice);

  await storage.commit();
  storage.saveSnapshot("new", "2");
  await storage.commit();
  storage.close();

  assertEquals(unit.names(), [".unit-state.db", ".unit-state.db.ops-python"]);
  assertEquals(sameBytes(unit.kept, MADE_BY_OPS), true);
  assertEquals(Deno.statSync(unit.file).mode! & 0o777, 0o600);
  assertEquals(Deno.statSync(unit.kept).mode! & 0o777, 0o600);
  assertEquals(
    unit.log.of("INFO").at(-1),
    `The state file of the charm's Python version is kept as "${unit.kept}".`,
  );
  const again = await unit.open();
  assertEquals(again instanceof SqliteStorage, true);
  assertEquals(again.loadSnapshot("new"), "2");
  assertEquals(again.loadSnapshot(SETTINGS) === null, false);
  assertEquals(again.notices().map(({ eventPath }) => eventPath), [EVENTS[0]]);
  again.close();
});

Deno.test("openStateFile() never overwrites a file that was kept earlier", async () => {
  using unit = new Unit();
  Deno.writeTextFileSync(unit.kept, "first");
  Deno.writeTextFileSync(`${unit.kept}.1`, "second");

  const storage = await unit.open();
  await storage.commit();
  storage.close();

  assertEquals(Deno.readTextFileSync(unit.kept), "first");
  assertEquals(Deno.readTextFileSync(`${unit.kept}.1`), "second");
  assertEquals(sameBytes(`${unit.kept}.2`, MADE_BY_OPS), true);
});

Deno.test("openStateFile() carries over to a class of another name", async () => {
  using unit = new Unit();

  const storage = await unit.open("RenamedCharm");

  assertEquals(
    storage.snapshotPaths().filter((path) => path.includes("Stored")),
    [LIBRARY, STORED, SETTINGS]
      .map((path) => path.replace("PeerCharm", "RenamedCharm")),
  );
  assertEquals(
    storage.notices()[0]!.eventPath,
    "RenamedCharm/on/config_changed[1]",
  );
  storage.close();
});

Deno.test("openStateFile() locks the Python charm's file until it is closed (STS-05)", async () => {
  using unit = new Unit();
  const storage = await unit.open();
  const probe = new DatabaseSync(unit.file);
  let message = "";

  try {
    probe.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    message = (error as Error).message;
  }
  probe.close();
  storage.close();

  assertEquals(message, "database is locked");
});

Deno.test("openStateFile() refuses a database of something else, with tables of the same names", async () => {
  using unit = new Unit();
  Deno.removeSync(unit.file);
  const database = new DatabaseSync(unit.file);
  database.exec("CREATE TABLE snapshot (own TEXT)");
  database.close();

  await assertRejects(
    () => unit.open(),
    FrameworkError,
    `Cannot carry over the state of the charm's Python version from "${unit.file}": no such column: handle`,
  );
  assertEquals(unit.log.all(), []);
});

Deno.test("openStateFile() fails clearly, and changes nothing, when it cannot make the new file", async () => {
  using unit = new Unit();
  const storage = await unit.open();
  Deno.mkdirSync(`${unit.file}.new/full`, { recursive: true });

  await assertRejects(
    async () => await storage.commit(),
    FrameworkError,
    `Cannot carry over the state of the charm's Python version from "${unit.file}"`,
  );
  storage.close();

  assertEquals(unit.isPythons(), true);
});

Deno.test("openStateFile() keeps a copy where files cannot have two names", async () => {
  using unit = new Unit();
  const { linkSync } = Deno;
  Deno.linkSync = () => {
    throw new Deno.errors.NotSupported("Operation not supported");
  };
  try {
    const storage = await unit.open();
    await storage.commit();
    storage.close();
  } finally {
    Deno.linkSync = linkSync;
  }

  assertEquals(unit.names(), [".unit-state.db", ".unit-state.db.ops-python"]);
  assertEquals(sameBytes(unit.kept, MADE_BY_OPS), true);
});

Deno.test("openStateFile() undoes what a Python dispatch that was killed had begun", async () => {
  using begun = new Unit();
  const database = new DatabaseSync(begun.file);
  database.exec(
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = 1; BEGIN; DELETE FROM snapshot",
  );
  const insert = database.prepare("INSERT INTO snapshot VALUES (?, ?)");
  for (let index = 0; index < 400; index++) {
    insert.run(`Other/StoredStateData[${index}]`, new Uint8Array(3000));
  }
  using unit = new Unit();
  for (const end of ["", "-journal"]) {
    Deno.copyFileSync(`${begun.file}${end}`, `${unit.file}${end}`);
  }
  database.close();
  assertEquals(unit.isPythons(), false);

  const storage = await unit.open();
  const paths = storage.snapshotPaths();
  storage.close();

  assertEquals(paths.filter((path) => path.includes("Stored")), [
    LIBRARY,
    STORED,
    SETTINGS,
  ]);
  assertEquals(unit.names(), [".unit-state.db"]);
});

/** Carries over in a process of its own that is killed at a step; gives what it printed. */
async function carryOverKilled(
  file: string,
  killAt: number,
): Promise<{ signal: string | null; printed: string }> {
  const { signal, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-check",
      "--quiet",
      "--allow-all",
      fromFileUrl(new URL("testdata/carry_over.ts", import.meta.url)),
      file,
      String(killAt),
    ],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  return { signal, printed: new TextDecoder().decode(stdout).trim() };
}

Deno.test("openStateFile() finds the old or the whole new state after it was killed at any step of carrying over", async () => {
  const steps = await (async () => {
    using unit = new Unit();
    return Number((await carryOverKilled(unit.file, 0)).printed);
  })();
  assertEquals(steps > 4, true);
  const pythons: boolean[] = [];

  for (let killAt = 1; killAt <= steps; killAt++) {
    using unit = new Unit();
    assertEquals((await carryOverKilled(unit.file, killAt)).signal, "SIGKILL");
    pythons.push(unit.isPythons());
    const next = await unit.open();
    await next.commit();
    next.close();

    assertEquals(unit.names(), [".unit-state.db", ".unit-state.db.ops-python"]);
    assertEquals(sameBytes(unit.kept, MADE_BY_OPS), true);
    const last = await unit.open();
    assertEquals(last.snapshotPaths().length, 3 + EVENTS.length);
    assertEquals(last.notices().length, EVENTS.length);
    last.close();
  }

  // Only the writing of the folder comes after the new file has its place.
  assertEquals(pythons.indexOf(false), steps - 1);
});
