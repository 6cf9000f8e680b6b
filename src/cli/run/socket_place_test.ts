import { assertMatch } from "@std/assert";
import { makeFolder } from "../_testing.ts";

Deno.test("makeSocketPlace() refuses several units where there are no namespaces", async () => {
  await using folder = await makeFolder({ "bin/none": "" });
  const module = import.meta.resolve("./socket_place.ts");
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--no-check",
      `import { makeSocketPlace } from "${module}";
    await makeSocketPlace(${JSON.stringify(folder.path)}, ["web"], { units: 2 })
      .catch((error) => console.log(error.name, error.message, error.hint));`,
    ],
    cwd: import.meta.dirname ?? ".",
    // Without unshare, there are none.
    env: { PATH: folder.at("bin") },
    stderr: "null",
  });
  const { stdout } = await command.output();

  assertMatch(
    new TextDecoder().decode(stdout),
    /^CliError Cannot run 2 units .* Run on a Linux that allows user namespaces/,
  );
});
