import { assertEquals } from "@std/assert";
import { linkHookCommands, makeAnswers, takeCalls } from "./stand_in.ts";

/** Runs a linked stand-in. */
async function call(folder: string, ...argv: string[]): Promise<string> {
  const [name, ...args] = argv;
  const { stdout } = await new Deno.Command(`${folder}/bin/${name}`, {
    args,
    env: { CHARMKIT_STANDIN: folder },
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("the stand-in logs each call as one line and gives the closest answer", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await linkHookCommands(`${folder}/bin`);
    await makeAnswers(folder, {
      "config-get": { level: "info" },
      "config-get level": "info",
    });

    const answers = [
      await call(folder, "config-get", "--all"),
      await call(folder, "config-get", "level"),
      await call(folder, "status-set", "active", "--", "a\nb/c"),
    ];

    assertEquals(answers, ['{"level":"info"}\n', '"info"\n', ""]);
    assertEquals(await takeCalls(folder), [
      "config-get --all",
      "config-get level",
      "status-set active -- a\\nb/c",
    ]);
    assertEquals(await takeCalls(folder), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
