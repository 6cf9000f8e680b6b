import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { startPebble } from "./_daemon.ts";
import { Client } from "./client.ts";
import { APIError, PathError, ProtocolError } from "./errors.ts";
import { FileInfo } from "./file_info.ts";
import { MultiPushPullError } from "./multi_push_pull_error.ts";
import type { PebbleClient } from "./pebble_client.ts";
import { pullPath } from "./pull_path.ts";
import { pushPath } from "./push_path.ts";

/** Names that a careless program trips over. */
const ODD_NAMES = [
  ...["a b", "q'u\"o\\te", "é😀", "%41+&?#", "-x", "~", "$HOME", "[x]"],
  ...["tab\there", "line\nend", "\r", "a\r\nb: c", "\n\n"],
];

/** All paths below a folder, folders with a slash, files with their content. */
async function treeOf(folder: string, at = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(folder, at))) {
    const path = join(at, name);
    if (isDirectory) found.push(`${path}/`, ...await treeOf(folder, path));
    else found.push(`${path}=${await Deno.readTextFile(join(folder, path))}`);
  }
  return found.sort();
}

async function makeTree(folder: string): Promise<void> {
  await Deno.mkdir(join(folder, "foo/bar/empty"), { recursive: true });
  await Deno.writeTextFile(join(folder, "foo/one.txt"), "1");
  await Deno.writeTextFile(join(folder, "foo/bar/two.txt"), "2");
  await Deno.writeTextFile(join(folder, "quux.txt"), "q");
}

const WHOLE = [
  "foo/",
  "foo/bar/",
  "foo/bar/empty/",
  "foo/bar/two.txt=2",
  "foo/one.txt=1",
];
const CONTENT = WHOLE.slice(1).map((path) => path.slice("foo/".length));

/** Source, and what comes of it; the source tree is in the folder `src`. */
const CASES: readonly (readonly [string | string[], string[]])[] = [
  ["src/foo", WHOLE],
  ["src/foo/", WHOLE],
  ["src/./foo//", WHOLE],
  ["src/foo/bar/..", CONTENT],
  ["src/foo/*", CONTENT],
  ["src/foo/one.txt", ["one.txt=1"]],
  [["src/foo/one.txt", "src/foo/bar/two.txt"], ["one.txt=1", "two.txt=2"]],
  [[], []],
  ["src/foo/bar/empty", []],
];

Deno.test("pushPath() and pullPath() copy trees to where ops does (CNT-16, CNT-17, CNT-18, CNT-19, CNT-21)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  await makeTree(join(folder, "src"));
  for (const [i, [sources, expected]] of CASES.entries()) {
    const list = [sources].flat().map((source) => join(folder, ".", source));
    const given = Array.isArray(sources)
      ? new Set(list)
      : `${folder}/${sources}`;
    const pushed = join(folder, `pushed-${i}`, "deep");
    const pulled = join(folder, `pulled-${i}`, "deep");
    await Deno.mkdir(pushed, { recursive: true });
    await Deno.mkdir(pulled, { recursive: true });

    await pushPath(client, given, pushed);
    await pullPath(client, given, pulled);

    assertEquals(await treeOf(pushed), expected, `push of ${sources}`);
    assertEquals(await treeOf(pulled), expected, `pull of ${sources}`);
  }
});

Deno.test("pushPath() and pullPath() copy a file onto the target itself for its * (CNT-18, CNT-20)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  await makeTree(folder);

  await pushPath(client, `${folder}/quux.txt/*`, `${folder}/pushed`);
  await pullPath(client, `${folder}/quux.txt/*`, `${folder}/pulled`);

  assertEquals(await Deno.readTextFile(join(folder, "pushed")), "q");
  assertEquals(await Deno.readTextFile(join(folder, "pulled")), "q");
  const error = await assertRejects(
    () => pushPath(client, `${folder}/foo/*.txt`, `${folder}/out`),
    MultiPushPullError,
  );
  assert(error.errors[0]?.[1] instanceof Deno.errors.NotFound);
});

Deno.test("pushPath() keeps permissions and owners, also of what a link leads to (CNT-22, CNT-23, CNT-24)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  const source = join(folder, "src");
  await makeTree(source);
  await Deno.chmod(join(source, "quux.txt"), 0o640);
  await Deno.symlink("../quux.txt", join(source, "foo/link"));
  await Deno.symlink("foo", join(source, "folder-link"));
  const { uid, gid } = await Deno.stat(join(source, "quux.txt"));

  await pushPath(client, join(source, "folder-link"), join(folder, "out"));

  const [info] = await client.listFiles(join(folder, "out/folder-link/link"));
  assertEquals(
    [info?.type, info?.permissions, info?.userId, info?.groupId],
    ["file", 0o640, uid, gid],
  );
  await Deno.chmod(join(source, "quux.txt"), 0o4755);
  const error = await assertRejects(
    () => pushPath(client, join(source, "quux.txt"), join(folder, "out")),
    MultiPushPullError,
    'permissions must be a 3-digit octal string, got "4755"',
  );
  assert(error.errors[0]?.[1] instanceof PathError);
});

Deno.test("pushPath() and pullPath() skip what is no file and fail for links to folders (CNT-23)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  const source = join(folder, "src");
  await makeTree(source);
  const fifo = join(source, "foo/fifo");
  const made = await new Deno.Command("mkfifo", { args: [fifo] }).output();
  assert(made.success);
  await Deno.symlink("fifo", join(source, "foo/link-to-fifo"));
  const skipped: string[] = [];
  const onSkip = (path: string) => void skipped.push(path);

  await pushPath(client, [join(source, "foo"), fifo], join(folder, "pushed"), {
    onSkip,
  });
  assertEquals(await treeOf(join(folder, "pushed")), WHOLE);
  assertEquals(skipped, [fifo, join(source, "foo/link-to-fifo"), fifo]);
  await Deno.remove(join(source, "foo/link-to-fifo"));
  skipped.length = 0;
  await pullPath(client, [join(source, "foo"), fifo], join(folder, "pulled"), {
    onSkip,
  });
  assertEquals(await treeOf(join(folder, "pulled")), WHOLE);
  assertEquals(skipped, [fifo, fifo]);

  await Deno.symlink("bar", join(source, "foo/zlink"));
  const pushed = await assertRejects(
    () => pushPath(client, join(source, "foo"), join(folder, "pushed")),
    MultiPushPullError,
  );
  const pulled = await assertRejects(
    () => pullPath(client, join(source, "foo"), join(folder, "pulled")),
    MultiPushPullError,
    "can only read a regular file",
  );
  assertEquals([pushed.errors.length, pulled.errors.length], [1, 1]);
});

Deno.test("pushPath() and pullPath() go on after a failure and tell all (CNT-25, CNT-26, CNT-27)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  await makeTree(folder);
  const none = `${folder}/none/./`;
  const sources = [none, `${folder}/quux.txt`, `${folder}/nor/*`];

  const pushed = await assertRejects(
    () => pushPath(client, sources, `${folder}/pushed`),
    MultiPushPullError,
  );
  const pulled = await assertRejects(
    () => pullPath(client, [...sources, "relative"], `${folder}/pulled`),
    MultiPushPullError,
  );

  assertEquals(await treeOf(`${folder}/pushed`), ["quux.txt=q"]);
  assertEquals(await treeOf(`${folder}/pulled`), ["quux.txt=q"]);
  assertEquals(pushed.errors.map(([path]) => path), [
    `${folder}/none`,
    `${folder}/nor/*`,
  ]);
  assert(
    pushed.errors.every(([, error]) => error instanceof Deno.errors.NotFound),
  );
  assertEquals(
    pulled.errors.map(([, error]) => error instanceof APIError && error.code),
    [404, 404, 400],
  );
  assertEquals(
    String(pulled),
    "MultiPushPullError: failed to pull one or more files (3 errors): stat " +
      `${folder}/none: no such file or directory, ...`,
  );
});

Deno.test("pushPath() and pullPath() pass on mistakes and the signal's reason (CNT-28)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  await makeTree(folder);
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);

  await assertRejects(
    () => pushPath(client, [7 as unknown as string], "/x"),
    TypeError,
  );
  for (const copy of [pushPath, pullPath]) {
    const error = await assertRejects(() =>
      copy(client, `${folder}/quux.txt`, `${folder}/out`, { signal })
    );
    assertEquals(error, reason);
  }
});

Deno.test("pullPath() refuses names that lead out of the target", async () => {
  const info = (name: string, type: string) =>
    new FileInfo({
      path: `/src/${name}`,
      name,
      type,
      size: null,
      permissions: 0o755,
      lastModified: new Date(0),
    });
  for (const name of ["..", ".", "", "../x", "a/b"]) {
    const client = {
      listFiles: (_path: string, { itself = false }) =>
        Promise.resolve([
          itself ? info("src", "directory") : info(name, "file"),
        ]),
    } as unknown as PebbleClient;

    const error = await assertRejects(
      () => pullPath(client, "/src", "/nowhere"),
      MultiPushPullError,
    );

    assert(error.errors[0]?.[1] instanceof ProtocolError, name);
  }
});

Deno.test("pushPath(), listFiles() and pullPath() take names with anything in them (PBF-03, PBF-04, PBF-12, PBF-29)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  for (const name of ODD_NAMES) {
    await Deno.mkdir(join(folder, "src", name), { recursive: true });
    await Deno.writeTextFile(join(folder, "src", name, name), name);
  }

  await pushPath(client, `${folder}/src/*`, `${folder}/there`);
  const listed = await client.listFiles(`${folder}/there`);
  await pullPath(client, `${folder}/there/*`, `${folder}/back`);

  assertEquals(listed.map(({ name }) => name).sort(), [...ODD_NAMES].sort());
  assertEquals(
    await treeOf(`${folder}/back`),
    await treeOf(`${folder}/src`),
  );
  assertEquals((await treeOf(`${folder}/back`)).length, 2 * ODD_NAMES.length);
});
