import { APIError, PathError } from "@charmkit/ops/pebble";
import type { Container } from "@charmkit/ops";
import { assertEquals, assertRejects } from "@std/assert";
import { recordingHarness } from "./testdata/recording_charm.ts";

/** Runs a test on files in memory, and on those of a folder of this machine. */
function testFiles(
  name: string,
  run: (container: Container) => Promise<void>,
): void {
  for (const place of ["memory", "folder"]) {
    Deno.test(`Harness, files in ${place}: ${name}`, async () => {
      using harness = recordingHarness();
      if (place === "folder") harness.getFilesystemRoot("web");
      const charm = await harness.begin();
      harness.setCanConnect("web");
      await run(charm.getContainer("web"));
    });
  }
}

/** Expects a PathError of a kind. */
async function assertPathError(
  kind: string,
  run: () => Promise<unknown>,
): Promise<void> {
  const error = await assertRejects(run, PathError);
  assertEquals(error.kind, kind);
}

const GENERIC = "generic-file-error";

testFiles("paths are absolute (HRN-85)", async (container) => {
  await assertPathError(GENERIC, () => container.push("x", ""));
  await assertPathError(GENERIC, () => container.pull("x"));
  await assertPathError(GENERIC, () => container.makeDir("x"));
});

testFiles(
  "pull() reads text and bytes, and no folder (HRN-86)",
  async (container) => {
    await container.push("/file", "text");

    using text = await container.pull("/file");
    using bytes = await container.pull("/file");

    assertEquals(await text.text(), "text");
    assertEquals(await bytes.bytes(), new TextEncoder().encode("text"));
    await assertPathError("not-found", () => container.pull("/none"));
    await container.makeDir("/dir");
    await assertPathError(GENERIC, () => container.pull("/dir"));
  },
);

testFiles(
  "push() replaces, makes folders if asked, and sets modes (HRN-87, HRN-91)",
  async (container) => {
    await assertPathError("not-found", () => container.push("/a/b", "1"));
    await container.push("/a/b", "1", { makeDirs: true });
    await container.push("/a/b", "2", { permissions: 0o600 });
    await container.push("/c", "3");

    using file = await container.pull("/a/b");
    const modes = [];
    for (const path of ["/a/b", "/c"]) {
      modes.push((await container.listFiles(path))[0]?.permissions);
    }

    assertEquals(await file.text(), "2");
    assertEquals(modes, [0o600, 0o644]);
    await assertPathError(
      GENERIC,
      () => container.push("/a/b/c", "", { makeDirs: true }),
    );
    await assertPathError(
      GENERIC,
      () => container.push("/d", "", { permissions: 0o1777 }),
    );
  },
);

testFiles("makeDir() makes one folder, or all (HRN-88)", async (container) => {
  await assertPathError("not-found", () => container.makeDir("/a/b"));
  await container.makeDir("/a/b", { makeParents: true });
  await assertPathError(GENERIC, () => container.makeDir("/a"));
  await container.makeDir("/a", { makeParents: true });
  await container.push("/file", "");
  await assertPathError(
    GENERIC,
    () => container.makeDir("/file/dir", { makeParents: true }),
  );

  const [info] = await container.listFiles("/a", { itself: true });
  assertEquals([info?.type, info?.permissions], ["directory", 0o755]);
});

testFiles("listFiles() tells what is there (HRN-89)", async (container) => {
  await container.push("/dir/a.txt", "12", { makeDirs: true });
  await container.push("/dir/b.md", "3");

  const all = await container.listFiles("/dir");
  const some = await container.listFiles("/dir", { pattern: "*.txt" });
  const [root] = await container.listFiles("/", { itself: true });

  assertEquals(
    all.map(({ path, name, type, size }) => [path, name, type, size]),
    [
      ["/dir/a.txt", "a.txt", "file", 2],
      ["/dir/b.md", "b.md", "file", 1],
    ],
  );
  assertEquals(some.map(({ name }) => name), ["a.txt"]);
  assertEquals([root?.path, root?.name], ["/", "/"]);
  const error = await assertRejects(
    () => container.listFiles("/none"),
    APIError,
  );
  assertEquals(error.code, 404);
});

testFiles(
  "removePath() removes files, and folders with all in them if asked (HRN-90)",
  async (container) => {
    await container.push("/dir/file", "", { makeDirs: true });

    await assertPathError("not-found", () => container.removePath("/none"));
    await container.removePath("/none", { recursive: true });
    await assertPathError(GENERIC, () => container.removePath("/dir"));
    await container.removePath("/dir", { recursive: true });

    assertEquals(await container.listFiles("/"), []);
  },
);

testFiles(
  "large files, bytes that are no text and line ends stay as they are (HRN-92)",
  async (container) => {
    const bytes = new Uint8Array(300_000).map((_, index) => index * 7 % 256);
    const text = "a\r\nb\nc\r";

    await container.push("/bytes", bytes);
    await container.push("/text", text);
    using file = await container.pull("/bytes");
    using lines = await container.pull("/text");

    assertEquals(await file.bytes(), bytes);
    assertEquals(await lines.text(), text);
  },
);
