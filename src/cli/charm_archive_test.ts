import { assertEquals, assertRejects } from "@std/assert";
import { TextWriter, Uint8ArrayReader, ZipReader } from "@zip.js/zip.js";
import { makeFolder } from "./_testing.ts";
import { writeCharmArchive } from "./charm_archive.ts";

const MEMBERS = [
  { name: "b.yaml", mode: 0o644, content: new TextEncoder().encode("b: 1\n") },
  { name: "a/c", mode: 0o600, content: new TextEncoder().encode("é") },
  { name: "empty", mode: 0o644, content: new Uint8Array() },
];

async function entriesOf(path: string) {
  const reader = new ZipReader(
    new Uint8ArrayReader(await Deno.readFile(path)),
    {
      useWebWorkers: false,
    },
  );
  const entries = [];
  for (const entry of await reader.getEntries()) {
    if (entry.directory) throw new Error(`Unexpected folder ${entry.filename}`);
    entries.push({
      name: entry.filename,
      mode: (entry.externalFileAttributes >>> 16).toString(8),
      time: entry.rawLastModDate,
      content: await entry.getData(new TextWriter()),
      extra: entry.rawExtraField.length,
    });
  }
  await reader.close();
  return entries;
}

Deno.test("writeCharmArchive() writes sorted members with Unix modes and one time (PKG-30, PKG-32, CHA-17)", async () => {
  await using folder = await makeFolder({ program: "#!/bin/sh\n" });
  const program = {
    name: "dispatch",
    mode: 0o755,
    content: folder.at("program"),
  };
  const path = folder.at("x.charm");

  await writeCharmArchive(path, [program, ...MEMBERS], {
    modified: new Date(Date.UTC(2026, 1, 3, 4, 5, 7)),
  });

  // Years from 1980, month, day; then hours, minutes, pairs of seconds.
  const time = (46 << 25 | 2 << 21 | 3 << 16 | 4 << 11 | 5 << 5 | 3) >>> 0;
  const extra = 0;
  assertEquals(await entriesOf(path), [
    { name: "a/c", mode: "100600", time, content: "é", extra },
    { name: "b.yaml", mode: "100644", time, content: "b: 1\n", extra },
    { name: "dispatch", mode: "100755", time, content: "#!/bin/sh\n", extra },
    { name: "empty", mode: "100644", time, content: "", extra },
  ]);
});

Deno.test("writeCharmArchive() gives the same bytes for the same members", async () => {
  await using folder = await makeFolder();
  const modified = new Date(0);

  await writeCharmArchive(folder.at("a"), MEMBERS, { modified });
  await writeCharmArchive(folder.at("b"), MEMBERS.toReversed(), { modified });

  assertEquals(
    await Deno.readFile(folder.at("a")),
    await Deno.readFile(folder.at("b")),
  );
});

Deno.test("writeCharmArchive() stores a time before 1980 as the first of 1980", async () => {
  await using folder = await makeFolder();

  await writeCharmArchive(folder.at("a"), MEMBERS, { modified: new Date(0) });

  const [first] = await entriesOf(folder.at("a"));
  assertEquals(first?.time, 1 << 21 | 1 << 16);
});

Deno.test("writeCharmArchive() closes its files when a member can't be read", async () => {
  await using folder = await makeFolder();
  const missing = { name: "x", mode: 0o644, content: folder.at("missing") };

  await assertRejects(
    () =>
      writeCharmArchive(folder.at("a"), [...MEMBERS, missing], {
        modified: new Date(0),
      }),
    Deno.errors.NotFound,
  );
});

Deno.test("writeCharmArchive() stops when it is told to", async () => {
  await using folder = await makeFolder({ large: "x".repeat(1 << 20) });
  const large = { name: "x", mode: 0o644, content: folder.at("large") };

  await assertRejects(() =>
    writeCharmArchive(folder.at("a"), [large], {
      modified: new Date(0),
      signal: AbortSignal.abort(new RangeError("enough")),
    }), RangeError);
});
