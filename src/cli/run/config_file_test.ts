import { assertEquals, assertRejects } from "@std/assert";
import { makeFolder } from "../_testing.ts";
import { CliError } from "../cli_error.ts";
import { MetadataError } from "../mistakes.ts";
import { readConfigFile } from "./config_file.ts";

Deno.test("readConfigFile() reads options alone, or below the application", async () => {
  await using folder = await makeFolder({
    "a.yaml": "port: 80\nname: x\n",
    "b.yaml": "app:\n  debug: true\nother:\n  x: 1\n",
  });

  assertEquals(await readConfigFile(folder.at("a.yaml"), "app"), {
    port: 80,
    name: "x",
  });
  assertEquals(await readConfigFile(folder.at("b.yaml"), "app"), {
    debug: true,
  });
});

Deno.test("readConfigFile() tells mistakes with their lines", async () => {
  await using folder = await makeFolder({
    "a.yaml": "app:\n  port: [1]\n",
    "b.yaml": "- 1\n",
    "c.yaml": "a: [",
  });
  const details = async (name: string) =>
    (await assertRejects(
      () => readConfigFile(folder.at(name), "app"),
      MetadataError,
    )).mistakes.map(({ line, path }) => [line, path]);

  assertEquals(await details("a.yaml"), [[2, "app.port"]]);
  assertEquals(await details("b.yaml"), [[1, ""]]);
  assertEquals((await details("c.yaml")).length > 0, true);
  await assertRejects(
    () => readConfigFile(folder.at("none.yaml"), "app"),
    CliError,
    "Cannot read config",
  );
});
