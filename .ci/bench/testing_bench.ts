// Compares a run of the testing module with one of ops-scenario, in turn on the
// same machine, and looks whether ten thousand runs leave anything behind. Fails
// when a run costs more than its part of the peer's, in three tries.
import { fileURLToPath } from "node:url";
import { setUp } from "../toolchain.ts";

/** Ours by the peer's, at most. */
const LIMITS: Readonly<Record<string, number>> = {
  minimal: 0.05,
  "config-changed": 0.05,
  "pebble-ready": 0.05,
};
const TRIES = 3;
const ROUNDS = 3;
const RUNS = 10_000;
/** What the engine keeps of code that it has compiled once more. */
const SLACK_BYTES = 2 * 1024 * 1024;

type Times = Readonly<Record<string, number>>;

function path(name: string): string {
  return fileURLToPath(new URL(`./testing/${name}`, import.meta.url));
}

async function output(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<unknown> {
  const { code, stdout } = await new Deno.Command(command, {
    args: [...args],
    env,
    stdin: "null",
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`Cannot measure: ${command} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The best median of each case, of rounds in turn. */
async function measure(
  python: string,
): Promise<{ ours: Times; theirs: Times }> {
  const ours: Record<string, number> = {};
  const theirs: Record<string, number> = {};
  const note = (best: Record<string, number>, times: Times) => {
    for (const [name, ms] of Object.entries(times)) {
      best[name] = Math.min(ms, best[name] ?? Infinity);
    }
  };
  for (let round = 0; round < ROUNDS; round++) {
    note(theirs, await output(python, [path("peer.py"), "60"]) as Times);
    const args = ["run", "-A", "--no-check", path("ours.ts"), "3000"];
    note(ours, await output(Deno.execPath(), args) as Times);
  }
  return { ours, theirs };
}

/** Prints a try; returns what is over its limit. */
function judge(ours: Times, theirs: Times): string[] {
  const over: string[] = [];
  console.log("a run of             ours ms  scenario ms    ratio    limit");
  for (const [name, limit] of Object.entries(LIMITS)) {
    const ratio = ours[name]! / theirs[name]!;
    console.log(
      name.padEnd(18) +
        [ours[name]!, theirs[name]!, ratio, limit]
          .map((value) => value.toFixed(3).padStart(10)).join(""),
    );
    if (!(ratio <= limit)) over.push(`${name}: ${ratio.toFixed(3)} > ${limit}`);
  }
  return over;
}

async function endure(): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    const args = ["run", "-A", "--no-check", "--v8-flags=--expose-gc"];
    const { grownBytes, folders } = await output(
      Deno.execPath(),
      [...args, path("endurance.ts"), String(RUNS)],
      { TMPDIR: folder },
    ) as { readonly grownBytes: number; readonly folders: number };
    const grown = (grownBytes / 1024).toFixed(0);
    console.log(`${RUNS} runs: ${grown} KiB of heap more, ${folders} folders`);
    return [
      ...grownBytes > SLACK_BYTES ? [`the heap grew by ${grown} KiB`] : [],
      ...folders > 0 ? [`${folders} folders stay behind`] : [],
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const { toolchain: { python } } = await setUp();
if (!python) throw new Error("Python's ops is not here");
let over: string[] = [];
for (let attempt = 0; attempt < TRIES; attempt++) {
  const { ours, theirs } = await measure(python);
  over = judge(ours, theirs);
  if (over.length === 0) break;
}
over.push(...await endure());
if (over.length > 0) {
  console.error(`Over the limit: ${over.join("; ")}`);
  Deno.exitCode = 1;
}
