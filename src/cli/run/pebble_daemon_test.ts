import { assertEquals, assertRejects } from "@std/assert";
import { makeFolder } from "../_testing.ts";
import { CliError } from "../cli_error.ts";
import { findPebble, startPebbleDaemon } from "./pebble_daemon.ts";

Deno.test("startPebbleDaemon() tells at once of a Pebble that ends, with its last lines", async () => {
  await using folder = await makeFolder({
    pebble:
      "#!/bin/bash\nprintf 'line %s\\n' {1..20}\necho wrong >&2\nexit 3\n",
  });
  await Deno.chmod(folder.at("pebble"), 0o755);

  const error = await assertRejects(
    () =>
      startPebbleDaemon({
        program: folder.at("pebble"),
        container: "web",
        socketPath: folder.at("socket"),
        folder: folder.at("state"),
        env: {},
      }),
    CliError,
    'Cannot start Pebble for container "web": it has ended',
  );

  assertEquals(error.details[0], folder.at("pebble"));
  assertEquals(error.details.slice(-2), ["line 20", "wrong"]);
  assertEquals(error.details.length, 11);
  assertEquals(
    error.hint,
    "Let CHARMKIT_PEBBLE name a Pebble that works, or do without one by " +
      "--simulate-pebble",
  );
});

Deno.test("startPebbleDaemon() can be disposed of after its Pebble has ended", async () => {
  await using folder = await makeFolder();
  const program = await findPebble() ?? "";
  const state = folder.at("state");
  const pebble = await startPebbleDaemon({
    program,
    container: "web",
    socketPath: folder.at("socket"),
    folder: state,
    env: {},
  });
  const pid = await processOf(program, state);

  if (pid !== null) Deno.kill(pid, "SIGKILL");
  while (await processOf(program, state) !== null);
  await pebble[Symbol.asyncDispose]();

  assertEquals(pid === null, false);
});

/** Id of the Pebble of a folder; null if none runs. */
async function processOf(
  program: string,
  folder: string,
): Promise<number | null> {
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const read = (file: string) =>
      Deno.readTextFile(`/proc/${name}/${file}`).catch(() => "");
    const isPebble = (await read("cmdline")).startsWith(`${program}\0`);
    if (!isPebble) continue;
    if ((await read("environ")).includes(`PEBBLE=${folder}\0`)) {
      return Number(name);
    }
  }
  return null;
}
