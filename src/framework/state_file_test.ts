import { assertEquals, assertRejects } from "@std/assert";
import { LogLines } from "../_model_fixture.ts";
import { FrameworkError } from "./errors.ts";
import { SqliteStorage } from "./sqlite_storage.ts";
import { openStateFile } from "./state_file.ts";
import type { Notice } from "./state_storage.ts";

/** A folder of its own, the state file in it, and a log. */
class Folder implements Disposable {
  readonly path: string = Deno.makeTempDirSync();
  readonly file: string = `${this.path}/.unit-state.db`;
  readonly log: LogLines = new LogLines();

  open() {
    return openStateFile(this.file, {
      log: this.log.logger,
      charmKind: "TestCharm",
    });
  }

  names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

const notice = (n: number): Notice => ({
  eventPath: `A/on/start[${n}]`,
  observerPath: "A",
  methodName: "#onStart",
});

Deno.test("openStateFile() makes no file when there is nothing to keep", async () => {
  using folder = new Folder();
  const storage = await folder.open();
  storage.saveSnapshot("path", "text");
  storage.dropSnapshot("path");

  await storage.commit();
  storage.close();

  assertEquals(folder.names(), []);
  assertEquals(folder.log.all(), []);
});

Deno.test("openStateFile() makes no file without a commit (STS-05)", async () => {
  using folder = new Folder();
  const storage = await folder.open();
  storage.saveSnapshot("path", "text");

  storage.close();

  assertEquals(folder.names(), []);
});

Deno.test("openStateFile() makes the file, with mode 0600, at the first commit that keeps something (STS-04)", async () => {
  using folder = new Folder();
  const storage = await folder.open();
  storage.saveSnapshot("b", "1");
  storage.saveSnapshot("a", "2");
  storage.saveNotice(notice(2));
  storage.saveNotice(notice(1));

  await storage.commit();
  storage.close();

  assertEquals(folder.names(), [".unit-state.db"]);
  assertEquals(Deno.statSync(folder.file).mode! & 0o777, 0o600);
  assertEquals(folder.log.all(), [
    `DEBUG Initializing SQLite local storage: ${folder.file}.`,
  ]);
  const again = await folder.open();
  assertEquals(again instanceof SqliteStorage, true);
  assertEquals([again.loadSnapshot("a"), again.loadSnapshot("b")], ["2", "1"]);
  assertEquals(again.notices(), [notice(2), notice(1)]);
  again.close();
});

Deno.test("openStateFile() leaves the lock to nobody after the file is made", async () => {
  using folder = new Folder();
  for (const path of ["first", "second"]) {
    const storage = await folder.open();
    storage.saveSnapshot(path, "text");
    await storage.commit();
    storage.close();
  }

  const storage = await folder.open();

  assertEquals(storage.snapshotPaths(), ["first", "second"]);
  assertEquals(folder.log.all().length, 1);
  storage.close();
});

Deno.test("openStateFile() can commit twice before the file is opened again", async () => {
  using folder = new Folder();
  const storage = await folder.open();
  storage.saveSnapshot("first", "1");
  storage.saveNotice(notice(1));
  await storage.commit();
  storage.saveSnapshot("second", "2");
  await storage.commit();
  storage.close();

  const again = await folder.open();

  assertEquals(again.snapshotPaths(), ["first", "second"]);
  assertEquals(again.notices(), [notice(1)]);
  again.close();
});

Deno.test("openStateFile() forgets what was dropped between two commits", async () => {
  using folder = new Folder();
  const storage = await folder.open();
  storage.saveSnapshot("first", "1");
  storage.saveNotice(notice(1));
  await storage.commit();
  storage.dropSnapshot("first");
  storage.dropNotice(notice(1));
  storage.saveSnapshot("second", "2");
  await storage.commit();
  storage.close();

  const again = await folder.open();

  assertEquals(again.snapshotPaths(), ["second"]);
  assertEquals(again.notices(), []);
  again.close();
});

Deno.test("openStateFile() has the second of two first dispatches fail rather than undo the other", async () => {
  using folder = new Folder();
  const [first, second] = [await folder.open(), await folder.open()];
  first.saveSnapshot("path", "first");
  first.saveNotice(notice(1));
  second.saveSnapshot("path", "second");

  await first.commit();
  first.close();
  await assertRejects(
    async () => await second.commit(),
    FrameworkError,
    `Cannot make the state file "${folder.file}": another dispatch of this unit has made it meanwhile; run this event again`,
  );
  second.close();

  const again = await folder.open();
  assertEquals(again.loadSnapshot("path"), "first");
  assertEquals(again.notices(), [notice(1)]);
  again.close();
});

Deno.test("openStateFile() refuses a file that is no database", async () => {
  using folder = new Folder();
  Deno.writeTextFileSync(folder.file, "garbage".repeat(100));

  await assertRejects(
    () => folder.open(),
    FrameworkError,
    `Cannot use the state file "${folder.file}": file is not a database`,
  );
});
