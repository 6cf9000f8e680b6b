import { assertEquals } from "@std/assert";
import { makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import { readCharmProject } from "./charm_project.ts";
import { findDeno } from "./deno_tool.ts";
import type { LineMap } from "./line_map.ts";
import { prepareCharm } from "./prepare.ts";

Deno.test("prepareCharm() bundles the same in an odd folder, also by a link to it", async () => {
  await using folder = await makeFolder({
    "a ä 50% #1/charmcraft.yaml": TINY_CHARM,
    "a ä 50% #1/src/charm.ts":
      'import { port } from "./port é.ts";\nconsole.log(port, await import("./later.ts"));\n',
    "a ä 50% #1/src/port é.ts": "export const port = 80;\n",
    "a ä 50% #1/src/later.ts":
      'import { port } from "./port é.ts";\nexport const next = port + 1;\n',
  });
  await Deno.symlink(folder.at("a ä 50% #1"), folder.at("link"));

  const { dir, bundle } = await prepareCharm(
    {
      project: await readCharmProject(folder.at("link")),
      deno: await findDeno(Deno.execPath()),
      folder: folder.at("out"),
    },
    new MemoryOutput(),
  );

  assertEquals(dir, folder.at("a ä 50% #1"));
  // Deno 2.6, the oldest that works, can't bundle.
  if (bundle === null) return;
  const maps: Record<string, LineMap> = JSON.parse(
    await Deno.readTextFile(`${bundle.dir}/modules.lines`),
  );
  const sources = Object.values(maps).map(({ sources }) => sources.join());
  assertEquals(sources.toSorted(), [
    "src/charm.ts",
    "src/later.ts",
    "src/port é.ts",
  ]);
});
