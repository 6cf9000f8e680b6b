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
  const commands = ["types", "check", "compile", "pack", "run", "schema"];
  for (const command of [...commands, "completions"]) {
    assertMatch(help.out.join("\n"), new RegExp(`^  ${command} `, "m"));
  }
  assertStringIncludes(help.out.join("\n"), "Exit codes: 0 done, 1 failed");
  assertStringIncludes(packHelp.out.join("\n"), "--platform <label>");
});

Deno.test("main() gives 2 for what was typed wrongly", async () => {
  const rows: [args: string[], message: string][] = [
    [["nonsense"], "unknown command 'nonsense'"],
    [["pack", "--nonsense"], "unknown option '--nonsense'"],
    [["compile"], "required option '-o, --output <file>' not specified"],
    [["compile", "-o", "x", "--target", "mips"], "Allowed choices are"],
    [["types", "a", "b"], "too many arguments"],
    [["types", "--check", "--watch"], "cannot be used with option"],
    [["schema", "other"], "Allowed choices are"],
    [["completions"], "missing required argument 'shell'"],
    [["completions", "csh"], "Allowed choices are bash, zsh, fish"],
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
    "  charmcraft.yaml:22:1: a: unknown key; is it misspelt?",
    "  charmcraft.yaml:23:1: b: unknown key; is it misspelt?",
  ]);
  const [{ error }] = documents as [{ error: { mistakes: unknown[] } }];
  assertEquals(error.mistakes[0], {
    severity: "error",
    file: "charmcraft.yaml",
    line: 22,
    column: 1,
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

const GOOD = { "charmcraft.yaml": TINY_CHARM, "src/charm.ts": "" };
const ADVISED = {
  ...GOOD,
  "charmcraft.yaml": TINY_CHARM.replace("      type: int\n", ""),
};

Deno.test("main() check gives 1 for errors and, with --strict, for warnings", async () => {
  await using good = await makeFolder(GOOD);
  await using advised = await makeFolder({
    ...GOOD,
    "charmcraft.yaml": `${TINY_CHARM}requires: {a: {interface: b}}\n`
      .replace("      default: 8080\n", "").replace("      type: int\n", "")
      .replace("    port:\n", "    port: {}\n"),
  });
  await using bad = await makeFolder(ADVISED);

  const rows = await Promise.all([
    run("check", good.path),
    run("check", advised.path),
    run("check", advised.path, "--strict"),
    run("check", bad.path),
  ]);

  assertEquals(rows.map(({ code, err }) => [code, err]), [
    [0, []],
    [0, []],
    [1, []],
    [1, []],
  ]);
  assertEquals(rows.map(({ out }) => out), [
    ["Nothing found"],
    [
      'charmcraft.yaml:17:5: warning: config.options.port: without "type", ' +
      'Juju takes it for a string; write "type: string"',
      "0 errors, 1 warning",
    ],
    [
      'charmcraft.yaml:17:5: warning: config.options.port: without "type", ' +
      'Juju takes it for a string; write "type: string"',
      "0 errors, 1 warning",
    ],
    [
      'charmcraft.yaml:17:5: warning: config.options.port: without "type", ' +
      'Juju takes it for a string; write "type: string"',
      "charmcraft.yaml:18:7: error: config.options.port.default: expected a " +
      "default of type string, got 8080; write it in quotes",
      "1 error, 1 warning",
    ],
  ]);
});

Deno.test("main() check prints its findings with --json", async () => {
  await using folder = await makeFolder(ADVISED);

  const { code, out, documents } = await run("check", folder.path, "--json");

  assertEquals([code, out], [1, []]);
  const [{ findings, errors, warnings }] = documents as [
    { findings: unknown[]; errors: number; warnings: number },
  ];
  assertEquals([errors, warnings, findings.length], [1, 1, 2]);
  assertEquals(findings[1], {
    severity: "error",
    file: "charmcraft.yaml",
    line: 18,
    column: 7,
    path: "config.options.port.default",
    message: "expected a default of type string, got 8080; write it in quotes",
  });
});

Deno.test("main() tells what was typed wrongly in JSON, too", async () => {
  const { code, out, err, documents } = await run("check", "--json", "--nope");

  assertEquals([code, out], [2, []]);
  assertStringIncludes(err.join("\n"), "unknown option '--nope'");
  assertEquals(documents, [
    { error: { message: "unknown option '--nope'" } },
  ]);
});

Deno.test("main() run refuses a version that Juju has none like, before it compiles", async () => {
  for (const version of ["9", "abc", ""]) {
    const { code, err } = await run("run", ".", "--juju-version", version);

    assertEquals(code, 2);
    assertStringIncludes(err.join("\n"), "Expected a version such as 3.6.28");
  }
});

Deno.test("main() schema prints a schema, or writes it", async () => {
  await using folder = await makeFolder();
  const path = folder.at("schema.json");

  const printed = await run("schema");
  const written = await run("schema", "actions", "--output", path);
  const json = await run("schema", "config", "--json");

  assertEquals(
    JSON.parse(printed.out.join("\n")).title,
    "charmcraft.yaml of a Juju charm",
  );
  assertEquals(written.out, [`${path}: written`]);
  assertEquals(
    JSON.parse(await Deno.readTextFile(path)).title,
    "actions.yaml of a Juju charm",
  );
  assertEquals(json.out, []);
  assertEquals(
    (json.documents as [{ title: string }])[0].title,
    "config.yaml of a Juju charm",
  );
});

Deno.test("main() completions knows all commands and their options", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, out, err } = await run("completions", shell);

    assertEquals([code, err], [0, []]);
    for (const word of ["check", "strict", "juju-version", "aarch64"]) {
      assertStringIncludes(out.join("\n"), word);
    }
  }
});
