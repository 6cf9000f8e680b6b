import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { dirname, join } from "@std/path";
import { makeFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { findPlainFolder } from "./plain_folder.ts";

const SOCKETS = ["web/pebble.socket"];
const LONG = `/${"long/".repeat(20)}`;

Deno.test("findPlainFolder() gives the folder itself if it will do", async () => {
  await using folder = await makeFolder();

  await using plain = await findPlainFolder(folder.path, { sockets: SOCKETS });

  assertEquals([plain.path, plain.isMade], [folder.path, false]);
});

Deno.test("findPlainFolder() makes a private folder, and removes it", async () => {
  await using folder = await makeFolder();
  const parents = [join(folder.path, "missing"), folder.path];
  for (const unfit of [LONG, "/with:colon"]) {
    const plain = await findPlainFolder(unfit, { sockets: SOCKETS, parents });
    const { mode } = await Deno.stat(plain.path);
    await plain[Symbol.asyncDispose]();
    await plain[Symbol.asyncDispose]();

    assertEquals([dirname(plain.path), plain.isMade], [folder.path, true]);
    assertEquals((mode ?? 0) & 0o777, 0o700);
    assertEquals([...Deno.readDirSync(folder.path)], []);
  }
});

Deno.test("findPlainFolder() looks at bytes, not at characters", async () => {
  await using folder = await makeFolder();
  const parents = [folder.path];

  const fits = await findPlainFolder("/x", { sockets: ["é".repeat(48)] });

  assertEquals(fits.path, "/x");
  await assertRejects(
    () => findPlainFolder("/x", { sockets: ["é".repeat(49)], parents }),
    CliError,
  );
});

Deno.test("findPlainFolder() says what to do where there is no such folder", async () => {
  await using folder = await makeFolder();
  await Deno.mkdir(folder.at("a:b"));

  const error = await assertRejects(
    () =>
      findPlainFolder(LONG, {
        sockets: SOCKETS,
        parents: [folder.at("a:b"), folder.at("missing")],
      }),
    CliError,
    "Cannot find a folder for sockets and programs",
  );

  assertMatch(
    error.details[0] ?? "",
    /web\/pebble.socket" would have 118 byte/,
  );
  assertMatch(error.details[1] ?? "", /a:b\/.*a colon is in its path/);
  assertMatch(error.details[2] ?? "", /missing": No such file/);
  assertMatch(error.hint ?? "", /TMPDIR/);
  assertEquals([...Deno.readDirSync(folder.at("a:b"))], []);
});
