import { assertEquals, assertRejects } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { makeTemporaryFolder } from "./temporary_folder.ts";

Deno.test("makeTemporaryFolder() says what to do where there can be none", async () => {
  await using folder = await makeFolder();
  const before = Deno.env.get("TMPDIR");
  try {
    Deno.env.set("TMPDIR", folder.path);
    const made = await makeTemporaryFolder("charmkit-test-");
    assertEquals(made.startsWith(folder.at("charmkit-test-")), true);

    Deno.env.set("TMPDIR", folder.at("none"));
    const error = await assertRejects(
      () => makeTemporaryFolder("charmkit-test-"),
      CliError,
      "Cannot make a temporary folder",
    );
    assertEquals(error.hint, "Let TMPDIR name a folder that you may write to");
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
  }
});
