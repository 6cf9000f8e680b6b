import { assertEquals } from "@std/assert";
import { cutToElf } from "./compile.ts";
import { ensure, type Fetched, FOLDER, NotHere, type Part } from "./part.ts";
import { testCommand } from "../run_tests.ts";

/** A part that keeps its file and stamp under a name of its own. */
function part(wanted: string, fetch: (file: string) => Promise<void>): Part {
  const files = [`${FOLDER}/stamps/${name}.file`];
  return {
    name,
    skipped: "nothing",
    wanted,
    fetch: async (): Promise<Fetched> => {
      await fetch(files[0]!);
      return { files, note: wanted, facts: {} };
    },
  };
}
const name = `part-test-${crypto.randomUUID()}`;

Deno.test("ensure() fetches what is absent, out of date or incomplete, and no more", async () => {
  await Deno.mkdir(`${FOLDER}/stamps`, { recursive: true });
  const states: string[] = [];
  let fetches = 0;
  const fetch = async (file: string): Promise<void> => {
    fetches++;
    await Deno.writeTextFile(file, "");
  };

  states.push((await ensure(part("1", fetch))).state);
  states.push((await ensure(part("1", fetch))).state);
  states.push((await ensure(part("2", fetch))).state);
  await Deno.remove(`${FOLDER}/stamps/${name}.file`);
  states.push((await ensure(part("2", fetch))).state);
  const refused = await ensure(
    part("3", () => Promise.reject(new NotHere("out of reach"))),
  );
  // A failed attempt leaves no stamp, so the older part does not count.
  states.push((await ensure(part("2", fetch))).state);
  await Deno.remove(`${FOLDER}/stamps/${name}.file`);
  await Deno.remove(`${FOLDER}/stamps/${name}.json`);

  assertEquals(refused, { state: "not here", why: "out of reach" });
  assertEquals(states, ["fetched", "found", "fetched", "fetched", "fetched"]);
  assertEquals(fetches, 4);
});

Deno.test("cutToElf() keeps what the ELF header speaks of, and no more", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const elf = new Uint8Array(300).fill(7);
    const view = new DataView(elf.buffer);
    view.setUint32(0, 0x7f454c46);
    view.setUint8(4, 2);
    view.setBigUint64(0x28, 100n, true);
    view.setUint16(0x3a, 64, true);
    view.setUint16(0x3c, 2, true);
    await Deno.writeFile(`${folder}/whole`, elf);

    await cutToElf(`${folder}/whole`, `${folder}/cut`);

    assertEquals(
      await Deno.readFile(`${folder}/cut`),
      elf.slice(0, 100 + 2 * 64),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("testCommand() asks for the sanitizers where they are off", () => {
  const old = testCommand("2.6.10", ["src"]);
  const recent = testCommand("2.9.6", ["src"]);

  assertEquals(old.includes("--sanitize-ops"), false);
  assertEquals(recent.includes("--sanitize-ops"), true);
  assertEquals(recent.at(-1), "src");
});
