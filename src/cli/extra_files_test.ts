import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { makeFolder, type TestFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { findExtraFiles } from "./extra_files.ts";

const FILES = {
  "LICENSE": "",
  "bin/backup": "#!/bin/sh\n",
  "templates/a.conf": "",
  "templates/deep/b.conf": "",
  "templates/deep/notes.md": "",
  "templates/.hidden": "",
  "pages/[id].html": "",
  "node_modules/zod/c.conf": "",
  ".git/d.conf": "",
};

async function names(folder: TestFolder, ...patterns: string[]) {
  const members = await findExtraFiles(folder.path, patterns);
  return members.map(({ name }) => name);
}

/** What is told of patterns that can't be packed. */
async function refused(folder: TestFolder, ...patterns: string[]) {
  const error = await assertRejects(
    () => findExtraFiles(folder.path, patterns),
    CliError,
    "Cannot pack the files that deno.json names",
  );
  return error.details;
}

Deno.test("findExtraFiles() takes files, whole folders and globs, each file once", async () => {
  await using folder = await makeFolder(FILES);
  const rows: [patterns: string[], found: string[]][] = [
    [[], []],
    [["LICENSE", "./LICENSE"], ["LICENSE"]],
    [["templates/deep"], ["templates/deep/b.conf", "templates/deep/notes.md"]],
    [["templates/"], [
      "templates/.hidden",
      "templates/a.conf",
      "templates/deep/b.conf",
      "templates/deep/notes.md",
    ]],
    [["templates/*.conf"], ["templates/a.conf"]],
    [["**/*.conf"], ["templates/a.conf", "templates/deep/b.conf"]],
    [["**/{a,b}.conf"], ["templates/a.conf", "templates/deep/b.conf"]],
    [["t*/**/[!a].conf", "LIC?NSE"], ["LICENSE", "templates/deep/b.conf"]],
    [["node_modules/**/*.conf"], ["node_modules/zod/c.conf"]],
    [["pages/[id].html"], ["pages/[id].html"]],
  ];
  for (const [patterns, found] of rows) {
    assertEquals(await names(folder, ...patterns), found);
  }
});

Deno.test("findExtraFiles() keeps of the mode what is executable (PKG-32)", async () => {
  await using folder = await makeFolder(FILES);
  await Deno.chmod(folder.at("bin/backup"), 0o710);
  await Deno.chmod(folder.at("LICENSE"), 0o600);

  const members = await findExtraFiles(folder.path, ["bin", "LICENSE"]);

  assertEquals(members, [
    { name: "LICENSE", mode: 0o644, content: folder.at("LICENSE") },
    { name: "bin/backup", mode: 0o755, content: folder.at("bin/backup") },
  ]);
});

Deno.test("findExtraFiles() refuses what is not in the charm's folder, or all of it", async () => {
  await using folder = await makeFolder(FILES);

  const details = await refused(
    folder,
    ...["/etc/passwd", "../LICENSE", "templates/../../x", "./", ".", "a\\b"],
    ...["missing", "LICENSE/", "no/*.conf", "bin/x*"],
  );

  assertEquals(details.map((text) => text.split(": ")[0]), [
    '"/etc/passwd"',
    '"../LICENSE"',
    '"templates/../../x"',
    '"./"',
    '"."',
    '"a\\b"',
    '"missing"',
    '"LICENSE/"',
    '"no/*.conf"',
    '"bin/x*"',
  ]);
  assertStringIncludes(details.at(-1) ?? "", "there is no such file");
});

Deno.test("findExtraFiles() refuses the names that charmkit and Juju give", async () => {
  const reserved = [
    "actions.yaml",
    "actions/do-it",
    "charmcraft.yaml",
    "config.yaml",
    "dispatch",
    "hooks/install",
    "manifest.yaml",
    "metadata.yaml",
    "revision",
    ".juju-charm",
    ".unit-state.db",
    ".unit-state.db-journal",
  ];
  await using folder = await makeFolder({
    ...Object.fromEntries(reserved.map((name) => [name, ""])),
    "lib/dispatch": "",
    "line\nbreak": "",
  });

  assertEquals((await refused(folder, ...reserved)).length, reserved.length);
  assertEquals((await refused(folder, "*.yaml")).length, 5);
  assertEquals((await refused(folder, "line*")).length, 1);
  assertEquals(await names(folder, "lib"), ["lib/dispatch"]);
});

Deno.test("findExtraFiles() packs what links lead to in the charm's folder, and nothing outside (PKG-31)", async () => {
  await using outside = await makeFolder({ secret: "", "deep/secret": "" });
  await using folder = await makeFolder(FILES);
  const links: [name: string, target: string][] = [
    ["templates/inner", "../LICENSE"],
    ["templates/secret", outside.at("secret")],
    ["templates/folder", "deep"],
    ["templates/up", ".."],
    ["templates/gone", "nothing"],
    ["templates/circle", "circle"],
    ["out", outside.path],
  ];
  for (const [name, target] of links) {
    await Deno.symlink(target, folder.at(name));
  }

  const members = await findExtraFiles(folder.path, ["templates/inner"]);
  assertEquals(members, [
    { name: "templates/inner", mode: 0o644, content: folder.at("LICENSE") },
  ]);
  const details = await refused(
    folder,
    ...["templates", "out", "out/secret", "out/deep", "out/*"],
  );
  assertEquals(details.toSorted(), [
    '"out": it is a link out of the charm\'s folder',
    '"out/deep/secret": it is a link out of the charm\'s folder',
    '"out/secret": it is a link out of the charm\'s folder',
    '"templates/circle": it is a link to nowhere',
    '"templates/folder": it is a link to a folder; name that one instead',
    '"templates/gone": it is a link to nowhere',
    '"templates/secret": it is a link out of the charm\'s folder',
    '"templates/up": it is a link out of the charm\'s folder',
  ]);
});

Deno.test("findExtraFiles() refuses what is no file", async () => {
  await using folder = await makeFolder();
  using _listener = Deno.listen({
    transport: "unix",
    path: folder.at("socket"),
  });

  assertEquals(await refused(folder, "socket"), ['"socket": it is no file']);
});

Deno.test("findExtraFiles() finds a charm's folder behind a link", async () => {
  await using folder = await makeFolder({ "charm/LICENSE": "" });
  await Deno.symlink("charm", folder.at("link"));

  const [member] = await findExtraFiles(folder.at("link"), ["LICENSE"]);

  assertEquals(member?.content, folder.at("charm/LICENSE"));
});
