import { fileURLToPath } from "node:url";
import type { Toolchain } from "../toolchain/read.ts";

/** The program that serves httpbin in the demo. */
export interface Workload {
  /** What it is, for people. */
  readonly description: string;
  /** A folder for `PATH`, with a `gunicorn` in it. */
  readonly bin: string;
  /** Where it answers on this machine. */
  readonly url: string;
}

/**
 * Makes the `gunicorn` that the charm starts: the real one if it is here, else
 * a small server of the example's own.
 *
 * The charm has it listen on port 80 of its container. There is no container
 * here, so the port is mapped to a free one of this machine.
 */
export async function makeWorkload(
  folder: string,
  toolchain: Toolchain,
): Promise<Workload> {
  const bin = `${folder}/bin`;
  await Deno.mkdir(bin);
  const port = freePort();
  const { workload } = toolchain;
  const program = workload ? [`${workload}/gunicorn`] : [
    Deno.execPath(),
    "run",
    "--allow-net=127.0.0.1",
    fileURLToPath(
      new URL("../../examples/httpbin/workload.ts", import.meta.url),
    ),
  ];
  const script = `#!/bin/bash
args=()
for arg; do args+=("\${arg/0.0.0.0:80/127.0.0.1:${port}}"); done
exec ${program.map(quote).join(" ")} "\${args[@]}"
`;
  await Deno.writeTextFile(`${bin}/gunicorn`, script, { mode: 0o755 });
  return {
    description: workload
      ? "the real gunicorn and httpbin, from PyPI"
      : "a small server of the example's own, as Python is not here",
    bin,
    url: `http://127.0.0.1:${port}`,
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
