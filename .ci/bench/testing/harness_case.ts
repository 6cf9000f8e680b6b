// The case of Harness: a charm is made, Pebble is ready, a service is replanned.
// Run as a program, it prints the microseconds that a run of it takes here, in
// Python's ops, and the ratio of the two, which must not be over MAX_RATIO.
import { fileURLToPath } from "node:url";
import * as ops from "../../../mod.ts";
import { Harness } from "../../../testing/mod.ts";
import { setUp } from "../../toolchain.ts";

const CHARMCRAFT = { name: "web", containers: { web: {} } } as const;
/** The same case in Python; prints the microseconds that a run takes. */
const HARNESS_PEER = fileURLToPath(
  new URL("./harness_case.py", import.meta.url),
);

/** How much of the time of ops a run may take. */
const MAX_RATIO = 0.1;

class WebCharm extends ops.CharmBase<typeof CHARMCRAFT> {
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on["web"].pebbleReady, this.#onPebbleReady);
  }

  async #onPebbleReady(event: ops.PebbleReadyEvent): Promise<void> {
    await event.workload.addLayer("web", {
      services: {
        web: { override: "replace", command: "nginx", startup: "enabled" },
      },
    });
    await event.workload.replan();
    this.unit.status = new ops.ActiveStatus();
  }
}

/** One run of the case. */
export async function runHarnessCase(): Promise<void> {
  using harness = new Harness(WebCharm, CHARMCRAFT);
  await harness.begin();
  await harness.containerPebbleReady("web");
}

/** Microseconds of a run, after as many to warm up. */
async function measure(runs: number): Promise<number> {
  let start = 0;
  for (let run = -runs; run < runs; run++) {
    if (run === 0) start = performance.now();
    await runHarnessCase();
  }
  return (performance.now() - start) * 1000 / runs;
}

/** Microseconds of a run in Python's ops. */
async function measurePeer(python: string): Promise<number> {
  const { stdout, success } = await new Deno.Command(python, {
    args: [HARNESS_PEER, "200"],
    stdin: "null",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("Cannot measure the Harness of ops");
  return Number(new TextDecoder().decode(stdout));
}

if (import.meta.main) {
  const { toolchain: { python } } = await setUp();
  if (!python) throw new Error("Python's ops is not here");
  const rounds: { ours: number; theirs: number }[] = [];
  // In turn, so that a slow moment hits both alike.
  for (let round = 0; round < 5; round++) {
    rounds.push({
      theirs: await measurePeer(python),
      ours: await measure(2000),
    });
  }
  const [ours, theirs] = (["ours", "theirs"] as const).map((who) =>
    rounds.map((round) => round[who]).sort((a, b) => a - b)[2]!
  ) as [number, number];
  const ratio = ours / theirs;
  console.log(
    `Harness begin and pebble-ready: ${ours.toFixed(0)} µs, ops ${
      theirs.toFixed(0)
    } µs, ratio ${ratio.toFixed(3)} (at most ${MAX_RATIO})`,
  );
  if (ratio > MAX_RATIO) Deno.exitCode = 1;
}
