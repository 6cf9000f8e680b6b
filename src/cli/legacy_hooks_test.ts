import { assertEquals, assertRejects } from "@std/assert";
import { explained, makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { compileCharm } from "./compile.ts";
import { findLegacyHooks, legacyHookMembers } from "./legacy_hooks.ts";

const PROJECT = {
  "charmcraft.yaml": TINY_CHARM,
  "src/charm.ts": `
    const run = (path: string): number | string => {
      try {
        return new Deno.Command(Deno.cwd() + "/" + path).outputSync().code;
      } catch (error) {
        return error instanceof Error ? error.name : "";
      }
    };
    console.log(JSON.stringify(["hooks/start", "src/other"].map(run)));
  `,
  "src/other": "#!/bin/sh\nexit 0\n",
  "hooks/start": "#!/bin/sh\nexit 7\n",
  "hooks/README": "what they do\n",
  "hooks/lib/common.sh": "",
  "actions/do-it": "#!/bin/sh\n",
};

Deno.test("findLegacyHooks() finds the scripts of hooks and actions (DSP-08)", async () => {
  await using folder = await makeFolder(PROJECT);
  await using none = await makeFolder({ "charmcraft.yaml": TINY_CHARM });

  assertEquals(await findLegacyHooks(folder.path), [
    "actions/do-it",
    "hooks/README",
    "hooks/start",
  ]);
  assertEquals(await findLegacyHooks(none.path), []);
});

Deno.test("legacyHookMembers() takes all of their folders, and keeps what is executable so (DSP-09)", async () => {
  await using folder = await makeFolder(PROJECT);
  await Deno.chmod(folder.at("hooks/start"), 0o700);
  await Deno.symlink("start", folder.at("hooks/stop"));

  const members = await legacyHookMembers(folder.path);

  assertEquals(members.map(({ name, mode }) => [name, mode]).toSorted(), [
    ["actions/do-it", 0o644],
    ["hooks/README", 0o644],
    ["hooks/lib/common.sh", 0o644],
    ["hooks/start", 0o755],
    ["hooks/stop", 0o755],
  ]);
});

Deno.test("legacyHookMembers() tells what it can't pack", async () => {
  await using folder = await makeFolder(PROJECT);
  await Deno.symlink("/etc/hostname", folder.at("hooks/install"));
  await Deno.symlink("nothing", folder.at("actions/lost"));

  const { details } = await assertRejects(
    () => legacyHookMembers(folder.path),
    CliError,
    "Cannot pack the charm's hooks and actions",
  );

  assertEquals(details, [
    '"actions/lost": it is a link to nowhere',
    '"hooks/install": it is a link out of the charm\'s folder',
  ]);
});

Deno.test("compileCharm() lets a charm run the scripts in its folder hooks, and no other (DSP-11, PKG-43)", async () => {
  await using folder = await makeFolder(PROJECT);
  for (const path of ["hooks/start", "src/other"]) {
    await Deno.chmod(folder.at(path), 0o755);
  }
  const output = folder.at("dispatch");

  const { permissions } = await explained(
    compileCharm({ dir: folder.path, output }, new MemoryOutput()),
  );
  const { stdout } = await new Deno.Command(output, { cwd: folder.path })
    .output();

  assertEquals(
    JSON.parse(new TextDecoder().decode(stdout)),
    [7, "NotCapable"],
  );
  assertEquals(
    (permissions.run as string[]).filter((name) => name.includes("/")),
    ["./actions/do-it", "./hooks/README", "./hooks/start"],
  );
});
