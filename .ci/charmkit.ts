// `deno task charmkit`: the CLI of this checkout, with the toolchain at hand.
import { main } from "../src/cli/main.ts";
import { readToolchain, toolchainEnv } from "./toolchain/read.ts";

/** Tells the CLI of the parts that are there; what the user set stays. */
function useToolchain(): void {
  let variables: Record<string, string>;
  try {
    variables = toolchainEnv(readToolchain());
  } catch (error) {
    // Without a toolchain the CLI does as it does for everyone.
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const [name, value] of Object.entries(variables)) {
    // PATH is the user's, with more at its end.
    if (!Deno.env.has(name) || name === "PATH") Deno.env.set(name, value);
  }
}

if (import.meta.main) {
  useToolchain();
  // A task runs in the root, but paths are meant from where it was typed.
  const typedIn = Deno.env.get("INIT_CWD");
  if (typedIn) Deno.chdir(typedIn);
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => controller.abort());
  }
  Deno.exit(await main(Deno.args, { signal: controller.signal }));
}
