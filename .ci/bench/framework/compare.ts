// Compares what the framework costs a unit with many deferred events and much
// stored state with Python's ops, in turn, without the start of a process. Fails
// when ours is not linear, or slower than ops.
import { fileURLToPath } from "node:url";
import { setUp } from "../../toolchain.ts";

const OURS = fileURLToPath(new URL("./ours.ts", import.meta.url));
const PEER = fileURLToPath(new URL("./peer.py", import.meta.url));
const COUNTS = [1000, 2000, 4000, 10_000] as const;
const ROUNDS = 5;
/** Time grows with this power of the number of events; noise is allowed for. */
const MAX_EXPONENT = 1.25;

/** One of the two frameworks: what starts a task of it. */
type Player = readonly string[];

async function once(
  [command, ...args]: Player,
  task: string,
  count: number,
  file: string,
): Promise<number> {
  const { code, stdout } = await new Deno.Command(command!, {
    args: [...args, task, String(count), file],
    stdin: "null",
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new Error(`Cannot measure ${task} of ${command}`);
  return Number(new TextDecoder().decode(stdout));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Times a task in turn; each round starts from the same file, or from none. */
async function time(
  players: readonly Player[],
  task: string,
  count: number,
  starts: readonly (string | null)[],
): Promise<number[]> {
  const times: number[][] = players.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, player] of players.entries()) {
      const file = await Deno.makeTempFile({ suffix: ".db" });
      await Deno.remove(file);
      try {
        const start = starts[index];
        if (start) await Deno.copyFile(start, file);
        times[index]!.push(await once(player, task, count, file));
      } finally {
        await Deno.remove(file);
      }
    }
  }
  return times.map(median);
}

/** The power of the count with which the time grows, by least squares. */
function exponent(
  points: readonly (readonly [number, number])[],
): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (at: 0 | 1) =>
    logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) /
    logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

function show(name: string, ours: number, theirs: number | null): void {
  const cells = theirs === null
    ? []
    : [theirs.toFixed(1), (ours / theirs).toFixed(3)];
  console.log(
    name.padEnd(36) +
      [ours.toFixed(1), ...cells].map((cell) => cell.padStart(11)).join(""),
  );
}

async function main(): Promise<string[]> {
  const { toolchain } = await setUp();
  const { python } = toolchain;
  if (!python) throw new Error("Python's ops is not here");
  const ours = [Deno.execPath(), "run", "-A", "--no-check", OURS];
  const theirs = [python, PEER];
  const over: string[] = [];
  const folder = await Deno.makeTempDir({ prefix: "bench-" });
  console.log("".padEnd(36) + "  ours (ms)   ops (ms)      ratio");
  try {
    const emitted: [number, number][] = [];
    const reemitted: [number, number][] = [];
    for (const count of COUNTS) {
      // Python's search for duplicates takes minutes for more.
      const both = count === 1000 ? [ours, theirs] : [ours];
      const [mine, its = null] = await time(both, "emit", count, []);
      emitted.push([count, mine!]);
      show(`emit and defer ${count} events`, mine!, its);
      if (its !== null && mine! > its) over.push("emitting is slower than ops");
    }
    const made = [`${folder}/ours`, `${folder}/theirs`];
    for (const count of COUNTS) {
      for (const file of made) await Deno.remove(file).catch(() => {});
      await once(ours, "emit", count, made[0]!);
      await fillPeer(python, count, made[1]!);
      const [mine, its] = await time([ours, theirs], "reemit", count, made);
      reemitted.push([count, mine!]);
      show(`deliver ${count} deferred events`, mine!, its!);
      if (count === COUNTS.at(-1) && mine! > its!) {
        over.push(`delivering ${count} is slower than ops`);
      }
    }
    for (const file of made) await Deno.remove(file);
    await once(ours, "fill", 0, made[0]!);
    await once(theirs, "fill", 0, made[1]!);
    const [mine, its] = await time([ours, theirs], "change", 0, made);
    show("change one value of 1 MB", mine!, its!);
    for (
      const [what, points] of [
        ["emit", emitted],
        ["deliver", reemitted],
      ] as const
    ) {
      const power = exponent(points);
      console.log(`${what}: time grows with n^${power.toFixed(2)}`);
      if (power > MAX_EXPONENT) over.push(`${what} is not linear`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return over;
}

/** Has events wait in a file of ops, without its search for duplicates. */
async function fillPeer(
  python: string,
  count: number,
  file: string,
): Promise<void> {
  const program = `
import sys, ops.storage
storage = ops.storage.SQLiteStorage(sys.argv[1])
for n in range(int(sys.argv[2])):
    path = f"Part/on/changed[{n + 1}]"
    storage.save_snapshot(path, {"n": n})
    storage.save_notice(path, "Part", "_on_changed")
storage.save_snapshot("StoredStateData[_stored]", {"event_count": int(sys.argv[2])})
storage.commit()
storage.close()
`;
  const { code } = await new Deno.Command(python, {
    args: ["-c", program, file, String(count)],
    stdin: "null",
  }).spawn().status;
  if (code !== 0) throw new Error("Cannot fill a state file of ops");
}

if (import.meta.main) {
  let over = await main();
  // Somebody else's work on the machine may be what was measured.
  if (over.length > 0) over = await main();
  for (const line of over) console.error(`error: ${line}`);
  if (over.length > 0) Deno.exit(1);
}
