import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import type { Diagnosis, DoctorResult } from "./doctor.ts";
import { checkCompiler, checkProgram, checkRuntime } from "./doctor_machine.ts";
import { checkProject, otherArchitectures } from "./doctor_project.ts";
import { main } from "./main.ts";
import {
  type CharmArchitecture,
  COMPILE_TARGETS,
  machineArchitecture,
} from "./platforms.ts";
import { GENERATED } from "./charmcraft_module.ts";
import { generateTypes } from "./types.ts";

const SILENT = new MemoryOutput();

/** Level by name. */
function levels(diagnoses: readonly Diagnosis[]): Record<string, string> {
  return Object.fromEntries(
    diagnoses.map(({ name, level }) => [name, level]),
  );
}

Deno.test("checkProject() finds nothing wrong in a charm that is right", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "deno.json": '{"imports": {"@charmkit/ops": "jsr:@charmkit/ops@1"}}',
    "src/charm.ts": "",
  });
  await generateTypes({ dir: folder.path, deno: Deno.execPath() }, SILENT);

  const diagnoses = await checkProject(folder.path);

  assertEquals(levels(diagnoses), {
    "charmcraft.yaml": "ok",
    types: "ok",
    "deno.json": "ok",
    import: "ok",
    entry: "ok",
    permissions: "ok",
  });
});

Deno.test("checkProject() says what is wrong, and what to do about it", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "deno.json": '{"charmkit": {"entry": 7}}',
    "src/charmcraft.ts": `${GENERATED}\nexport const charmcraft = {};`,
  });

  const diagnoses = await checkProject(folder.path);

  assertEquals(levels(diagnoses), {
    "charmcraft.yaml": "ok",
    types: "problem",
    "deno.json": "problem",
    import: "warning",
    entry: "problem",
    permissions: "ok",
  });
  for (const { level, advice = "" } of diagnoses) {
    assertEquals(advice !== "", level !== "ok");
  }
});

Deno.test("checkProject() tells of metadata that Juju refuses, and of a module that is not there", async () => {
  await using wrong = await makeFolder({ "charmcraft.yaml": "name: 7\n" });
  await using bare = await makeFolder({ "charmcraft.yaml": TINY_CHARM });
  await using own = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "src/charmcraft.ts": "export const charmcraft = {};",
  });

  const [metadata, types] = await checkProject(wrong.path);
  const [, missing] = await checkProject(bare.path);
  const [, foreign] = await checkProject(own.path);

  assertEquals([metadata?.level, types?.level], ["problem", "info"]);
  assertStringIncludes(metadata?.message ?? "", "charmcraft.yaml: summary:");
  assertEquals([missing?.name, missing?.level], ["types", "warning"]);
  assertEquals([foreign?.name, foreign?.level], ["types", "info"]);
});

Deno.test("checkProject() has nothing against a folder without a charm", async () => {
  await using folder = await makeFolder();

  const diagnoses = await checkProject(folder.path);

  assertEquals(levels(diagnoses), { charm: "info" });
});

Deno.test("checkCompiler() tells which Deno compiles, or why none does", async () => {
  await using folder = await makeFolder({
    deno: '#!/bin/sh\necho "deno 2.5.0"\n',
  });
  await Deno.chmod(folder.at("deno"), 0o755);

  const good = await checkCompiler(Deno.execPath());
  const old = await checkCompiler(folder.at("deno"));

  assertEquals(good.deno?.version, Deno.version.deno);
  assertEquals(good.diagnosis.level, "ok");
  assertEquals([old.deno, old.diagnosis.level], [null, "problem"]);
  assertStringIncludes(old.diagnosis.message, "2.5.0");
});

const OWN = machineArchitecture();
const OTHER = OWN === "amd64" ? "arm64" : "amd64";

/** A program for a machine, as far as anybody looks. */
function elf(architecture: CharmArchitecture, text: string): Uint8Array {
  const bytes = new TextEncoder().encode(`\x7fELF${"\0".repeat(16)}${text}`);
  bytes[18] = architecture === "amd64" ? 62 : 183;
  return bytes;
}

/** Looks for the runtime 2.7.1 in an environment, at an address of the test's. */
function runtime(
  env: Readonly<Record<string, string>>,
  downloads = "http://127.0.0.1:1/",
): Promise<Diagnosis> {
  const variable = (name: string) => env[name];
  return checkRuntime({ version: "2.7.1" }, { downloads, variable });
}

Deno.test("checkRuntime() looks into what DENORT_BIN names", async () => {
  // The version stands where one read of the file ends and the next begins.
  const far = "x".repeat((1 << 22) - 28);
  await using folder = await makeFolder({
    text: "Deno/2.7.1 and more, but no program",
  });
  const programs = {
    right: elf(OWN, `${far}Deno/2.7.1 and more`),
    other: elf(OWN, "Deno/2.6.10+abc"),
    foreign: elf(OTHER, "Deno/2.7.1 and more"),
    none: elf(OWN, ""),
  };
  for (const [name, bytes] of Object.entries(programs)) {
    await Deno.writeFile(folder.at(name), bytes);
  }

  const levels: Record<string, string> = {};
  for (
    const name of ["right", "other", "foreign", "text", "none", "missing"]
  ) {
    levels[name] = (await runtime({ DENORT_BIN: folder.at(name) })).level;
  }
  const { message } = await runtime({ DENORT_BIN: folder.at("other") });

  assertEquals(levels, {
    right: "ok",
    other: "problem",
    foreign: "problem",
    text: "problem",
    none: "problem",
    missing: "problem",
  });
  assertStringIncludes(message, "is of Deno 2.6.10, but 2.7.1 compiles");
});

Deno.test("checkRuntime() finds what Deno has downloaded already", async () => {
  const target = COMPILE_TARGETS[machineArchitecture()];
  await using folder = await makeFolder({
    [`.cache/deno/dl/release/v2.7.1/denort-${target}.zip`]: "",
    [`own/dl/release/v2.7.1/denort-${target}.zip`]: "",
  });

  assertEquals((await runtime({ HOME: folder.path })).level, "ok");
  assertEquals((await runtime({ DENO_DIR: folder.at("own") })).level, "ok");
  assertEquals((await runtime({ DENO_DIR: folder.path })).level, "problem");
});

Deno.test("checkRuntime() asks where Deno would download it", async () => {
  const asked: string[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      const { pathname } = new URL(request.url);
      asked.push(`${request.method} ${pathname}`);
      const status = pathname.startsWith("/good/") ? 200 : 404;
      return new Response(null, { status });
    },
  );
  const address = `http://127.0.0.1:${server.addr.port}`;

  const there = await runtime({}, `${address}/good/`);
  const gone = await runtime({}, `${address}/`);

  const file = `denort-${COMPILE_TARGETS[machineArchitecture()]}.zip`;
  assertEquals(asked, [
    `HEAD /good/v2.7.1/${file}`,
    `HEAD /v2.7.1/${file}`,
  ]);
  assertEquals([there.level, gone.level], ["ok", "problem"]);
  assertStringIncludes(gone.message, "HTTP status 404");
  assertStringIncludes(gone.advice ?? "", "DENORT_BIN");
});

Deno.test("checkRuntime() warns of a runtime that only another machine's charm needs", async () => {
  const variable = () => undefined;
  const options = { downloads: "http://127.0.0.1:1/", variable };

  const { name, level, advice } = await checkRuntime(
    { version: "2.7.1" },
    { ...options, architecture: OTHER },
  );

  assertEquals([name, level], [`denort-${OTHER}`, "warning"]);
  assertStringIncludes(advice ?? "", `charmkit pack leaves ${OTHER} out`);
});

Deno.test("otherArchitectures() tells what a charm is packed for beside this machine", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": TINY_CHARM });
  await using wrong = await makeFolder({ "charmcraft.yaml": "name: 7\n" });
  await using none = await makeFolder();

  assertEquals(await otherArchitectures(folder.path), [OTHER]);
  assertEquals(await otherArchitectures(wrong.path), []);
  assertEquals(await otherArchitectures(none.path), []);
});

Deno.test("checkProgram() tells the version of a program, and of one that is not there", async () => {
  await using folder = await makeFolder({
    juju: "#!/bin/sh\necho 3.6.1-ubuntu-amd64\n",
  });
  await Deno.chmod(folder.at("juju"), 0o755);

  const there = await checkProgram(folder.at("juju"), "deploys charms");
  const gone = await checkProgram(folder.at("none"), "is missed by nobody");

  assertEquals(there.level, "ok");
  assertStringIncludes(there.message, "3.6.1-ubuntu-amd64 deploys charms");
  assertEquals(gone.level, "info");
});

Deno.test("charmkit doctor shows a line for each thing, or JSON, and its exit code", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": "name: 7\n" });
  const documents: unknown[] = [];
  const lines: string[] = [];
  const makeOutput = () => ({
    line: (text: string) => void lines.push(text),
    note: (text: string) => void lines.push(text),
    json: (value: unknown) => void documents.push(value),
  });

  const code = await main(["doctor", folder.path], { makeOutput });

  const [document] = documents as [DoctorResult];
  assertEquals(code, 1);
  const words = lines.map((line) => line.slice(0, 9).trim())
    .filter((word) => word !== "");
  assertEquals(words, document.diagnoses.map(({ level }) => level));
  assertEquals(
    document.problems,
    words.filter((word) => word === "problem").length,
  );
  assertEquals(lines.join("").includes("\x1b"), false);
});
