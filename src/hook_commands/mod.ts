/**
 * One function for each hook command of Juju: arguments out, typed data in,
 * nothing kept between calls.
 *
 * A charm rarely needs them: the model (`this.model`, `this.unit`, `this.app`)
 * says the same with names, caches and checks. They are for tools that run in a
 * hook without a charm class, and for what the model leaves out.
 *
 * Each function runs the command that `PATH` names, or the runner given as its
 * last argument. In a charm that is `this.model.hookCommands`, which answers in
 * tests as well and counts them. A command that fails throws a {@linkcode HookCommandError};
 * one that prints something unexpected, a {@linkcode HookCommandOutputError}.
 *
 * @example Leave a note in the log
 * ```ts ignore
 * import { isLeader, jujuLog } from "@charmkit/ops/hook-commands";
 *
 * jujuLog(isLeader() ? "This unit leads" : "This unit follows");
 * ```
 *
 * @example In a charm, so that tests answer
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { statusSet } from "@charmkit/ops/hook-commands";
 * import { Context, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * class WebCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     const options = { message: "By hand" };
 *     statusSet("active", options, this.model.hookCommands);
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, { name: "web" });
 * const out = await ctx.run(ctx.on.start(), new State());
 *
 * assertEquals(out.unitStatus, new ops.ActiveStatus("By hand"));
 * ```
 *
 * Not here, though some Juju has them: `k8s-spec-set`, `k8s-raw-set`,
 * `pod-spec-set` and their getters, which are for charms from before sidecars
 * and gone in Juju 4; and flags that show a part of an answer, such as
 * `network-get --bind-address`.
 *
 * @module
 */

export { CharmError } from "../errors.ts";
export {
  actionFail,
  actionGet,
  actionLog,
  type ActionResults,
  type ActionResultValue,
  actionSet,
  flattenActionResults,
} from "./action.ts";
export { configGet } from "./config.ts";
export { credentialGet } from "./credential.ts";
export { goalState } from "./goal_state.ts";
export { HookCommandArgumentError } from "./hook_command_argument_error.ts";
export {
  HookCommandError,
  type HookCommandFailure,
} from "./hook_command_error.ts";
export { HookCommandNotFoundError } from "./hook_command_not_found_error.ts";
export { HookCommandOutputError } from "./hook_command_output_error.ts";
export { leaderGet, leaderSet } from "./leader_settings.ts";
export { isLeader } from "./leadership.ts";
export { jujuLog, type JujuLogOptions, splitLogMessage } from "./log.ts";
export {
  addMetric,
  type AddMetricOptions,
  type MetricValues,
} from "./metrics.ts";
export { networkGet, type NetworkGetOptions } from "./network.ts";
export {
  closePort,
  openedPorts,
  type OpenedPortsOptions,
  openPort,
} from "./port.ts";
export {
  MAX_ARGUMENT_BYTES,
  ProcessRunner,
  type ProcessRunnerOptions,
} from "./process_runner.ts";
export {
  type PayloadRef,
  payloadRegister,
  type PayloadRegisterOptions,
  type PayloadStatus,
  payloadStatusSet,
  payloadUnregister,
} from "./payload.ts";
export { jujuReboot, type JujuRebootOptions } from "./reboot.ts";
export {
  type OptionalRelationRef,
  relationApp,
  relationIds,
  relationList,
  relationModelGet,
} from "./relation.ts";
export {
  relationGet,
  type RelationGetOptions,
  relationSet,
  type RelationSetOptions,
} from "./relation_data.ts";
export { resourceGet } from "./resource.ts";
export type { HookCommandRunner, RunOptions } from "./runner.ts";
export {
  secretAdd,
  type SecretAddOptions,
  secretGet,
  secretGetBytes,
  type SecretGetBytesOptions,
  type SecretGetOptions,
  type SecretOwner,
  secretRemove,
  secretSet,
  type SecretSetOptions,
} from "./secret.ts";
export {
  secretGrant,
  secretRevoke,
  type SecretRevokeOptions,
} from "./secret_grant.ts";
export {
  secretIds,
  secretInfoGet,
  type SecretInfoGetOptions,
} from "./secret_info.ts";
export {
  stateDelete,
  stateGet,
  type StateGetOptions,
  stateSet,
} from "./state.ts";
export {
  appStatusGet,
  statusGet,
  statusSet,
  type StatusSetOptions,
} from "./status.ts";
export { storageAdd, storageGet, storageList } from "./storage.ts";
export { parseTimestamp } from "./timestamp.ts";
export type {
  AppStatusInfo,
  BindAddress,
  CloudCredential,
  CloudSpec,
  ConfigValue,
  Goal,
  GoalState,
  LogLevel,
  NetworkAddress,
  NetworkInfo,
  OpenedPortRange,
  PortProtocol,
  PortRange,
  RelationRef,
  SecretAccess,
  SecretAttributes,
  SecretData,
  SecretInfo,
  SecretRotate,
  SettableStatusName,
  StatusInfo,
  StatusName,
  StorageInfo,
} from "./types.ts";
export { unitGet, type UnitSetting } from "./unit.ts";
export { appVersionSet } from "./version.ts";
