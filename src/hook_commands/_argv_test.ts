import { assertEquals } from "@std/assert";
import { argvOf } from "./_argv.ts";

Deno.test("argvOf() keeps the order where nothing looks like a flag (HKC-02)", () => {
  const cases: ReadonlyArray<[string[], string[]]> = [
    [[], ["x", "-f"]],
    [["a"], ["x", "a", "-f"]],
    [["", "-", "a-b"], ["x", "", "-", "a-b", "-f"]],
  ];
  for (const [positionals, expected] of cases) {
    assertEquals(argvOf(["x"], positionals, ["-f"]), expected);
  }
});

Deno.test("argvOf() puts what looks like a flag behind the flags (HKC-02, JHT-00.5)", () => {
  for (const positional of ["-o/etc/passwd", "--refresh", "--"]) {
    assertEquals(
      argvOf(["x"], ["a", positional], ["-f"]),
      ["x", "-f", "--", "a", positional],
    );
  }
});
