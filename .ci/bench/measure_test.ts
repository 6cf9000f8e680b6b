import { assert, assertEquals } from "@std/assert";
import { measure, summary } from "./measure.ts";

const python = Deno.env.get("CHARMKIT_PYTHON");

Deno.test("summary() takes the least CPU time, and the median of each other figure", () => {
  const costs = [[1, 9, 5], [2, 8, 7], [9, 1, 6], [3, 2, 8]].map((
    [cpuMs, wallMs, memoryKib],
  ) => ({ cpuMs: cpuMs!, wallMs: wallMs!, memoryKib: memoryKib! }));

  assertEquals(summary(costs), { cpuMs: 1, wallMs: 5, memoryKib: 6.5 });
});

Deno.test({
  name: "measure() counts the time of waited children, and runs in turn",
  ignore: python === undefined,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const burn = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
      const command = (name: string, script: string) => ({
        name,
        argv: ["/bin/sh", "-c", `printf ${name} >>log; ${script}`],
        cwd: folder,
        env: { PATH: "/usr/bin:/bin" },
      });

      const costs = await measure(python!, [
        command("a", `sh -c '${burn}'`),
        command("b", ":"),
      ], 2);

      // The first round is not measured.
      assertEquals(await Deno.readTextFile(`${folder}/log`), "ababab");
      assert(costs.get("a")!.cpuMs > 3 * costs.get("b")!.cpuMs);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
