import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { FrameworkError } from "./errors.ts";
import { SqliteStorage } from "./sqlite_storage.ts";

/** A folder of its own, and the state file in it. */
class Folder implements Disposable {
  readonly path: string = Deno.makeTempDirSync();
  readonly file: string = `${this.path}/.unit-state.db`;

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

Deno.test("SqliteStorage ends in a FrameworkError that says what to do, wherever its file is cut or changed", () => {
  using folder = new Folder();
  const storage = new SqliteStorage(folder.file);
  for (let index = 0; index < 40; index++) {
    storage.saveSnapshot(`path[${index}]`, "x".repeat(900));
    storage.saveNotice({
      eventPath: `A/on/start[${index}]`,
      observerPath: "A",
      methodName: "#onStart",
    });
  }
  storage.commit();
  storage.close();
  const whole = Deno.readFileSync(folder.file);
  const damaged = [
    ...[1, 99, 100, 1000, 4096, 5000, 8192, 20_000, whole.length - 1]
      .map((length) => whole.slice(0, length)),
    ...[16, 28, 100, 105, 4096, 4100, 8192, 12_288, 16_384, 20_480]
      .map((at) => whole.slice().fill(0xa5, at, at + 64)),
  ];
  const failures = new Set<string>();

  for (const bytes of damaged) {
    Deno.writeFileSync(folder.file, bytes);
    try {
      const storage = new SqliteStorage(folder.file);
      try {
        storage.notices();
        for (const path of storage.snapshotPaths()) storage.loadSnapshot(path);
        storage.saveSnapshot("path[3]", "y".repeat(5000));
        storage.commit();
      } finally {
        storage.close();
      }
    } catch (error) {
      assert(error instanceof FrameworkError, String(error));
      failures.add(error.message.replaceAll(folder.file, "FILE"));
    }
  }

  assert(failures.size > 0);
  for (const message of failures) {
    assertMatch(message, /^Cannot (open|use) the state file "FILE": .+; .+$/);
  }
});

Deno.test("SqliteStorage tells of a disk that takes no more, and leaves the file as it was", async () => {
  using folder = new Folder();
  const storage = new SqliteStorage(folder.file);
  storage.saveSnapshot("kept", "before");
  storage.commit();
  storage.close();

  const { code, stderr } = await new Deno.Command("sh", {
    args: [
      "-c",
      `trap '' XFSZ; ulimit -f 64; exec "$0" "$@"`,
      Deno.execPath(),
      "run",
      "--no-check",
      "--quiet",
      "--allow-read",
      "--allow-write",
      fromFileUrl(new URL("testdata/hold_state.ts", import.meta.url)),
      folder.file,
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();

  assertEquals(code, 1);
  assertMatch(
    new TextDecoder().decode(stderr),
    /FrameworkError: Cannot use the state file ".+": (disk I\/O error|database or disk is full); see that its disk has space and works, and run this event again/,
  );
  const again = new SqliteStorage(folder.file);
  assertEquals(again.snapshotPaths(), ["kept"]);
  assertEquals(again.loadSnapshot("kept"), "before");
  again.close();
});
