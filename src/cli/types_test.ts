import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { explained, makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { generateTypes, watchTypes } from "./types.ts";

async function run(args: readonly string[], cwd: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return success ? decoder.decode(stdout) : decoder.decode(stderr);
}

Deno.test("generateTypes() writes a module that has the metadata, formatted", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "deno.json": '{"fmt": {"singleQuote": true}}',
  });
  const options = { dir: folder.path, deno: Deno.execPath() };

  const result = await explained(generateTypes(options, new MemoryOutput()));

  assertEquals(result, { path: folder.at("src/charmcraft.ts"), changed: true });
  const text = await Deno.readTextFile(result.path);
  assertStringIncludes(text, "// Generated from charmcraft.yaml by");
  assertStringIncludes(text, "from '@charmkit/ops'");
  assertEquals(
    await run(["fmt", "--check", "--quiet", "src"], folder.path),
    "",
  );
  const program = "import { charmcraft } from './src/charmcraft.ts';" +
    "console.log(JSON.stringify(charmcraft));";
  const printed = await run(["eval", "--ext=ts", program], folder.path);
  assertEquals(JSON.parse(printed), {
    name: "tiny",
    summary: "A tiny charm.",
    description: "Does little.",
    config: { options: { port: { type: "int", default: 8080 } } },
    actions: { restart: {} },
    containers: { web: { resource: "web-image" } },
    resources: { "web-image": { type: "oci-image" } },
  });
});

Deno.test("generateTypes() leaves a module alone that is right already", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": TINY_CHARM });
  const options = { dir: folder.path, deno: Deno.execPath() };
  await generateTypes(options, new MemoryOutput());

  const { changed } = await generateTypes(options, new MemoryOutput());

  assertEquals(changed, false);
});

Deno.test("generateTypes() can check without writing", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": TINY_CHARM });
  const options = { dir: folder.path, deno: Deno.execPath(), check: true };
  const path = folder.at("src/charmcraft.ts");
  const check = () => generateTypes(options, new MemoryOutput());

  await assertRejects(check, CliError, "Cannot find");

  await generateTypes({ ...options, check: false }, new MemoryOutput());
  assertEquals(await check(), { path, changed: false });

  const right = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, right.replaceAll("  ", "    "));
  assertEquals(await check(), { path, changed: false });

  const wrong = right.replace("8080", "80");
  await Deno.writeTextFile(path, wrong);
  await assertRejects(check, CliError, "is not what charmcraft.yaml says");
  assertEquals(await Deno.readTextFile(path), wrong);
});

Deno.test("generateTypes() leaves a module that somebody wrote", async () => {
  const module = "export const charmcraft = { name: 'mine' };\n";
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "src/charmcraft.ts": module,
  });

  for (const check of [true, false]) {
    const options = { dir: folder.path, deno: Deno.execPath(), check };
    await assertRejects(
      () => generateTypes(options, new MemoryOutput()),
      CliError,
      "charmkit has not made it",
    );
  }
  assertEquals(await Deno.readTextFile(folder.at("src/charmcraft.ts")), module);
});

Deno.test("generateTypes() keeps to the keys of Charmcraft, and quotes names", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM.replace(
      "actions:\n",
      "requires:\n  my-db: {interface: x, schema: {a: 1}, limit: null}\n" +
        "actions:\n  other: {title: T, foreign: 1}\n",
    ).replace("type: oci-image", "type: oci-image\n    upstream-source: u"),
  });

  await generateTypes(
    { dir: folder.path, deno: Deno.execPath() },
    new MemoryOutput(),
  );

  const text = await Deno.readTextFile(folder.at("src/charmcraft.ts"));
  assertStringIncludes(
    text,
    '"my-db": {\n      interface: "x",\n      limit: null,\n    },',
  );
  for (const absent of ["schema", "foreign", "upstream", "platforms", "base"]) {
    assertEquals(text.includes(absent), false, absent);
  }
});

Deno.test("watchTypes() writes the module again when a file changes, and goes on after a mistake", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": TINY_CHARM });
  const controller = new AbortController();
  const seen: string[] = [];
  const steps: (() => void)[] = [
    () => write(TINY_CHARM.replace("8080", "no")),
    () => write(TINY_CHARM.replace("8080", "9090")),
    () => controller.abort(),
  ];
  const write = (text: string) =>
    Deno.writeTextFileSync(folder.at("charmcraft.yaml"), text);
  const next = (what: string) => {
    // A file that is being written is seen in parts.
    if (what === seen.at(-1)) return;
    seen.push(what);
    steps.shift()?.();
  };

  await watchTypes(
    {
      dir: folder.path,
      deno: Deno.execPath(),
      onResult: ({ changed }) => next(changed ? "written" : "right"),
      onError: (error) => next(error instanceof CliError ? "mistake" : "?"),
    },
    new MemoryOutput(),
    controller.signal,
  );

  assertEquals(seen, ["written", "mistake", "written"]);
  const text = await Deno.readTextFile(folder.at("src/charmcraft.ts"));
  assertStringIncludes(text, "default: 9090");
});

Deno.test("watchTypes() ends when it is interrupted before it began", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": TINY_CHARM });
  const fail = () => {
    throw new Error("Not expected");
  };

  await watchTypes(
    { dir: folder.path, onResult: fail, onError: fail },
    new MemoryOutput(),
    AbortSignal.abort(),
  );

  assertEquals([...Deno.readDirSync(folder.path)].length, 1);
});
