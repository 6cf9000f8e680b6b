import { assertEquals } from "@std/assert";
import { dirname } from "@std/path";
import { makeFolder } from "./_testing.ts";
import { findDeno } from "./deno_tool.ts";
import { rehearse } from "./rehearse.ts";

/** Runs a hook command, talks to the Pebble, and tells of it in a file. */
const PROGRAM = `
const { stdout } = new Deno.Command("is-leader").outputSync();
using connection = await Deno.connect({ transport: "unix", path: Deno.args[0] });
await connection.write(new TextEncoder().encode("GET /v1/health HTTP/1.1\\r\\nHost: pebble\\r\\n\\r\\n"));
const answer = new Uint8Array(12);
await connection.read(answer);
const decoder = new TextDecoder();
Deno.writeTextFileSync("told", [Deno.args[0], decoder.decode(answer), decoder.decode(stdout)].join("\\n"));
`;

/** What the program told, if it was rehearsed below a folder of this name. */
async function told(
  name: string,
  parents?: readonly string[],
): Promise<string[] | null> {
  await using folder = await makeFolder({
    [`${name}/program/main.js`]: PROGRAM,
  });
  const dir = folder.at(`${name}/program`);
  await rehearse({
    deno: await findDeno(Deno.execPath()),
    dir,
    charmcraft: { name: "tiny" },
    args: ["main.js"],
    ...parents === undefined ? {} : { parents },
  });
  const names = [...Deno.readDirSync(dirname(dir))].map(({ name }) => name);
  assertEquals(names, ["program"]);
  try {
    return (await Deno.readTextFile(`${dir}/told`)).trim().split("\n");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test("rehearse() serves hook commands and a Pebble in whatever folder", async () => {
  for (const name of ["short", "long".repeat(25), "with:colon"]) {
    const [socket = "", ...answers] = await told(name) ?? [];

    assertEquals(answers, ["HTTP/1.1 200", "True"]);
    assertEquals(await Deno.stat(socket).catch(() => null), null);
  }
});

Deno.test("rehearse() leaves a program out that nothing can be served to", async () => {
  assertEquals(await told("long".repeat(25), ["/nonexistent"]), null);
});
