// Packs a charm for arm64 and takes it through its life on an emulated machine:
// of all that is in it, only its program differs from that of this machine.
import { fromFileUrl, join } from "@std/path";
import { SILENT } from "../../src/cli/output.ts";
import { placeCharm } from "../../src/cli/run/charm_source.ts";
import { arm64 } from "../toolchain/arm64.ts";
import { ensure, type Fetched } from "../toolchain/part.ts";
import type { Toolchain } from "../toolchain/read.ts";
import { add, type Check, exec, type Log, type Tally } from "./check.ts";

const EXAMPLE = fromFileUrl(new URL("../../examples/httpbin", import.meta.url));
const CLI = fromFileUrl(new URL("../../src/cli/main.ts", import.meta.url));

const SCRIPT = `expect status active
expect service httpbin:httpbin active
config log-level=debug
expect status active
config log-level=nonsense
expect status blocked
`;

/** The check of a charm for arm64. */
export function arm64Check(deno: string, toolchain: Toolchain): Check {
  return {
    name: "a charm for arm64, packed here and emulated",
    run: async (log) => {
      const outcome = await ensure(arm64(toolchain));
      if (outcome.state === "not here") {
        log(`arm64: not here (${outcome.why})`);
        return { passed: 0, failed: 1 };
      }
      const { part } = outcome;
      log(`arm64: ${outcome.state} (${part.note})`);
      const folder = await Deno.makeTempDir({ prefix: "arm64-" });
      try {
        return await packAndRun(folder, { deno, toolchain, part, log });
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  };
}

async function packAndRun(
  folder: string,
  { deno, toolchain, part, log }: {
    readonly deno: string;
    readonly toolchain: Toolchain;
    readonly part: Fetched;
    readonly log: Log;
  },
): Promise<Tally> {
  const { compile, charmParser = "charm-parser" } = toolchain;
  const { emulator, libraries, denort } = part.facts;
  const env = {
    ...compile && { CHARMKIT_COMPILE_DENO: compile.deno },
    ...denort && { DENORT_BIN: denort },
  };
  const charmkit = (...args: string[]): Promise<Tally> =>
    exec([deno, "run", "--allow-all", CLI, ...args], log, { env });
  const packed = await charmkit(
    ...["pack", EXAMPLE, "--output-dir", folder, "--platform", "arm64"],
  );
  if (packed.failed > 0) return packed;
  const charm = join(folder, "httpbin_arm64.charm");
  const parsed = await exec([charmParser, charm], log, { isQuiet: true });

  const charmDir = join(folder, "charm");
  await Deno.mkdir(charmDir);
  await placeCharm({ source: charm, charmDir, output: SILENT });
  const dispatch = join(charmDir, "dispatch");
  await Deno.rename(dispatch, join(charmDir, "program"));
  await Deno.writeTextFile(
    dispatch,
    `#!/bin/sh\nexec '${emulator}' -L '${libraries}' "$CHARM_DIR/program" "$@"\n`,
    { mode: 0o755 },
  );
  const script = join(folder, "script");
  await Deno.writeTextFile(script, SCRIPT);
  const lived = await charmkit(
    ...["run", charmDir, "--simulate-pebble", "--script", script],
  );
  return [packed, parsed, lived].reduce(add);
}
