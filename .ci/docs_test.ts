// What the documents promise: links lead to a file of the project and, after `#`,
// a heading in it; the charm of the README passes the test beside it.
import { assertEquals, assertMatch } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("..", import.meta.url));

async function documents(): Promise<string[]> {
  const found = ["README.md", "CHANGELOG.md"];
  const folders = [".docs", ".docs/how_to"];
  for await (const { name, isDirectory } of Deno.readDir(`${ROOT}/examples`)) {
    if (isDirectory) folders.push(`examples/${name}`);
  }
  for (const folder of folders) {
    for await (const { name } of Deno.readDir(join(ROOT, folder))) {
      if (name.endsWith(".md")) found.push(`${folder}/${name}`);
    }
  }
  return found.sort();
}

/** The anchors of its headings, as GitHub names them. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-")
  );
}

async function isThere(path: string, anchor: string): Promise<boolean> {
  try {
    if (anchor === "") return Boolean(await Deno.stat(path));
    return anchors(await Deno.readTextFile(path)).includes(anchor);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test("documents link to files and headings that are there", async () => {
  const dead: string[] = [];
  let count = 0;
  for (const document of await documents()) {
    const markdown = await Deno.readTextFile(join(ROOT, document));
    for (const [, link] of markdown.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link!)) continue;
      const [file = "", anchor = ""] = link!.split("#");
      const path = join(ROOT, file ? dirname(document) : "", file || document);
      if (!await isThere(path, anchor)) dead.push(`${document}: ${link}`);
      count++;
    }
  }

  assertEquals(dead, []);
  assertEquals(count > 30, true, `only ${count} links were found`);
});

Deno.test("README.md has a charm that passes the test beside it", async () => {
  const markdown = await Deno.readTextFile(join(ROOT, "README.md"));
  const blocks = [...markdown.matchAll(/^```ts.*\n([^]*?)^```$/gm)]
    .map(([, code]) => code!);
  const folder = await Deno.makeTempDir({ prefix: "readme-" });
  try {
    await Deno.writeTextFile(`${folder}/charm.ts`, blocks[0]!);
    await Deno.writeTextFile(`${folder}/charm_test.ts`, blocks[1]!);

    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: [
          "test",
          "-c",
          join(ROOT, "deno.json"),
          `${folder}/charm_test.ts`,
        ],
        env: { NO_COLOR: "1" },
        stdin: "null",
      },
    ).output();

    const text = new TextDecoder().decode(stdout);
    assertMatch(text, /ok \| 1 passed \| 0 failed/);
    assertEquals(success, true, new TextDecoder().decode(stderr));
    assertEquals(blocks[0]!.trim().split("\n").length <= 31, true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
