// Runs the tests with the toolchain's parts at hand; arguments go to `deno test`.
import { setUp } from "./toolchain.ts";
import { toolchainEnv } from "./toolchain/read.ts";

/**
 * The command that runs the tests on a Deno of some version.
 *
 * Tests that count open files or look for processes left behind read /proc,
 * which Deno gives only to who has all permissions.
 */
export function testCommand(
  version: string,
  args: readonly string[],
): string[] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  // Older ones have the sanitizers on, and do not know these options.
  const hasOptions = major > 2 || (major === 2 && minor >= 9);
  return [
    "test",
    "--doc",
    "--parallel",
    "--shuffle",
    "--allow-all",
    ...(hasOptions ? ["--sanitize-ops", "--sanitize-resources"] : []),
    ...args,
  ];
}

if (import.meta.main) {
  const { toolchain } = await setUp();
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: testCommand(Deno.version.deno, Deno.args),
    env: toolchainEnv(toolchain),
    stdin: "null",
  }).spawn().status;
  Deno.exit(code);
}
