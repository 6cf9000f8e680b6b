import { intercepted } from "../../src/intercepted.ts";
import type {
  ExecOptions,
  ExecProcess,
} from "../../src/pebble/exec_process.ts";
import type { PebbleClient } from "../../src/pebble/pebble_client.ts";
import { ExecRecord } from "../exec_record.ts";
import { StateLookupError } from "../errors.ts";
import type { ContextPebble } from "./context_pebble.ts";
import type { History } from "./history.ts";
import type { Recorder } from "./recorder.ts";

/** Calls that change nothing which a state has. */
const READS: ReadonlySet<string> = new Set([
  "close",
  "exec",
  "followLogs",
  "getChange",
  "getChanges",
  "getChecks",
  "getHealth",
  "getIdentities",
  "getLogs",
  "getMetrics",
  "getNotice",
  "getNotices",
  "getPlan",
  "getPlanText",
  "getServices",
  "getSystemInfo",
  "getWarnings",
  "listFiles",
  "pull",
  "waitChange",
  "waitNotices",
]);
const FILE_CALLS: ReadonlySet<string> = new Set([
  "makeDir",
  "push",
  "removePath",
]);

/** Who is told of the calls. */
export interface PebbleRecording {
  /** Name of the container. */
  readonly container: string;
  /** What happens in the run. */
  readonly recorder: Recorder;
  /** Where commands are kept. */
  readonly history: History;
}

/** What the calls of a Pebble may have changed. */
export interface TouchedContainer {
  /** Whether anything that a state has may be another. */
  state: boolean;
  /** Whether files may be others. */
  files: boolean;
  /** How many commands were run. */
  execs: number;
}

/** The Pebble of a container, each call of which is recorded. */
export function recordedPebble(
  pebble: ContextPebble,
  touched: TouchedContainer,
  { container, recorder, history }: PebbleRecording,
): PebbleClient {
  return intercepted(pebble, (key, call, args) => {
    if (typeof key !== "string") return call();
    const step = recorder.onPebbleCall(container, key, args);
    if (FILE_CALLS.has(key)) touched.files = true;
    else if (!READS.has(key)) touched.state = true;
    let result = call();
    if (!(result instanceof Promise)) return result;
    if (key === "exec") {
      const options = (args[1] ?? {}) as ExecOptions<string>;
      result = result.then((process: ExecProcess<string>) => {
        // Commands that are asked for at a time start in that order.
        const played = pebble.execHistory[touched.execs++]!;
        const record = new ExecRecord(played, options);
        (history.execs[container] ??= []).push(record);
        return takingInput(process, record);
      });
    }
    (result as Promise<unknown>).catch((error) => step.error = String(error));
    return result;
  });
}

/**
 * The process of a command. What a mock is given it takes at any time, and
 * keeps: it ends without reading any of it.
 */
function takingInput<T extends string | Uint8Array>(
  process: ExecProcess<T>,
  record: ExecRecord,
): ExecProcess<T> {
  if (process.stdin === null) return process;
  const stdin = new WritableStream<T>({
    write: (chunk) => record.addInput(chunk),
  });
  return new Proxy(process, {
    get(target, key): unknown {
      if (key === "stdin") return stdin;
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** Stands for the Pebble of a container that the state does not have. */
export function missingPebble(
  container: string,
  known: readonly string[],
): PebbleClient {
  return new Proxy({} as PebbleClient, {
    get(_target, key): unknown {
      if (typeof key !== "string" || key === "then") return undefined;
      return () =>
        Promise.reject(
          new StateLookupError(
            `Cannot ask Pebble: container "${container}" not found in the state, which has ${
              known.map((name) => `"${name}"`).join(", ") || "none"
            }. Did you forget a Container("${container}")?`,
          ),
        );
    },
  });
}
