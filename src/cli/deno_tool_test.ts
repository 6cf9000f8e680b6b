import { assertEquals, assertRejects } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { denoFeatures, findDeno } from "./deno_tool.ts";

Deno.test("denoFeatures() tells the versions of Deno apart", () => {
  const rows: [string, bundle: boolean, lean: boolean, unixNet: boolean][] = [
    ["2.6.0", false, false, false],
    ["2.6.10", false, false, false],
    ["2.8.0", true, false, false],
    ["2.8.2", true, false, false],
    ["2.8.3", true, true, false],
    ["2.9.0", true, true, true],
    ["2.9.6+abc", true, true, true],
    ["2.10.0", true, true, true],
    ["3.0.0", true, true, true],
  ];
  for (const [version, bundle, excludeUnusedNpm, unixNet] of rows) {
    assertEquals(
      denoFeatures(version),
      { bundle, excludeUnusedNpm, unixNet },
      version,
    );
  }
});

Deno.test("findDeno() asks a program for its version", async () => {
  const deno = await findDeno(Deno.execPath());

  assertEquals(deno.version, Deno.version.deno);
});

Deno.test("findDeno() refuses what is missing, no Deno, or too old", async () => {
  await using folder = await makeFolder({
    other: "#!/bin/sh\necho other 1.0.0\n",
    old: "#!/bin/sh\necho 'deno 2.5.7 (stable)'\n",
  });
  await Deno.chmod(folder.at("other"), 0o755);
  await Deno.chmod(folder.at("old"), 0o755);

  await assertRejects(
    () => findDeno(folder.at("missing")),
    CliError,
    "Cannot run Deno",
  );
  await assertRejects(
    () => findDeno(folder.at("other")),
    CliError,
    "it is no Deno",
  );
  await assertRejects(
    () => findDeno(folder.at("old")),
    CliError,
    "Cannot use Deno 2.5.7",
  );
});
