import type { PebbleEntry } from "./timeline.ts";

/** A request that a Pebble answered, without its container. */
export type PebbleCall = Omit<PebbleEntry, "container" | "type">;

/** What the run itself asks while it watches, and clients to see who is there. */
const WATCHING = /^GET \/v1\/(?:notices|system-info)\b/;

/** Whether a request is the charm's doing, and not only somebody's watching. */
export function isTelling(request: string): boolean {
  return !WATCHING.test(request);
}

/**
 * Reads the requests of the log of a Pebble daemon.
 *
 * Source: `logit` in `internals/daemon/daemon.go` of Pebble v1.32.
 */
export function parsePebbleLog(text: string): PebbleCall[] {
  const calls: PebbleCall[] = [];
  const pattern =
    /^\S+ \[pebble\] ((?:GET|POST|PUT|DELETE) \/v1\/\S*) (\S+) (\d{3})\b/gm;
  for (const [, request = "", took = "", code] of text.matchAll(pattern)) {
    if (!isTelling(request)) continue;
    calls.push({ request, code: Number(code), durationMs: goMs(took) });
  }
  return calls;
}

/** Reads what was appended to a log since the last time. */
export class PebbleLog {
  readonly #path: string;
  #read = 0;

  /** Begins with the whole of it. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Requests that are new, whole lines only. */
  async calls(): Promise<PebbleCall[]> {
    const bytes = await Deno.readFile(this.#path).catch(() => null);
    if (bytes === null) return [];
    const end = bytes.lastIndexOf(10) + 1;
    const text = new TextDecoder().decode(bytes.subarray(this.#read, end));
    this.#read = Math.max(this.#read, end);
    return parsePebbleLog(text);
  }
}

/** A duration as Go writes it, such as `1.5ms` or `186.6µs`. */
function goMs(text: string): number {
  let sum = 0;
  for (
    const [, number, unit = ""] of text.matchAll(/([\d.]+)(ns|[µu]s|ms|s|m|h)/g)
  ) {
    sum += Number(number) * (MILLISECONDS[unit] ?? 0);
  }
  return sum;
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  "µs": 1e-3,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
