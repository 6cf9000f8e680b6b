import { assertEquals } from "@std/assert";
import { listProblems } from "./publish.ts";

const GOOD = ["README.md", "CHANGELOG.md", "LICENSE", "deno.json", "mod.ts"];

Deno.test("listProblems() is content with what belongs to the package", () => {
  assertEquals(listProblems([...GOOD, "src/main.ts"], ["./mod.ts"]), []);
});

Deno.test("listProblems() names what lacks and what is too much", () => {
  const files = ["src/main_test.ts", ".ci/ok.ts", "examples/a/b.ts"];

  const problems = listProblems([...GOOD.slice(1), ...files], ["./src/a.ts"]);

  assertEquals(problems, [
    '"README.md" would not be published',
    '"src/a.ts" would not be published',
    '"src/main_test.ts" would be published',
    '".ci/ok.ts" would be published',
    '"examples/a/b.ts" would be published',
  ]);
});
