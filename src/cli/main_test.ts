import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import { main } from "./main.ts";
import { VERSION } from "../version.ts";

/** Runs main and keeps what it writes: documents only in JSON mode. */
async function run(...args: string[]) {
  const output = new MemoryOutput();
  const documents: unknown[] = [];
  const code = await main(args, {
    makeOutput: ({ json = false }) => ({
      line: (text) => json || output.line(text),
      note: (text) => output.note(text),
      json: (value) => json && documents.push(value),
    }),
  });
  return { code, out: output.lines, err: output.notes, documents };
}

Deno.test("main() shows its version and its help", async () => {
  const version = await run("--version");
  const help = await run("--help");
  const packHelp = await run("pack", "--help");

  assertEquals([version.code, version.out, version.err], [0, [VERSION], []]);
  assertEquals([help.code, help.err], [0, []]);
  for (const command of ["compile", "pack", "types"]) {
    assertMatch(help.out.join("\n"), new RegExp(`^  ${command} `, "m"));
  }
  assertStringIncludes(packHelp.out.join("\n"), "--platform <label>");
});

Deno.test("main() gives 2 for what was typed wrongly", async () => {
  const rows: [args: string[], message: string][] = [
    [["nonsense"], "unknown command 'nonsense'"],
    [["pack", "--nonsense"], "unknown option '--nonsense'"],
    [["compile"], "required option '-o, --output <file>' not specified"],
    [["compile", "-o", "x", "--target", "mips"], "Allowed choices are"],
    [["types", "a", "b"], "too many arguments"],
  ];
  for (const [args, message] of rows) {
    const { code, out, err } = await run(...args);

    assertEquals([code, out], [2, []], args.join(" "));
    assertStringIncludes(err.join("\n"), message);
  }
});

Deno.test("main() gives 1 for what failed, with one line and a hint", async () => {
  await using folder = await makeFolder();

  const { code, out, err } = await run("types", folder.path);

  assertEquals([code, out], [1, []]);
  assertEquals(err, [
    `error: Cannot find charmcraft.yaml in "${folder.path}"`,
    "hint: Name the folder of a charm: the one with charmcraft.yaml",
  ]);
});

Deno.test("main() shows every mistake in the metadata", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": `${TINY_CHARM}a: 1\nb: 2\n`,
  });

  const { code, err, documents } = await run("types", folder.path, "--json");

  assertEquals(code, 1);
  assertEquals(err, [
    "error: Cannot use charmcraft.yaml: 2 mistakes",
    "  charmcraft.yaml:22: a: unknown key; is it misspelt?",
    "  charmcraft.yaml:23: b: unknown key; is it misspelt?",
  ]);
  const [{ error }] = documents as [{ error: { mistakes: unknown[] } }];
  assertEquals(error.mistakes[0], {
    file: "charmcraft.yaml",
    line: 22,
    path: "a",
    message: "unknown key; is it misspelt?",
  });
});

Deno.test("main() prints one JSON document with --json", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": TINY_CHARM });
  const args = ["types", folder.path, "--deno", Deno.execPath(), "--json"];

  const { code, out, err, documents } = await run(...args);

  assertEquals([code, out, err], [0, [], []]);
  assertEquals(documents, [
    { path: folder.at("src/charmcraft.ts"), changed: true },
  ]);
});

Deno.test("main() gives 130 when it is interrupted", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "src/charm.ts": "",
  });
  const notes: string[] = [];

  const code = await main(["pack", folder.path, "--output-dir", folder.path], {
    makeOutput: () => ({
      line: () => {},
      note: (text) => notes.push(text),
      json: () => {},
    }),
    signal: AbortSignal.abort(),
  });

  assertEquals([code, notes], [130, ["Interrupted"]]);
});
