import { assertEquals } from "@std/assert";
import { listProblems } from "./publish.ts";

const GOOD = ["README.md", "CHANGELOG.md", "LICENSE", "deno.json", "mod.ts"];

Deno.test("listProblems() is content with what belongs to the package", () => {
  const imported = new Set(["mod.ts", "src/main.ts"]);

  assertEquals(
    listProblems([...GOOD, "src/main.ts"], ["./mod.ts"], imported),
    [],
  );
});

Deno.test("listProblems() names what lacks and what is too much", () => {
  const files = ["src/main_test.ts", ".ci/ok.ts", "examples/a/b.ts"];
  const imported = new Set(files);

  const problems = listProblems(
    [...GOOD.slice(1), ...files],
    ["./src/a.ts"],
    imported,
  );

  assertEquals(problems, [
    '"README.md" would not be published',
    '"src/a.ts" would not be published',
    '"src/main_test.ts" would be published',
    '".ci/ok.ts" would be published',
    '"examples/a/b.ts" would be published',
    '"mod.ts" would be published, but nothing imports it',
  ]);
});
