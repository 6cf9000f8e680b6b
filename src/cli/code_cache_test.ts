import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { type Bundle, bundleCharm, type Program } from "./bundle.ts";
import { cacheCode, V8_FLAGS } from "./code_cache.ts";
import { compileArguments } from "./compile.ts";
import { type DenoTool, findDeno, runDeno } from "./deno_tool.ts";
import { COMPILE_TARGETS, machineArchitecture } from "./platforms.ts";
import { makeFolder, type TestFolder } from "./_testing.ts";

const charmcraft = { name: "tiny", requires: { db: { interface: "pg" } } };

/** A bundle as Deno writes one, and a folder beside it for what a test needs. */
async function makeBundle(
  files: Readonly<Record<string, string>>,
): Promise<Bundle & { readonly folder: TestFolder }> {
  const folder = await makeFolder(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`bundle/${name}`, text]),
    ),
  );
  const others = Object.keys(files).filter((name) => name !== "charm.js");
  return {
    folder,
    dir: folder.at("bundle"),
    entry: "charm.js",
    data: others,
    modules: new Map(Object.entries(files)),
  };
}

/** Makes a program of a bundle, in the folder `program` beside it. */
async function cache(bundle: Bundle, deno: DenoTool): Promise<Program> {
  const folder = join(bundle.dir, "../program");
  return await cacheCode(bundle, { deno, charmcraft, folder });
}

/** Runs a program, and gives what it printed. */
async function run(
  { dir, entry }: Program,
  env: Record<string, string> = {},
): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--allow-all", V8_FLAGS, entry],
    cwd: dir,
    env: { ...env, NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}

const PROGRAM = {
  "charm.js": `import { name } from "./chunk-A.js";
import { basename } from "node:path";
var line = () => new Error().stack.split("\\n")[1].replace(/.*\\//, "");
if (import.meta.main) {
const { later } = await import("./lazy.js");
console.log(name, basename("a/b"), later, line(), basename(import.meta.url));
}
export {
line
};
`,
  "chunk-A.js": 'var name = "chunk";\nexport {\nname\n};\n',
  "lazy.js": 'var later = "lazy";\nexport {\nlater\n};\n',
};

Deno.test("cacheCode() leaves what a program does, and where it does it", async () => {
  const bundle = await makeBundle(PROGRAM);
  await using _folder = bundle.folder;
  const deno = await findDeno(Deno.execPath());

  const cached = await cache(bundle, deno);

  assertEquals(
    await run(cached),
    "chunk b lazy charm.js:10:18) main.js\n",
  );
  assertEquals(cached.data, ["first.script", "first.cache", "later.script"]);
});

Deno.test("cacheCode() makes a cache that V8 takes, the same each time", async () => {
  const deno = await findDeno(Deno.execPath());
  const caches: string[] = [];
  for (let i = 0; i < 2; i++) {
    const bundle = await makeBundle(PROGRAM);
    await using _folder = bundle.folder;
    const program = await cache(bundle, deno);
    const main = await Deno.readTextFile(join(program.dir, program.entry));
    await Deno.writeTextFile(
      join(program.dir, "test.js"),
      `${main}console.log(script.cachedDataRejected);\n`,
    );

    const printed = await run({ ...program, entry: "test.js" });
    assertEquals(printed.split("\n").at(-2), "false");
    caches.push((await Deno.readFile(join(program.dir, "first.cache"))).join());
  }
  assertEquals(caches[0] === caches[1], true);
});

Deno.test("cacheCode() makes a cache that a compiled program takes", async () => {
  const bundle = await makeBundle(PROGRAM);
  await using folder = bundle.folder;
  const deno = await findDeno();
  const { dir, data, entry } = await cache(bundle, deno);
  const main = await Deno.readTextFile(join(dir, entry));
  await Deno.writeTextFile(
    join(dir, "test.js"),
    `${main}console.log(script.cachedDataRejected);\n`,
  );
  const target = COMPILE_TARGETS[machineArchitecture()];
  const { success, stderr } = await runDeno(deno, [
    ...compileArguments(deno, target, { read: true }),
    ...data.map((name) => `--include=${name}`),
    ...["--no-config", `--output=${folder.at("compiled")}`, "test.js"],
  ], { cwd: dir });

  assertEquals([success, stderr], [true, ""]);
  const { stdout } = await new Deno.Command(folder.at("compiled")).output();
  assertEquals(
    new TextDecoder().decode(stdout).split("\n").at(-2),
    "false",
  );
});

Deno.test("cacheCode() rehearses a dispatch with another charm than the author's", async () => {
  const deno = await findDeno(Deno.execPath());
  if (!deno.features.bundle) return;
  const ops = JSON.stringify(new URL("../../mod.ts", import.meta.url).href);
  await using folder = await makeFolder({
    "deno.json": "{}",
    "charm.ts": `import * as ops from ${ops};
class Charm extends ops.CharmBase {
  constructor(framework: ops.Framework) {
    super(framework);
    console.log("the author's charm is made");
    Deno.writeTextFileSync("made", "");
  }
}
if (import.meta.main) await ops.main(Charm, ${JSON.stringify(charmcraft)});
`,
  });
  const bundled = await bundleCharm({
    deno,
    dir: fromFileUrl(new URL("../..", import.meta.url)),
    entry: folder.at("charm.ts"),
    folder: folder.path,
  });

  const program = await cache(bundled!, deno);

  const names = Array.from(Deno.readDirSync(program.dir), ({ name }) => name);
  assertEquals(names.includes("made"), false);
  const { size } = await Deno.stat(`${program.dir}/first.cache`);
  await Deno.writeTextFile(
    `${program.dir}/test.js`,
    `import { Script } from "node:vm";
const script = new Script(Deno.readTextFileSync("first.script"));
console.log(script.createCachedData().length);
`,
  );
  const unrehearsed = Number(await run({ ...program, entry: "test.js" }));
  assert(size > unrehearsed * 1.3, `${size} against ${unrehearsed}`);
});

Deno.test("cacheCode() gives a program no permission, and caches one that wants some", async () => {
  for (
    const code of [
      'Deno.readTextFileSync("/etc/hostname");',
      'new Deno.Command("touch", { args: ["../touched"] }).outputSync();',
      'await fetch("http://127.0.0.1:9/");',
      "Deno.exit(3);",
    ]
  ) {
    const bundle = await makeBundle({ "charm.js": `${code}\n` });
    await using folder = bundle.folder;
    const deno = await findDeno(Deno.execPath());

    const { data } = await cache(bundle, deno);

    assertEquals(data, ["first.script", "first.cache", "later.script"], code);
    const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name);
    assertEquals(names.sort(), ["bundle", "program"], code);
  }
});

Deno.test("cacheCode() leaves a program that Deno can't cache", async () => {
  const bundle = await makeBundle(PROGRAM);
  await using folder = bundle.folder;
  await Deno.writeTextFile(folder.at("deno"), "#!/bin/sh\nexit 1\n", {
    mode: 0o755,
  });
  const deno = await findDeno(Deno.execPath());

  const program = await cache(bundle, { ...deno, path: folder.at("deno") });

  assertEquals(program, bundle);
  assertEquals(await run(program), "chunk b lazy charm.js:3:18) charm.js\n");
});

Deno.test("cacheCode() leaves a program that sees values of other modules change", async () => {
  const bundle = await makeBundle({
    ...PROGRAM,
    "chunk-A.js":
      'var name = "a";\nqueueMicrotask(() => { name = "b"; });\nexport {\nname\n};\n',
  });
  await using _folder = bundle.folder;

  const deno = await findDeno(Deno.execPath());

  assertEquals(await cache(bundle, deno), bundle);
});
