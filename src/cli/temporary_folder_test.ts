import { assertEquals } from "@std/assert";
import { makeFolder } from "./_testing.ts";

/** Makes one in a process of its own, as all tests of one share TMPDIR. */
async function makeWith(tmpdir: string): Promise<string> {
  const module = new URL("./temporary_folder.ts", import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `const { makeTemporaryFolder } = await import("${module}");
      await makeTemporaryFolder("made-").then(
        console.log,
        ({ message, hint }) => console.log(message + "; " + hint),
      );`,
    ],
    env: { TMPDIR: tmpdir, NO_COLOR: "1" },
  }).output();
  return new TextDecoder().decode(stdout).trimEnd();
}

Deno.test("makeTemporaryFolder() makes one, or says what to do", async () => {
  await using folder = await makeFolder();

  const made = await makeWith(folder.path);
  const none = await makeWith(folder.at("none"));

  assertEquals((await Deno.stat(made)).isDirectory, true);
  assertEquals(made.startsWith(folder.at("made-")), true);
  assertEquals(
    none.replace(/: .*; /, "; "),
    "Cannot make a temporary folder; Let TMPDIR name a folder that you may write to",
  );
});
