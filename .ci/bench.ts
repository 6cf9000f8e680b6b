// All that measures: the cost of a dispatch, that of Pebble's client and of a
// test, then each `_bench.ts` file.
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const commands = [
  ["run", "-A", ".ci/bench/dispatch_bench.ts", ...Deno.args],
  ["run", "-A", ".ci/bench/framework/compare.ts"],
  ["run", "-A", ".ci/bench/pebble_bench.ts"],
  ["run", "-A", ".ci/bench/testing_bench.ts"],
  ["run", "-A", ".ci/bench/testing/harness_case.ts"],
  ["bench", "-A", "--ignore=.ci/", "--permit-no-files"],
];
for (const args of commands) {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    stdin: "null",
  }).spawn().status;
  if (code !== 0) Deno.exitCode = 1;
}
