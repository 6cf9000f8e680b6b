import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { originalStack } from "../backend/original_stack.ts";
import { makeFolder } from "./_testing.ts";
import { bundleCharm } from "./bundle.ts";
import { CliError } from "./cli_error.ts";
import { type DenoTool, findDeno } from "./deno_tool.ts";

const PROGRAM = {
  "deno.json": "{}",
  "src/charm.ts": `
import { Database as Other } from "./other.ts";
class Database { #onStart(): void {} get handler(): string { return this.#onStart.name; } }
const failed: Error = new Other().fail();
console.log(JSON.stringify([Database.name, Other.name, new Database().handler, import.meta.main, failed.stack]));
`,
  "src/other.ts": `
if (import.meta.main) console.log("not main");
export class Database { fail(): Error { return new Error("x"); } }
`,
};

/** The running Deno; one that can't bundle has the test below for itself. */
async function running(): Promise<DenoTool> {
  return await findDeno(Deno.execPath());
}

Deno.test("bundleCharm() keeps names, also those that two modules share", async () => {
  await using folder = await makeFolder(PROGRAM);
  const deno = await running();

  const bundle = await bundleCharm({
    deno,
    dir: folder.path,
    entry: "src/charm.ts",
    folder: folder.path,
  });

  // Deno 2.6, the oldest that works, can't.
  assertEquals(bundle !== null, deno.features.bundle);
  if (bundle === null) return;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", bundle.entry],
    cwd: bundle.dir,
  }).output();
  const [own, other, handler, main, stack] = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  assertEquals([own, other, handler, main], [
    "Database",
    "Database",
    "#onStart",
    true,
  ]);
  assertMatch(stack, /charm\.js:\d+:\d+/);
  assertEquals(bundle.data, ["modules.lines"]);
  assertEquals(
    originalStack(
      stack,
      () => Deno.readTextFileSync(`${bundle.dir}/modules.lines`),
    ).split("\n")[1],
    "    at Database.fail (src/other.ts:3)",
  );
});

Deno.test("bundleCharm() leaves the main module main when one that is loaded later imports it", async () => {
  const deno = await running();
  if (!deno.features.bundle) return;
  await using folder = await makeFolder({
    "deno.json": "{}",
    "src/charm.ts": `
export const name = "charm";
if (import.meta.main) (await import("./later.ts")).tell();
`,
    "src/later.ts": `
import { name } from "./charm.ts";
export function tell(): void { console.log("later than", name); }
`,
  });

  const bundle = await bundleCharm({
    deno,
    dir: folder.path,
    entry: "src/charm.ts",
    folder: folder.path,
  });

  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", bundle?.entry ?? ""],
    cwd: bundle?.dir ?? "",
  }).output();
  assertEquals(new TextDecoder().decode(stdout), "later than charm\n");
});

Deno.test("bundleCharm() leaves it when neither Deno can bundle", async () => {
  const old = {
    path: Deno.execPath(),
    version: "2.6.10",
    features: { unixNet: false, excludeUnusedNpm: false, bundle: false },
  };
  const { features } = await running();
  await using folder = await makeFolder(PROGRAM);

  const bundle = await bundleCharm({
    deno: old,
    dir: folder.path,
    entry: "src/charm.ts",
    folder: folder.path,
  });

  assertEquals(bundle !== null, features.bundle);
});

Deno.test("bundleCharm() shows type errors as Deno does", async () => {
  const deno = await running();
  if (!deno.features.bundle) return;
  await using folder = await makeFolder({
    ...PROGRAM,
    "src/charm.ts": "export const port: number = 'x';\n",
  });

  const error = await assertRejects(
    () =>
      bundleCharm({
        deno,
        dir: folder.path,
        entry: "src/charm.ts",
        folder: folder.path,
      }),
    CliError,
    "type checking failed",
  );
  assertMatch(error.details.join("\n"), /TS2322/);
});
