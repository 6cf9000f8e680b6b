// Runs in a process of its own: the same transfer over and over, to see that
// the process does not grow. Writes what it measured as JSON.
//
// Usage: endurance.ts SOCKET FOLDER TRANSFER_BYTES PUSHES
import { Client } from "../../../src/pebble/client.ts";
import { pullPath } from "../../../src/pebble/pull_path.ts";

/** What the process had at most while it made one large transfer. */
export interface Transfer {
  /** Resident memory beyond that of the process before the first. */
  readonly push: number;
  /** The same of the way back. */
  readonly pull: number;
}

/** State of the process after some small pushes. */
export interface Rest {
  /** Open files and sockets. */
  readonly files: number;
  /** Live bytes of the JavaScript heap and of buffers. */
  readonly heapBytes: number;
  /** Resident memory. */
  readonly residentBytes: number;
}

/** All that is measured. */
export interface Endurance {
  /** Ten large transfers, in order. */
  readonly transfers: readonly Transfer[];
  /** After the first tenth of the small pushes, and after all. */
  readonly rests: readonly [Rest, Rest];
}

const CHUNK_BYTES = 64 * 1024;

/** Content of its own, without holding any of it. */
function* content(sizeBytes: number): Generator<Uint8Array> {
  const chunk = crypto.getRandomValues(new Uint8Array(CHUNK_BYTES));
  for (let left = sizeBytes; left > 0; left -= chunk.length) {
    yield chunk.subarray(0, left);
  }
}

/** The most memory that was resident while it ran. */
async function peak(run: () => Promise<void>): Promise<number> {
  // Five sets back the high-water mark; see proc(5).
  Deno.writeTextFileSync("/proc/self/clear_refs", "5");
  await run();
  return status("VmHWM");
}

function status(name: string): number {
  const text = Deno.readTextFileSync("/proc/self/status");
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
  return Number(kib) * 1024;
}

function rest(): Rest {
  const gc: unknown = Reflect.get(globalThis, "gc");
  if (typeof gc === "function") gc();
  const { heapUsed, external } = Deno.memoryUsage();
  return {
    files: [...Deno.readDirSync("/proc/self/fd")].length,
    heapBytes: heapUsed + external,
    residentBytes: status("VmRSS"),
  };
}

async function main(): Promise<Endurance> {
  const [socketPath = "", folder = "", sizeBytes, pushes] = Deno.args;
  using client = new Client(socketPath);
  const path = `${folder}/endurance`;
  await client.push(path, "");
  using _empty = await client.pull(path);

  const target = `${folder}/pulled`;
  const copy = `${target}/endurance`;
  await pullPath(client, path, target);
  const before = status("VmRSS");
  const transfers: Transfer[] = [];
  for (let i = 0; i < 10; i++) {
    const push = await peak(() =>
      client.push(path, content(Number(sizeBytes)))
    );
    const pull = await peak(async () => {
      await pullPath(client, path, target);
      const received = (await Deno.stat(copy)).size;
      if (received !== Number(sizeBytes)) throw new Error("Not all came back");
    });
    transfers.push({ push: push - before, pull: pull - before });
  }

  const text = "x".repeat(1000);
  const push = async (count: number) => {
    for (let i = 0; i < count; i++) await client.push(path, text);
    return rest();
  };
  const tenth = Math.ceil(Number(pushes) / 10);
  return {
    transfers,
    rests: [await push(tenth), await push(Number(pushes) - tenth)],
  };
}

if (import.meta.main) console.log(JSON.stringify(await main()));
