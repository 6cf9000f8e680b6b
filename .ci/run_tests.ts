// Runs the tests with the toolchain's parts at hand; arguments go to `deno test`.
import { setUp } from "./toolchain.ts";
import { toolchainEnv } from "./toolchain/read.ts";

/**
 * The command that runs the tests on a Deno of some version.
 *
 * Sockets in temporary folders have no path that is known beforehand, so the
 * network cannot be limited to them.
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
    "--no-prompt",
    "--allow-env",
    "--allow-net",
    "--allow-read",
    "--allow-run",
    "--allow-sys",
    "--allow-write",
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
