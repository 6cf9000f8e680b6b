import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { makeFolder, MemoryOutput } from "../_testing.ts";
import { CliError } from "../cli_error.ts";
import { MACHINE } from "./_test_charm.ts";
import { copyCharm } from "./charm_copy.ts";
import { placeCharm } from "./charm_source.ts";

/** What is in a folder: texts of files, and where links lead. */
async function tree(
  folder: string,
  prefix = "",
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, isSymlink, isFile } of Deno.readDir(folder)) {
    const path = join(folder, name);
    const key = `${prefix}${name}`;
    if (isSymlink) found[key] = `-> ${await Deno.readLink(path)}`;
    else if (isFile) found[key] = await Deno.readTextFile(path);
    else Object.assign(found, await tree(path, `${key}/`));
  }
  return found;
}

Deno.test("copyCharm() keeps relative links that stay inside (CHA-18)", async () => {
  await using folder = await makeFolder({
    "charm/venv/lib/module": "m",
    "charm/hooks/common": "c",
  });
  await Deno.symlink("lib", folder.at("charm/venv/lib64"));
  await Deno.symlink("../venv/lib/module", folder.at("charm/hooks/install"));
  await Deno.symlink("not-yet", folder.at("charm/venv/current"));
  await Deno.mkdir(folder.at("copy"));

  await copyCharm(folder.at("charm"), folder.at("copy"));

  assertEquals(await tree(folder.at("copy")), {
    "venv/lib/module": "m",
    "venv/lib64": "-> lib",
    "venv/current": "-> not-yet",
    "hooks/common": "c",
    "hooks/install": "-> ../venv/lib/module",
  });
});

Deno.test("copyCharm() copies what links out of the charm lead to", async () => {
  await using folder = await makeFolder({
    "charm/dispatch": "d",
    "outside/python": "p",
    "outside/lib/module": "m",
  });
  await Deno.symlink("lib", folder.at("outside/lib64"));
  await Deno.symlink("../python", folder.at("outside/lib/up"));
  await Deno.symlink(folder.at("outside/python"), folder.at("charm/python"));
  await Deno.symlink("../outside", folder.at("charm/outside"));
  await Deno.symlink(folder.at("charm/dispatch"), folder.at("charm/install"));
  await Deno.mkdir(folder.at("copy"));

  await copyCharm(folder.at("charm"), folder.at("copy"));

  assertEquals(await tree(folder.at("copy")), {
    dispatch: "d",
    install: "d",
    python: "p",
    "outside/python": "p",
    "outside/lib/module": "m",
    "outside/lib/up": "-> ../python",
    "outside/lib64": "-> lib",
  });
});

Deno.test("copyCharm() names a link that can't be copied", async () => {
  await using folder = await makeFolder({ "charm/dispatch": "d" });
  await Deno.mkdir(folder.at("copy"));
  const link = folder.at("charm/link");
  for (
    const [target, message] of [
      ["/nonexistent/x", `link "${link}": there is no "/nonexistent/x"`],
      ["../nowhere", `link "${link}": there is no "../nowhere"`],
      ["..", `it leads to "${folder.path}", which it is in`],
      ["/", 'it leads to "/", which it is in'],
      [folder.at("charm"), `"${folder.at("charm")}", which it is in`],
    ] as const
  ) {
    await Deno.symlink(target, link);

    await assertRejects(
      () => copyCharm(folder.at("charm"), folder.at("copy")),
      CliError,
      message,
    );

    await Deno.remove(link);
    await Deno.remove(folder.at("copy"), { recursive: true });
    await Deno.mkdir(folder.at("copy"));
  }
});

Deno.test("copyCharm() ends where links lead round through other folders", async () => {
  await using folder = await makeFolder({
    "charm/dispatch": "d",
    "one/file": "1",
    "two/file": "2",
  });
  await Deno.symlink("../one", folder.at("charm/link"));
  await Deno.symlink("../two", folder.at("one/link"));
  await Deno.symlink("../one", folder.at("two/link"));
  await Deno.mkdir(folder.at("copy"));

  await assertRejects(
    () => copyCharm(folder.at("charm"), folder.at("copy")),
    CliError,
    `Cannot copy link "${folder.at("two/link")}"`,
  );
});

Deno.test("copyCharm() leaves the tree of placeCharm() as it is", async () => {
  await using folder = await makeFolder({
    "charm/metadata.yaml": MACHINE,
    "charm/dispatch": "#!/bin/true",
    "charm/lib/module": "m",
    "outside/file": "o",
  });
  await Deno.symlink("lib", folder.at("charm/lib64"));
  await Deno.symlink("../outside", folder.at("charm/outside"));
  const [first, second] = [folder.at("first"), folder.at("second")];
  for (const dir of [first, second]) await Deno.mkdir(dir);

  await placeCharm({
    source: folder.at("charm"),
    charmDir: first,
    output: new MemoryOutput(),
  });
  await copyCharm(first, second);

  const placed = await tree(first);
  assertEquals(placed["lib64"], "-> lib");
  assertEquals(await tree(second), placed);
});
