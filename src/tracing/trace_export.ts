import type { Logger } from "../backend/logger.ts";
import { OTLP_JSON } from "./otlp_json.ts";
import { isDamage, removeBuffer, TraceBuffer } from "./trace_buffer.ts";
import { type SendResult, TraceSender } from "./trace_sender.ts";
import type { TraceDestination } from "./tracing_setup.ts";

/** The buffer's file in the charm's folder, as ops-tracing has it. */
export const BUFFER_FILE = ".tracing-data.db";

/** How long a dispatch is prolonged by sending what earlier ones have left, at most and without the last request. */
const BACKLOG_MS = 1000;

/** How far ahead the end of a pause may be: one that is farther comes of a clock that was wrong. */
const MAX_QUIET_MS = 3_600_000;

/** What {@linkcode exportTrace} is told. */
export interface ExportOptions {
  /** The buffer's file. */
  readonly path: string;
  /** The trace of this dispatch, as OTLP has it in JSON. */
  readonly trace: string;
  /** Whether a handler observed the dispatch's event. */
  readonly isObserved: boolean;
  /** Where traces go from now on, if the dispatch has learned it. */
  readonly destination: TraceDestination | null;
  /** Told what went wrong. */
  readonly log: Logger;
}

/**
 * Sends the trace of a dispatch, or keeps it until that can be done; and sends
 * what waits from before.
 *
 * What waits is tried only after the destination has accepted a trace, so one
 * that is down costs one request. A trace that is refused then is itself at
 * fault, and dropped: it must not stand in the way of the others.
 */
export async function exportTrace(options: ExportOptions): Promise<void> {
  const { path, log } = options;
  const own = new OwnTrace(options);
  try {
    await exportWith(own, options);
  } catch (error) {
    if (!isDamage(error)) throw error;
    log.warning(`Cannot use "${path}", which is made anew`, error);
    removeBuffer(path);
    await exportWith(own, { ...options, destination: own.destination });
  }
}

/** The trace of this dispatch, which is sent once however often the buffer fails. */
class OwnTrace {
  /** Where it goes, as far as that could be learned. */
  destination: TraceDestination | null;
  readonly #data: Uint8Array<ArrayBuffer>;
  readonly #isObserved: boolean;
  #result: SendResult | null = null;

  constructor({ trace, isObserved, destination }: ExportOptions) {
    this.destination = destination;
    this.#data = new TextEncoder().encode(trace);
    this.#isObserved = isObserved;
  }

  /** Puts it into the buffer. */
  keep(buffer: TraceBuffer): void {
    buffer.add({
      data: this.#data,
      mime: OTLP_JSON,
      isObserved: this.#isObserved,
    });
  }

  /** Sends it, unless that was done. */
  async send(sender: TraceSender, log: Logger): Promise<SendResult> {
    if (this.#result === null) {
      this.#result = await sender.send(this.#data, OTLP_JSON);
      tell(this.#result, log);
    }
    return this.#result;
  }
}

async function exportWith(
  own: OwnTrace,
  { path, destination, log }: ExportOptions,
): Promise<void> {
  using buffer = new TraceBuffer(path);
  if (destination !== null) buffer.destination = destination;
  const { url, ca } = own.destination = buffer.destination;
  if (url === null || isQuiet(buffer.quietUntil)) return own.keep(buffer);
  using sender = new TraceSender({ url, ca });
  const result = await own.send(sender, log);
  if (result.kind === "accepted") await sendBacklog(buffer, sender, log);
  if (result.kind !== "failed") return;
  own.keep(buffer);
  if (result.quietMs > 0) buffer.quietUntil = Date.now() + result.quietMs;
}

async function sendBacklog(
  buffer: TraceBuffer,
  sender: TraceSender,
  log: Logger,
): Promise<void> {
  const end = performance.now() + BACKLOG_MS;
  let isDone = false;
  while (!isDone && performance.now() < end) {
    const next = buffer.first();
    if (next === null) return buffer.shrink();
    const result = await sender.send(next.data, next.mime);
    tell(result, log);
    if (result.kind === "failed") isDone = true;
    else buffer.remove(next.id);
  }
}

function isQuiet(until: number): boolean {
  const ahead = until - Date.now();
  return ahead > 0 && ahead <= MAX_QUIET_MS;
}

/** A destination that is away for a while is nothing that an operator must know of. */
function tell(result: SendResult, log: Logger): void {
  if (result.kind === "accepted") {
    if (result.remark !== null) {
      log.warning(`The collector left out part of a trace: ${result.remark}`);
    }
  } else if (result.kind === "refused") {
    log.warning(`Cannot send a trace, which is dropped: ${result.reason}`);
  } else {
    const text = `Cannot send traces, which are kept: ${result.reason}`;
    if (result.isMistake) log.warning(text);
    else log.debug(text);
  }
}
