/**
 * Talking to Pebble, the service manager in a charm's containers.
 *
 * A charm most often uses `Container`, whose `pebble` property is the
 * {@linkcode Client} of this module.
 *
 * Errors have the names that `ops.pebble` of Python gives them. Three of those
 * would hide a global or say too little by themselves: the base, `ops.pebble.Error`,
 * is {@linkcode PebbleError} here. {@linkcode ConnectionError} means that
 * nobody answers, {@linkcode TimeoutError} that nobody did in time (it is not
 * the runtime's), {@linkcode ProtocolError} that something else than Pebble
 * answers, {@linkcode APIError} that Pebble refused, {@linkcode ChangeError}
 * that it tried and failed, {@linkcode PathError} that a file could not be
 * read or written, {@linkcode ExecError} that a command ended with a code
 * other than zero.
 *
 * Times are `Date`, durations milliseconds; layers keep the text of the YAML.
 *
 * Source: the HTTP API of Pebble v1.32.
 *
 * @example Usage
 * ```ts ignore
 * import { Client } from "@charmkit/ops/pebble";
 *
 * using client = new Client("/charm/containers/web/pebble.socket");
 * const { version } = await client.getSystemInfo();
 * ```
 *
 * @module
 */

export { CharmError } from "../errors.ts";
export {
  Change,
  type ChangeFields,
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
export { Client, type ClientOptions } from "./client.ts";
export { formatDuration, parseDuration } from "./duration.ts";
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
export { FileInfo, type FileInfoFields, type FileType } from "./file_info.ts";
export { Layer, type LayerDict } from "./layer.ts";
export { LogTarget, type LogTargetDict } from "./log_target.ts";
export { Notice, type NoticeFields, type NoticeType } from "./notice.ts";
export type {
  AddLayerOptions,
  CallOptions,
  FileReader,
  GetChangesOptions,
  GetChecksOptions,
  GetNoticesOptions,
  ListFilesOptions,
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
export type { PulledFile } from "./pulled_file.ts";
export { Service, type ServiceDict } from "./service.ts";
export {
  ServiceInfo,
  type ServiceInfoFields,
  type ServiceStartup,
  type ServiceStatus,
} from "./service_info.ts";
export { SystemInfo, type SystemInfoFields } from "./system_info.ts";
export { Task, type TaskFields, type TaskProgress } from "./task.ts";
export { parseTime } from "./time.ts";
export type { JsonObject } from "./_json.ts";
