import { fileURLToPath } from "node:url";

const MEASURE = fileURLToPath(new URL("./measure.py", import.meta.url));

/** A command as it is run, its environment complete. */
export interface Command {
  /** Program and arguments. */
  readonly argv: readonly string[];
  /** Folder to run in. */
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A command to measure. */
export interface Measured extends Command {
  /** Name in the result. */
  readonly name: string;
  /** Run unmeasured before each round, to bring things to one state. */
  readonly before?: Command | undefined;
}

/** What one run cost, its waited children included. */
export interface Cost {
  /** User and system time. */
  readonly cpuMs: number;
  /** From start to end. */
  readonly wallMs: number;
  /** Largest resident set of one process. */
  readonly memoryKib: number;
}

/**
 * Runs commands in turn, A B A B …, and takes the least CPU time, as whatever else
 * the machine does only adds to it, and the median of each other figure.
 */
export async function measure(
  python: string,
  commands: readonly Measured[],
  rounds: number,
): Promise<Map<string, Cost>> {
  const child = new Deno.Command(python, {
    args: ["-S", MEASURE],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(
    new TextEncoder().encode(JSON.stringify({ rounds, commands })),
  );
  await writer.close();
  const { code, stdout } = await child.output();
  if (code !== 0) throw new Error("Cannot measure: a command failed");
  const samples: Record<string, Cost[]> = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  return new Map(
    Object.entries(samples).map(([name, costs]) => [name, summary(costs)]),
  );
}

/** The least CPU time, and the median of each other figure by itself. */
export function summary(costs: readonly Cost[]): Cost {
  return {
    cpuMs: Math.min(...costs.map(({ cpuMs }) => cpuMs)),
    wallMs: median(costs.map(({ wallMs }) => wallMs)),
    memoryKib: median(costs.map(({ memoryKib }) => memoryKib)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
