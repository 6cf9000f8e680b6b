// Long, as it is one facade: a short method for each call, and the docs of each.

import type { Change, ChangeState } from "./change.ts";
import type { CheckInfo, CheckLevel } from "./check_info.ts";
import type { CheckRefresh } from "./check_refresh.ts";
import type { ExecOptions, ExecProcess } from "./exec_process.ts";
import type { FileInfo } from "./file_info.ts";
import type { Identities, Identity } from "./identity.ts";
import type { Layer, LayerDict } from "./layer.ts";
import type { LogEntry } from "./log_entry.ts";
import type { Notice, NoticesUsers, NoticeType } from "./notice.ts";
import type { Plan } from "./plan.ts";
import type { PulledFile } from "./pulled_file.ts";
import type { ServiceInfo } from "./service_info.ts";
import type { SystemInfo } from "./system_info.ts";
import type { Warning, WarningState } from "./warning.ts";

/** Options of a call that may be given up. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Options of {@linkcode PebbleClient.waitChange}. */
export interface WaitChangeOptions extends CallOptions {
  /** How long to wait; `null` is without limit. @default {30_000} */
  readonly timeoutMs?: number | null;
  /**
   * Pause between two questions to a Pebble too old to wait by itself.
   *
   * @default {100}
   */
  readonly delayMs?: number;
}

/** Options of the calls that start or stop services. */
export interface ServiceActionOptions extends CallOptions {
  /**
   * How long to wait for the change to be ready; 0 or `null` returns its id at
   * once.
   *
   * @default {30_000}
   */
  readonly timeoutMs?: number | null;
  /**
   * Pause between two questions to a Pebble too old to wait by itself.
   *
   * @default {100}
   */
  readonly delayMs?: number;
}

/** Options of {@linkcode PebbleClient.addLayer}. */
export interface AddLayerOptions extends CallOptions {
  /**
   * Combine with the layer of the same label if there is one, instead of
   * failing.
   *
   * @default {false}
   */
  readonly combine?: boolean;
}

/** Options of {@linkcode PebbleClient.getChanges}. */
export interface GetChangesOptions extends CallOptions {
  /** Which changes. @default {"in-progress"} */
  readonly select?: ChangeState;
  /** Only changes made for this service. */
  readonly service?: string;
}

/** Options of {@linkcode PebbleClient.pull}. */
export interface PullOptions extends CallOptions {
  /**
   * How `text()` of the pulled file reads its bytes, a label that
   * `TextDecoder` knows.
   *
   * @default {"utf-8"}
   */
  readonly encoding?: string;
}

/** Who a file or folder in the container belongs to, and who may use it. */
export interface OwnerOptions {
  /** Access bits such as `0o644`. */
  readonly permissions?: number;
  /** User id of the owner. */
  readonly userId?: number;
  /** User name of the owner. */
  readonly user?: string;
  /** Group id of the owner. */
  readonly groupId?: number;
  /** Group name of the owner; a user must be given, too. */
  readonly group?: string;
}

/** Options of {@linkcode PebbleClient.push}. */
export interface PushOptions extends OwnerOptions, CallOptions {
  /** How strings become bytes; only `"utf-8"`. @default {"utf-8"} */
  readonly encoding?: string;
  /** Make missing parent folders, with mode 0755. @default {false} */
  readonly makeDirs?: boolean;
}

/** Something with a current position to read from, such as a `Deno.FsFile`. */
export interface FileReader {
  /** Reads into `buffer`; the count of bytes, or `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
}

/** What {@linkcode PebbleClient.push} can write to a file. */
export type PushSource =
  | string
  | Uint8Array
  | ReadableStream<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>
  | FileReader;

/** Options of {@linkcode PebbleClient.listFiles}. */
export interface ListFilesOptions extends CallOptions {
  /** Shell pattern that base names must match, such as `"*.txt"`. */
  readonly pattern?: string;
  /** Describe a folder itself rather than its entries. @default {false} */
  readonly itself?: boolean;
}

/** Options of {@linkcode PebbleClient.makeDir}. */
export interface MakeDirOptions extends OwnerOptions, CallOptions {
  /** Make missing parents; a folder that exists is fine. @default {false} */
  readonly makeParents?: boolean;
}

/** Options of {@linkcode PebbleClient.removePath}. */
export interface RemovePathOptions extends CallOptions {
  /** Remove folders with their content; missing is fine. @default {false} */
  readonly recursive?: boolean;
}

/** Options of {@linkcode PebbleClient.getChecks}. */
export interface GetChecksOptions extends CallOptions {
  /** Only checks of exactly this level. */
  readonly level?: CheckLevel;
  /** Only these checks; an empty list is all. */
  readonly names?: Iterable<string>;
}

/** Options of {@linkcode PebbleClient.getHealth}. */
export interface GetHealthOptions extends CallOptions {
  /**
   * Which checks count: `"alive"` those of that level, `"ready"` those of both
   * levels; any check if absent.
   */
  readonly level?: CheckLevel;
  /** Only these checks; an empty list is all. */
  readonly names?: Iterable<string>;
}

/** Options of {@linkcode PebbleClient.getWarnings}. */
export interface GetWarningsOptions extends CallOptions {
  /** Which warnings. @default {"pending"} */
  readonly select?: WarningState;
}

/** Options of {@linkcode PebbleClient.getLogs} and `followLogs`. */
export interface LogsOptions extends CallOptions {
  /** Only entries of these services; an empty list is all. */
  readonly services?: Iterable<string>;
  /**
   * How many of the newest entries there were so far, over all services; -1 is
   * all that Pebble kept.
   *
   * @default {30} For `followLogs` it is 0.
   */
  readonly n?: number;
}

/** Options of {@linkcode PebbleClient.notify}. */
export interface NotifyOptions extends CallOptions {
  /** Data of this occurrence; replaces that of the one before. */
  readonly data?: Readonly<Record<string, string>>;
  /** Least time between two repeats of the notice. */
  readonly repeatAfterMs?: number;
}

/** Options of {@linkcode PebbleClient.getNotices}. */
export interface GetNoticesOptions extends CallOptions {
  /** `"all"` for the notices of every user; admins only. */
  readonly users?: NoticesUsers;
  /** Notices of this user, and public ones; admins only. */
  readonly userId?: number;
  /** Only notices of one of these types. */
  readonly types?: Iterable<NoticeType>;
  /** Only notices with one of these keys; a key with a comma can't be found. */
  readonly keys?: Iterable<string>;
  /**
   * Only notices repeated later than this. Give `lastRepeatedText` of the
   * newest notice seen: a `Date` has not its precision.
   */
  readonly after?: string | Date;
}

/**
 * All that a charm can ask of the Pebble in a container.
 *
 * `Client` of `@charmkit/ops/pebble` asks a daemon over its socket; the
 * simulator answers from memory. Each call may fail with `ConnectionError`
 * (nobody answers), `TimeoutError`, `ProtocolError` (the answer is not
 * Pebble's) and `APIError` (Pebble refused).
 *
 * Source: the HTTP API in `internals/daemon/api.go` of Pebble v1.32.
 */
export interface PebbleClient extends Disposable {
  /** Version and boot id of the daemon, from `GET /v1/system-info`. */
  getSystemInfo(options?: CallOptions): Promise<SystemInfo>;
  /**
   * Warnings, from `GET /v1/warnings`, which Pebble v1.32 does not have: there
   * they are notices of type `"warning"`.
   *
   * @throws {APIError} 404 if this Pebble has no warnings.
   */
  getWarnings(options?: GetWarningsOptions): Promise<Warning[]>;
  /**
   * Marks warnings up to some time as seen.
   *
   * @param timestamp The time, or its text as Pebble wrote it.
   * @returns How many were marked.
   * @throws {APIError} 404 if this Pebble has no warnings.
   */
  ackWarnings(
    timestamp: Date | string,
    options?: CallOptions,
  ): Promise<number>;

  /**
   * Adds a layer to the plan; services change only when replanned.
   *
   * @param label Name of the layer.
   * @param layer A layer, its fields, or its YAML, which is sent as it is.
   * @param options Whether to combine with the layer of that label.
   * @throws {APIError} 400 if the label exists, or Pebble refuses the layer.
   */
  addLayer(
    label: string,
    layer: string | LayerDict | Layer,
    options?: AddLayerOptions,
  ): Promise<void>;
  /** The plan: all layers combined, from `GET /v1/plan`. */
  getPlan(options?: CallOptions): Promise<Plan>;
  /**
   * The plan's YAML as Pebble wrote it. Two plans that are equal have the same
   * text, so comparing texts spares reading them.
   */
  getPlanText(options?: CallOptions): Promise<string>;

  /**
   * State of services by name; unknown names are left out.
   *
   * @param names Services to ask for; all if absent or empty.
   */
  getServices(
    names?: Iterable<string>,
    options?: CallOptions,
  ): Promise<ServiceInfo[]>;
  /**
   * Starts the services with `startup: enabled`.
   *
   * @returns Id of the change.
   * @throws {ChangeError} If a service doesn't start.
   */
  autostartServices(options?: ServiceActionOptions): Promise<string>;
  /**
   * Restarts services whose plan changed and starts those with
   * `startup: enabled`.
   *
   * @returns Id of the change.
   * @throws {ChangeError} If a service doesn't stop or start.
   */
  replanServices(options?: ServiceActionOptions): Promise<string>;
  /**
   * Starts services and what they require.
   *
   * @returns Id of the change.
   * @throws {APIError} 400 if a service is unknown; then nothing is started.
   * @throws {ChangeError} If a service doesn't start.
   */
  startServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string>;
  /**
   * Stops services and those that require them.
   *
   * @returns Id of the change.
   * @throws {APIError} 400 if a service is unknown; then nothing is stopped.
   * @throws {ChangeError} If a service doesn't stop.
   */
  stopServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string>;
  /**
   * Stops the running ones of these services, then starts all of them.
   *
   * @returns Id of the change.
   * @throws {APIError} 400 if a service is unknown; then nothing is done.
   * @throws {ChangeError} If a service doesn't stop or start.
   */
  restartServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string>;
  /**
   * Sends a signal to running services.
   *
   * @param signal Name such as `"SIGHUP"`, or its number on Linux.
   * @param services Services to signal, at least one.
   * @throws {APIError} 500 if one doesn't run or the name is unknown.
   */
  sendSignal(
    signal: string | number,
    services: Iterable<string>,
    options?: CallOptions,
  ): Promise<void>;

  /** Changes in no particular order, from `GET /v1/changes`. */
  getChanges(options?: GetChangesOptions): Promise<Change[]>;
  /**
   * A change as it stands now.
   *
   * @throws {APIError} 404 if there is none with this id.
   */
  getChange(id: string, options?: CallOptions): Promise<Change>;
  /**
   * Waits until a change is ready, whether it went well or not.
   *
   * @throws {TimeoutError} If it is not ready in time.
   * @throws {APIError} 404 if there is none with this id.
   */
  waitChange(id: string, options?: WaitChangeOptions): Promise<Change>;
  /**
   * Aborts a change and returns it as it stands then, most often not yet ready.
   *
   * @throws {APIError} 400 if it is ready already.
   */
  abortChange(id: string, options?: CallOptions): Promise<Change>;

  /**
   * Reads a file; memory used doesn't grow with its size.
   *
   * @throws {PathError} If the path is not a file that can be read.
   */
  pull(path: string | URL, options?: PullOptions): Promise<PulledFile>;
  /**
   * Writes a file; it appears under its path once it is complete.
   *
   * @throws {PathError} If it can't be written.
   */
  push(
    path: string | URL,
    source: PushSource,
    options?: PushOptions,
  ): Promise<void>;
  /**
   * Entries of a folder by name, or the one of a file.
   *
   * @throws {APIError} 404 if there is nothing at the path.
   */
  listFiles(
    path: string | URL,
    options?: ListFilesOptions,
  ): Promise<FileInfo[]>;
  /**
   * Makes a folder, with mode 0755 unless told otherwise.
   *
   * @throws {PathError} If it can't be made.
   */
  makeDir(path: string | URL, options?: MakeDirOptions): Promise<void>;
  /**
   * Removes a file or a folder, which must be empty unless `recursive`.
   *
   * @throws {PathError} If it can't be removed.
   */
  removePath(path: string | URL, options?: RemovePathOptions): Promise<void>;

  /**
   * Starts a command in the container.
   *
   * @param command Program and arguments; no shell is involved.
   * @param options With `encoding: null` all data is bytes.
   * @throws {APIError} If the command can't be started as asked.
   */
  exec(
    command: readonly string[],
    options?: ExecOptions<string>,
  ): Promise<ExecProcess<string>>;
  /** The same with bytes instead of text. */
  exec(
    command: readonly string[],
    options: ExecOptions<Uint8Array>,
  ): Promise<ExecProcess<Uint8Array>>;

  /** State of checks by name; unknown names are left out. */
  getChecks(options?: GetChecksOptions): Promise<CheckInfo[]>;
  /**
   * Starts checks.
   *
   * @returns Names of those that did not run before.
   * @throws {APIError} 400 if one is unknown; then none is started.
   */
  startChecks(
    names: Iterable<string>,
    options?: CallOptions,
  ): Promise<string[]>;
  /**
   * Stops checks.
   *
   * Pebble v1.32 may go on to call one active that runs at this very moment;
   * stopping it again helps.
   *
   * @returns Names of those that ran before.
   * @throws {APIError} 400 if one is unknown; then none is stopped.
   */
  stopChecks(
    names: Iterable<string>,
    options?: CallOptions,
  ): Promise<string[]>;
  /**
   * Runs a check now, out of turn; one that is stopped stays so and counts
   * nothing. A check that fails is an answer, not an error. The state in it may
   * be that of a moment before this run.
   *
   * @throws {APIError} 404 if there is none of this name.
   */
  refreshCheck(name: string, options?: CallOptions): Promise<CheckRefresh>;
  /**
   * Whether no check is down, from `GET /v1/health`; stopped ones don't count.
   */
  getHealth(options?: GetHealthOptions): Promise<boolean>;

  /**
   * One notice.
   *
   * @throws {APIError} 404 if there is none with this id.
   */
  getNotice(id: string, options?: CallOptions): Promise<Notice>;
  /** Notices by the time they were last repeated, oldest first. */
  getNotices(options?: GetNoticesOptions): Promise<Notice[]>;
  /**
   * Waits until there are such notices; at once if there are already, so `after`
   * is given most often.
   *
   * @param timeoutMs How long to wait at most.
   * @param options As for `getNotices`.
   * @returns The notices; none if none came in time.
   * @example Usage
   * ```ts
   * import type { Notice, PebbleClient } from "@charmkit/ops/pebble";
   *
   * async function* customNotices(
   *   client: PebbleClient,
   *   signal: AbortSignal,
   * ): AsyncGenerator<Notice> {
   *   let after: string | undefined;
   *   for (;;) {
   *     const types = ["custom"];
   *     const notices = await client.waitNotices(60_000, {
   *       types,
   *       after,
   *       signal,
   *     });
   *     yield* notices;
   *     after = notices.at(-1)?.lastRepeatedText ?? after;
   *   }
   * }
   * ```
   */
  waitNotices(
    timeoutMs: number,
    options?: GetNoticesOptions,
  ): Promise<Notice[]>;
  /**
   * Records an occurrence of a notice.
   *
   * @param type Only `"custom"` is allowed by Pebble.
   * @param key Such as `"example.com/path"`.
   * @param options Data, and how often it may repeat.
   * @returns Id of the notice, new or existing.
   */
  notify(
    type: NoticeType,
    key: string,
    options?: NotifyOptions,
  ): Promise<string>;

  /** Who may use this Pebble, by name; passwords come as five stars. */
  getIdentities(options?: CallOptions): Promise<Record<string, Identity>>;
  /**
   * Adds identities.
   *
   * @throws {APIError} 400 if one exists or is not valid; then none is added.
   */
  addIdentities(
    identities: Identities,
    options?: CallOptions,
  ): Promise<void>;
  /**
   * Changes identities; what is not given anew is lost.
   *
   * @throws {APIError} 400 if one doesn't exist or is not valid; then none is
   * changed.
   */
  updateIdentities(
    identities: Identities,
    options?: CallOptions,
  ): Promise<void>;
  /**
   * Adds identities or changes those that exist; `null` removes one, if there
   * is one.
   *
   * @throws {APIError} 400 if one is not valid; then nothing is changed.
   */
  replaceIdentities(
    identities: Readonly<Record<string, Identities[string] | null>>,
    options?: CallOptions,
  ): Promise<void>;
  /**
   * Removes identities.
   *
   * @throws {APIError} 400 if one doesn't exist; then none is removed.
   */
  removeIdentities(
    names: Iterable<string>,
    options?: CallOptions,
  ): Promise<void>;

  /**
   * What services wrote so far, oldest first, from `GET /v1/logs`.
   *
   * Nothing is asked before the first entry is; leaving the loop ends the
   * request.
   *
   * @example Usage
   * ```ts
   * import type { PebbleClient } from "@charmkit/ops/pebble";
   *
   * async function lastLine(client: PebbleClient): Promise<string | undefined> {
   *   const logs = client.getLogs({ services: ["web"], n: 1 });
   *   const [entry] = await Array.fromAsync(logs);
   *   return entry?.message;
   * }
   * ```
   */
  getLogs(options?: LogsOptions): AsyncGenerator<LogEntry, void, undefined>;
  /**
   * What services write, as they write it, until the loop is left or `signal`
   * ends it.
   *
   * Pebble follows the services that were started at some time before this is
   * asked; one first started later is not heard.
   *
   * @throws {ConnectionError} If Pebble goes away.
   * @example Usage
   * ```ts
   * import type { PebbleClient } from "@charmkit/ops/pebble";
   *
   * async function untilReady(
   *   client: PebbleClient,
   *   signal: AbortSignal,
   * ): Promise<void> {
   *   for await (const { message } of client.followLogs({ n: -1, signal })) {
   *     if (message.includes("ready")) break;
   *   }
   * }
   * ```
   */
  followLogs(options?: LogsOptions): AsyncGenerator<LogEntry, void, undefined>;
  /**
   * Counters of services and checks in the text format of OpenMetrics, from
   * `GET /v1/metrics`; `parseMetrics` reads it.
   */
  getMetrics(options?: CallOptions): Promise<string>;

  /** Releases the connections; closing twice is fine. */
  close(): void;
}
