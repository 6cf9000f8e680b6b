import { assertEquals } from "@std/assert";
import { makeFolder } from "../_testing.ts";
import { runDispatch } from "./dispatch.ts";

/** Sizes of the lines that a script prints. */
async function lineSizes(script: string): Promise<number[]> {
  await using folder = await makeFolder({ dispatch: `#!/bin/bash\n${script}` });
  await Deno.chmod(folder.at("dispatch"), 0o755);
  const sizes: number[] = [];
  await runDispatch({
    charmDir: folder.path,
    dispatchPath: "hooks/start",
    env: { PATH: "/usr/bin:/bin" },
    onLine: (_, line) => sizes.push(new TextEncoder().encode(line).length),
  });
  return sizes;
}

Deno.test("runDispatch() hands long lines out in pieces, also without an end (JLM-08)", async () => {
  const ended = await lineSizes("printf '%20000s\\n' x");
  const unended = await lineSizes("printf '%20000s' x");

  assertEquals(ended, [4096, 4096, 4096, 4096, 3616]);
  assertEquals(unended, ended);
});

Deno.test("runDispatch() breaks no character of a long line in two (JLM-08)", async () => {
  const sizes = await lineSizes("printf a; printf 'é%.0s' {1..2100}");

  assertEquals(sizes, [4095, 106]);
});
