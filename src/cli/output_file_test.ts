import { assertEquals, assertRejects } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { beginsWith, expectOutputFile } from "./output_file.ts";

const PAGE = {
  what: "the page",
  example: "page.html",
  isSame: beginsWith(/^<!DOCTYPE html>/),
};

Deno.test("expectOutputFile() takes a new file, an empty one, and one of its kind", async () => {
  await using folder = await makeFolder({
    "old.html": `<!DOCTYPE html>${"é".repeat(100)}`,
    "empty.html": "",
  });

  for (const name of ["new.html", "old.html", "empty.html"]) {
    await expectOutputFile(folder.at(name), PAGE);
  }
  await expectOutputFile(folder.at("new/page.html"), {
    ...PAGE,
    isMoved: true,
  });

  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name);
  assertEquals(names.toSorted(), ["empty.html", "old.html"]);
});

Deno.test("expectOutputFile() refuses what would be lost, and places that are none", async () => {
  await using folder = await makeFolder({
    "charm.ts": "export {};",
    "dir/file": "",
  });
  const rows = [
    ["charm.ts", "there is another file"],
    ["dir", "it is a folder"],
    ["no/page.html", "No such file or directory"],
    ["charm.ts/page.html", "Not a directory"],
  ] as const;

  for (const [name, reason] of rows) {
    const path = folder.at(name);
    const error = await assertRejects(
      () => expectOutputFile(path, PAGE),
      CliError,
      `Cannot write the page to "${path}": ${reason}`,
    );
    assertEquals([error.exitCode, error.hint !== undefined], [2, true]);
  }
});

Deno.test("expectOutputFile() lets what is written in place go to a device, and no other", async () => {
  await expectOutputFile("/dev/null", PAGE);

  await assertRejects(
    () => expectOutputFile("/dev/null", { ...PAGE, isMoved: true }),
    CliError,
    "there is something that is no file",
  );
});
