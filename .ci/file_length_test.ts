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

/** Whether a module is long, and its beginning does not say why. */
function isUnexplained(text: string): boolean {
  return text.split("\n").length - 1 > MOST_LINES &&
    !/\bLong, /.test(text.slice(0, 2000));
}

Deno.test("isUnexplained() is true for a module of too many lines that does not say why", () => {
  const lines = (count: number) => "export {};\n".repeat(count);

  assertEquals(isUnexplained(lines(MOST_LINES)), false);
  assertEquals(isUnexplained(lines(MOST_LINES + 1)), true);
  assertEquals(isUnexplained(`// Long, as it is.\n${lines(400)}`), false);
});

Deno.test(`no module has more than ${MOST_LINES} lines without saying why`, async () => {
  const unexplained: string[] = [];
  for (const folder of FOLDERS) {
    for await (const path of modules(ROOT + folder)) {
      if (isUnexplained(await Deno.readTextFile(path))) unexplained.push(path);
    }
  }

  assertEquals(unexplained, []);
});
