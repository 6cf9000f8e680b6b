import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";

const ROOT = fromFileUrl(new URL("..", import.meta.url));
const FOLDERS = [".ci", "examples", "src", "testing"];
const MOST_LINES = 350;

/** Paths of the modules below a folder. */
async function* modules(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* modules(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}

Deno.test(`no module has more than ${MOST_LINES} lines without saying why`, async () => {
  const unexplained: string[] = [];
  let long = 0;
  for (const folder of FOLDERS) {
    for await (const path of modules(ROOT + folder)) {
      const text = await Deno.readTextFile(path);
      if (text.split("\n").length - 1 <= MOST_LINES) continue;
      long++;
      if (!/\bLong, /.test(text.slice(0, 2000))) unexplained.push(path);
    }
  }

  assertEquals(unexplained, []);
  assertEquals(long > 0, true);
});
