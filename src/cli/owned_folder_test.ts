import { assertEquals } from "@std/assert";
import { basename } from "@std/path";
import { makeFolder } from "./_testing.ts";
import { makeOwnedFolder } from "./owned_folder.ts";

/** The id of a process that is no more. */
async function goneProcess(): Promise<number> {
  const child = new Deno.Command("true").spawn();
  await child.status;
  return child.pid;
}

Deno.test("makeOwnedFolder() removes what a killed process has left, and nothing else", async () => {
  const host = Deno.hostname();
  const gone = await goneProcess();
  await using folder = await makeFolder({
    "made-killed/.owner": `${host} ${gone}\n`,
    "made-killed/bundle/main.js": "",
    "made-running/.owner": `${host} ${Deno.pid}\n`,
    "made-elsewhere/.owner": `${host}-other ${gone}\n`,
    "made-garbage/.owner": "nonsense",
    "made-new/file": "",
    "made-old/file": "",
    "made-file": "",
    "other/.owner": `${host} ${gone}\n`,
  });
  const old = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await Deno.utime(folder.at("made-old"), old, old);
  await Deno.utime(folder.at("made-running"), old, old);
  const ended: string[] = [];

  const made = await makeOwnedFolder({
    dir: folder.path,
    prefix: "made-",
    endLeftover: (path) => Promise.resolve(void ended.push(basename(path))),
  });

  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name);
  assertEquals(names.filter((name) => name !== basename(made)).toSorted(), [
    "made-elsewhere",
    "made-file",
    "made-garbage",
    "made-new",
    "made-running",
    "other",
  ]);
  assertEquals(ended.toSorted(), ["made-killed", "made-old"]);
});
