import { assert, assertEquals, assertThrows } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { FrameworkError } from "./errors.ts";
import { ForeignStateFileError, SqliteStorage } from "./sqlite_storage.ts";

/** A folder of its own, and the state file in it. */
class Folder implements Disposable {
  readonly path: string = Deno.makeTempDirSync();
  readonly file: string = `${this.path}/.unit-state.db`;

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

function modeOf(path: string): string {
  return (Deno.statSync(path).mode! & 0o777).toString(8);
}

/** Whether another connection has the file, asked without waiting. */
function isLocked(file: string): boolean {
  const database = new DatabaseSync(file);
  try {
    database.exec("BEGIN EXCLUSIVE");
    return false;
  } catch (error) {
    if (error instanceof Error && /locked/.test(error.message)) return true;
    throw error;
  } finally {
    database.close();
  }
}

Deno.test("SqliteStorage makes its file for its owner only (STS-04)", () => {
  using folder = new Folder();

  new SqliteStorage(folder.file).close();

  assertEquals(modeOf(folder.file), "600");
});

Deno.test("SqliteStorage gives a file that is there mode 0600 (STS-04)", () => {
  using folder = new Folder();
  new SqliteStorage(folder.file).close();
  Deno.chmodSync(folder.file, 0o644);

  new SqliteStorage(folder.file).close();

  assertEquals(modeOf(folder.file), "600");
});

Deno.test("SqliteStorage shows its journal to its owner only (STS-04)", () => {
  using folder = new Folder();
  const storage = new SqliteStorage(folder.file);
  storage.saveSnapshot("path", "text");

  const modes = [...Deno.readDirSync(folder.path)]
    .map(({ name }) => modeOf(`${folder.path}/${name}`));
  storage.close();

  assert(modes.length > 1);
  assertEquals(new Set(modes), new Set(["600"]));
});

Deno.test("SqliteStorage uses an empty file that a failed dispatch left (STS-13)", () => {
  using folder = new Folder();
  Deno.writeTextFileSync(folder.file, "");
  const storage = new SqliteStorage(folder.file);

  storage.saveSnapshot("path", "text");

  assertEquals(storage.loadSnapshot("path"), "text");
  storage.close();
});

Deno.test("SqliteStorage has the tables that ops has, and a mark of its own (STS-03)", () => {
  using folder = new Folder();
  const storage = new SqliteStorage(folder.file);
  storage.commit();
  storage.close();

  using database = new DatabaseSync(folder.file);
  const tables = database.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
  ).all().map(({ name }) => name);

  assertEquals(tables, ["notice", "snapshot", "sqlite_sequence"]);
  assertEquals(
    { ...database.prepare("PRAGMA application_id").get() },
    { application_id: 0x636f7073 },
  );
});

Deno.test("SqliteStorage refuses a file that is no database, and says so (STS-06)", () => {
  using folder = new Folder();
  Deno.writeTextFileSync(folder.file, "not a database\n".repeat(100));

  assertThrows(
    () => new SqliteStorage(folder.file),
    FrameworkError,
    `Cannot use the state file "${folder.file}": file is not a database`,
  );
  assertEquals(
    Deno.readTextFileSync(folder.file),
    "not a database\n".repeat(100),
  );
});

Deno.test("SqliteStorage refuses a folder, and says so", () => {
  using folder = new Folder();

  assertThrows(
    () => new SqliteStorage(folder.path),
    FrameworkError,
    `Cannot open the state file "${folder.path}"`,
  );
});

Deno.test("SqliteStorage refuses a file in a folder that is not there", () => {
  using folder = new Folder();
  const path = `${folder.path}/none/state.db`;

  assertThrows(
    () => new SqliteStorage(path),
    FrameworkError,
    `Cannot open the state file "${path}": No such file or directory`,
  );
});

Deno.test("SqliteStorage knows the file of another framework (STS-03)", () => {
  using folder = new Folder();
  makeTables(folder.file, 0);

  assertThrows(
    () => new SqliteStorage(folder.file),
    ForeignStateFileError,
    `Cannot use the state file "${folder.file}": another framework has made it`,
  );
  assertEquals(isLocked(folder.file), false);
});

for (
  const [what, sql] of [
    ["an application id of its own", "PRAGMA application_id = 7"],
    ["other tables", "CREATE TABLE own (a)"],
    [
      "other tables and our id",
      `PRAGMA application_id = ${0x636f7073};
      CREATE TABLE own (a)`,
    ],
  ] as const
) {
  Deno.test(`SqliteStorage refuses a database of something else, with ${what}`, () => {
    using folder = new Folder();
    const database = new DatabaseSync(folder.file);
    database.exec(sql);
    database.close();
    const before = Deno.readFileSync(folder.file);

    assertThrows(
      () => new SqliteStorage(folder.file),
      FrameworkError,
      "it is a database of something else; move it away to start without stored state and deferred events",
    );
    assertEquals(Deno.readFileSync(folder.file), before);
  });
}

Deno.test("SqliteStorage refuses a row that is not text, with its path", () => {
  using folder = new Folder();
  makeTables(folder.file, 0x636f7073);
  const storage = new SqliteStorage(folder.file);

  assertThrows(
    () => storage.loadSnapshot("StoredStateData[_stored]"),
    FrameworkError,
    `Cannot load "StoredStateData[_stored]": what is stored for it is not text; move the state file "${folder.file}" away`,
  );
  storage.close();
});

/** Makes the tables of a state file, and one row as Python's ops has it. */
function makeTables(file: string, applicationId: number): void {
  const database = new DatabaseSync(file);
  database.exec(
    `PRAGMA application_id = ${applicationId};
     CREATE TABLE snapshot (handle TEXT PRIMARY KEY, data BLOB);
     CREATE TABLE notice (sequence INTEGER PRIMARY KEY AUTOINCREMENT,
       event_path TEXT, observer_path TEXT, method_name TEXT);
     INSERT INTO snapshot VALUES ('StoredStateData[_stored]', x'80049500')`,
  );
  database.close();
}

Deno.test("SqliteStorage locks its file until it is closed (STS-05)", () => {
  using folder = new Folder();
  const storage = new SqliteStorage(folder.file);
  storage.saveSnapshot("path", "text");
  storage.notices();

  assert(isLocked(folder.file));
  storage.commit();
  assert(isLocked(folder.file));
  storage.close();
  assertEquals(isLocked(folder.file), false);
});

Deno.test("SqliteStorage frees its file when it cannot use it (STS-06)", () => {
  using folder = new Folder();
  const database = new DatabaseSync(folder.file);
  database.exec("CREATE TABLE notice (own TEXT)");
  database.close();

  assertThrows(() => new SqliteStorage(folder.file), FrameworkError);

  assertEquals(isLocked(folder.file), false);
});

function runArgs(program: string, file: string): string[] {
  return [
    "run",
    "--no-check",
    "--quiet",
    "--allow-read",
    "--allow-write",
    fromFileUrl(new URL(`testdata/${program}`, import.meta.url)),
    file,
  ];
}

/** A program that works on the file in another process. */
function start(program: string, file: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: runArgs(program, file),
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

/** Reads a process's output line by line. */
async function* linesOf(
  child: Deno.ChildProcess,
): AsyncGenerator<string, void> {
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

Deno.test("SqliteStorage waits for another process, and finds the state as before when that is killed (STS-05)", async () => {
  using folder = new Folder();
  const storage = new SqliteStorage(folder.file);
  storage.saveSnapshot("kept", "before");
  for (const methodName of ["first", "second"]) {
    storage.saveNotice({
      eventPath: "A/on/start[1]",
      observerPath: "A",
      methodName,
    });
  }
  storage.commit();
  storage.close();
  const sizeBefore = Deno.statSync(folder.file).size;

  const holder = start("hold_state.ts", folder.file);
  const held = linesOf(holder);
  assertEquals((await held.next()).value, "held");
  assert(Deno.statSync(folder.file).size > sizeBefore);
  assert(isLocked(folder.file));
  const reader = start("read_state.ts", folder.file);
  const read = linesOf(reader);
  assertEquals((await read.next()).value, "opening");
  holder.kill("SIGKILL");

  assertEquals(JSON.parse((await read.next()).value!), {
    kept: "before",
    paths: ["kept"],
    notices: ["first", "second"],
  });
  assertEquals((await reader.status).code, 0);
  assertEquals((await holder.status).signal, "SIGKILL");
  for (const [child, lines] of [[holder, held], [reader, read]] as const) {
    await lines.return();
    await child.stdin.close();
  }
});
