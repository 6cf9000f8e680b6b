import { orAborted } from "./_abort.ts";
import type { Change } from "./change.ts";
import type { PebbleClient } from "./pebble_client.ts";

/** How {@linkcode pollChange} waits. */
export interface PollOptions {
  /** When to give up, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Pause between two questions. */
  readonly delayMs: number;
  /** Gives up. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits for a change of a Pebble that has no way to wait itself.
 *
 * @returns The change; `null` if it isn't ready in time.
 */
export async function pollChange(
  client: Pick<PebbleClient, "getChange">,
  id: string,
  { deadline, delayMs, signal }: PollOptions,
): Promise<Change | null> {
  for (;;) {
    const change = await client.getChange(id, { signal });
    if (change.ready) return change;
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) return null;
    await pause(Math.min(delayMs, leftMs), signal);
  }
}

async function pause(
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await orAborted(promise, signal);
  } finally {
    clearTimeout(timer);
  }
}
