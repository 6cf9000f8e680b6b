/**
 * A client of Pebble, the service manager in a charm's containers; it needs no
 * Juju, and works wherever a Pebble daemon listens on a unix socket.
 *
 * A charm most often uses `Container`, whose `pebble` property is the
 * {@linkcode Client} of this module. That has a method for each thing that the
 * daemon's API can do: layers and the plan, services, checks and health, files,
 * commands, changes, notices, logs, metrics and identities.
 *
 * Errors have the names that `ops.pebble` of Python gives them. Three of those
 * would hide a global or say too little by themselves: the base, `ops.pebble.Error`,
 * is {@linkcode PebbleError} here. {@linkcode ConnectionError} means that
 * nobody answers, {@linkcode TimeoutError} that nobody did in time (it is not
 * the runtime's), {@linkcode ProtocolError} that something else than Pebble
 * answers, {@linkcode APIError} that Pebble refused, {@linkcode ChangeError}
 * that it tried and failed, {@linkcode PathError} that a file could not be
 * read or written, {@linkcode ExecError} that a command ended with a code
 * other than zero. A mistake in a call is a `TypeError`, and nothing is sent.
 *
 * Whatever waits takes an `AbortSignal` as `signal`, and rejects with its
 * reason. What holds connections is disposable: `using client`, `await using
 * process`, and a loop over logs that is left. Times are `Date`, beside the
 * text that Pebble wrote, which is finer; durations are milliseconds; layers
 * keep the text of the YAML. Words that a later Pebble may add, such as another
 * status, arrive as they are.
 *
 * Source: the HTTP API of Pebble v1.32.
 *
 * @example Run a service, and wait until it is healthy
 * ```ts ignore
 * import { Client } from "@charmkit/ops/pebble";
 *
 * using client = new Client("/charm/containers/web/pebble.socket");
 * await client.addLayer("web", {
 *   services: {
 *     web: { override: "replace", command: "/bin/web", startup: "enabled" },
 *   },
 *   checks: {
 *     up: { override: "replace", http: { url: "http://localhost:8080/" } },
 *   },
 * });
 * await client.replanServices();
 * const { info, error } = await client.refreshCheck("up");
 * console.log(info.status, error ?? "is up");
 * ```
 *
 * @example Run a command
 * ```ts ignore
 * import { Client, ExecError } from "@charmkit/ops/pebble";
 *
 * using client = new Client("/charm/containers/web/pebble.socket");
 * await using process = await client.exec(["web", "migrate"], {
 *   serviceContext: "web",
 *   timeoutMs: 60_000,
 * });
 * try {
 *   const [stdout] = await process.waitOutput();
 *   console.log(stdout);
 * } catch (error) {
 *   if (!(error instanceof ExecError)) throw error;
 *   console.error(error.exitCode, error.stderr);
 * }
 * ```
 *
 * @example Follow the logs for a minute
 * ```ts ignore
 * import { Client } from "@charmkit/ops/pebble";
 *
 * using client = new Client("/charm/containers/web/pebble.socket");
 * const signal = AbortSignal.timeout(60_000);
 * try {
 *   for await (const entry of client.followLogs({ services: ["web"], signal })) {
 *     console.log(`${entry}`);
 *   }
 * } catch (error) {
 *   if (error !== signal.reason) throw error;
 * }
 * ```
 *
 * @module
 */

export { CharmError } from "../errors.ts";
export {
  Change,
  type ChangeFields,
  type ChangeID,
  type ChangeKind,
  type ChangeState,
  type ChangeStatus,
} from "./change.ts";
export {
  Check,
  type CheckDict,
  type ExecDict,
  type HttpDict,
  type TcpDict,
} from "./check.ts";
export {
  CheckInfo,
  type CheckInfoFields,
  type CheckLevel,
  type CheckStartup,
  type CheckStatus,
} from "./check_info.ts";
export type { CheckRefresh } from "./check_refresh.ts";
export { Client, type ClientOptions } from "./client.ts";
export type { CopyPathOptions } from "./_copy_paths.ts";
export { combineLayers, type LabelledLayer } from "./combine_layers.ts";
export { diffPlans, type PlanDifference } from "./diff_plans.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export { ensureFile, type FileContent } from "./ensure_file.ts";
export {
  ensureLayer,
  type EnsureLayerOptions,
  type LayerChange,
} from "./ensure_layer.ts";
export {
  APIError,
  type APIFailure,
  ChangeError,
  ConnectionError,
  ExecError,
  type ExecFailure,
  PathError,
  PebbleError,
  ProtocolError,
  TimeoutError,
} from "./errors.ts";
export type {
  ExecOptions,
  ExecProcess,
  ExecSink,
  ExecSource,
  ExecWaitOptions,
} from "./exec_process.ts";
export {
  BasicIdentity,
  type BasicIdentityDict,
  type CertIdentityDict,
  type Identities,
  Identity,
  type IdentityAccess,
  type IdentityDict,
  type IdentityFields,
  LocalIdentity,
  type LocalIdentityDict,
} from "./identity.ts";
export { FileInfo, type FileInfoFields, type FileType } from "./file_info.ts";
export { Layer, type LayerDict } from "./layer.ts";
export { LayerError, type LayerProblem } from "./layer_problem.ts";
export { LogEntry, type LogEntryFields } from "./log_entry.ts";
export { LogTarget, type LogTargetDict } from "./log_target.ts";
export { type Metric, parseMetrics } from "./metrics.ts";
export { MultiPushPullError } from "./multi_push_pull_error.ts";
export {
  Notice,
  type NoticeFields,
  type NoticesUsers,
  type NoticeType,
} from "./notice.ts";
export type {
  AddLayerOptions,
  CallOptions,
  FileReader,
  GetChangesOptions,
  GetChecksOptions,
  GetHealthOptions,
  GetNoticesOptions,
  GetWarningsOptions,
  ListFilesOptions,
  LogsOptions,
  MakeDirOptions,
  NotifyOptions,
  OwnerOptions,
  PebbleClient,
  PullOptions,
  PushOptions,
  PushSource,
  RemovePathOptions,
  ServiceActionOptions,
  WaitChangeOptions,
} from "./pebble_client.ts";
export { Plan, type PlanDict, type Sections } from "./plan.ts";
export { pullPath } from "./pull_path.ts";
export type { PulledFile } from "./pulled_file.ts";
export { pushPath } from "./push_path.ts";
export { Service, type ServiceDict } from "./service.ts";
export {
  ServiceInfo,
  type ServiceInfoFields,
  type ServiceStartup,
  type ServiceStatus,
} from "./service_info.ts";
export { SystemInfo, type SystemInfoFields } from "./system_info.ts";
export {
  Task,
  type TaskFields,
  type TaskID,
  type TaskProgress,
} from "./task.ts";
export { parseTime } from "./time.ts";
export { validateLayer } from "./validate_layer.ts";
export { validatePlan } from "./validate_plan.ts";
export { Warning, type WarningFields, type WarningState } from "./warning.ts";
export type { JsonObject } from "./_json.ts";
