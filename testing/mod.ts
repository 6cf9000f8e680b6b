/**
 * Tests of charms: one event, a state in, a state out, all in memory.
 *
 * {@linkcode Context} runs a charm for an event on a {@linkcode State}, and gives
 * the state after. What the charm asks and writes is answered as Juju and Pebble
 * would, down to the arguments of hook commands; a state that Juju could not have
 * is refused. {@linkcode runAll} runs several events, {@linkcode fuzzEvents} any
 * that could come; the context's `checks` find handlers that can't be run twice.
 * {@linkcode Harness} is for tests that come from `ops.testing.Harness`.
 *
 * @example A test
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Container, Context, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const charmcraft = { name: "web", containers: { web: {} } } as const;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on["web"].pebbleReady, this.#onPebbleReady);
 *   }
 *
 *   async #onPebbleReady(event: ops.PebbleReadyEvent): Promise<void> {
 *     await event.workload.addLayer("web", {
 *       services: {
 *         web: { override: "replace", command: "nginx", startup: "enabled" },
 *       },
 *     });
 *     await event.workload.replan();
 *     this.unit.status = new ops.ActiveStatus();
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, charmcraft);
 * const container = new Container("web", { canConnect: true });
 *
 * const out = await ctx.run(
 *   ctx.on.pebbleReady(container),
 *   new State({ containers: [container] }),
 * );
 *
 * assertEquals(out.unitStatus, new ops.ActiveStatus());
 * assertEquals(out.getContainer("web").serviceStatuses, { web: "active" });
 * ```
 *
 * @example What a run did, and what it is checked for
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, expectHookCommands, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * class WebCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     this.log.info("Opening the port");
 *     this.unit.openPort("tcp", 80);
 *     this.unit.status = new ops.ActiveStatus();
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, { name: "web" }, {
 *   checks: { idempotence: true, settledStatus: true },
 * });
 * await ctx.run(ctx.on.start(), new State());
 *
 * expectHookCommands(ctx, ["open-port 80/tcp", "status-set active"]);
 * assertEquals(
 *   ctx.logs.filter(({ level }) => level === "INFO").map(({ message }) => message),
 *   ["Opening the port"],
 * );
 * assertEquals(
 *   `${ctx.explain()}`.split("\n").filter((line) => !line.includes("DEBUG")),
 *   [
 *     "event start",
 *     "  handler WebCharm.#onStart",
 *     "    INFO Opening the port",
 *     "    open-port 80/tcp",
 *     '    status-set --application=false active -- ""',
 *   ],
 * );
 * ```
 *
 * @module
 */

export { Address, type AddressOptions } from "./state/address.ts";
export { BindAddress, type BindAddressOptions } from "./state/bind_address.ts";
export { CheckInfo, type CheckInfoOptions } from "./state/check_info.ts";
export {
  CloudCredential,
  type CloudCredentialOptions,
} from "./state/cloud_credential.ts";
export { CloudSpec, type CloudSpecOptions } from "./state/cloud_spec.ts";
export { Component } from "./state/component.ts";
export {
  Container,
  type ContainerChanges,
  type ContainerOptions,
} from "./state/container.ts";
export { Context } from "./context.ts";
export { ContextEvent, type DeferredOptions } from "./context_event.ts";
export type { ContextOptions } from "./context_options.ts";
export type { CustomEventSource } from "./custom_event.ts";
export { Manager } from "./manager.ts";
export { runAll } from "./run_all.ts";
export {
  fuzzEvents,
  type FuzzOptions,
  type FuzzSummary,
} from "./fuzz_events.ts";
export {
  FuzzError,
  type FuzzErrorOptions,
  type FuzzStep,
} from "./fuzz/fuzz_error.ts";
export { JUJU_VERSIONS } from "./juju_versions.ts";
export {
  expectHookCommands,
  type HookCommandHistory,
  HookCommandsError,
} from "./expect_hook_commands.ts";
export { type ExplainedStep, Explanation } from "./explanation.ts";
export { ExecRecord } from "./exec_record.ts";
export type { TraceSpan, TraceSpanEvent } from "./trace_span.ts";
export type { ContextChecks, GuardFinding } from "./guards/context_checks.ts";
export { GuardError } from "./guards/guard_error.ts";
export {
  type ActionEventOptions,
  ContextEvents,
  type RelationChangedOptions,
  type RelationDepartedOptions,
  type RelationEventOptions,
  type SecretRevisionOptions,
} from "./context_events.ts";
export type { Databag } from "./state/databag.ts";
export {
  DeferredEvent,
  type DeferredEventOptions,
} from "./state/deferred_event.ts";
export { diffStates, type StateDifference } from "./state/diff_states.ts";
export {
  ActionFailed,
  type ActionFailedOptions,
  type ActionOutput,
} from "./action_failed.ts";
export {
  ActionMissingFromContextError,
  AlreadyEmittedError,
  BadOwnerPath,
  ContextSetupError,
  MetadataNotFoundError,
  NoObserverError,
  ScenarioRuntimeError,
  StateLookupError,
  StateValidationError,
  TestingError,
  UncaughtCharmError,
} from "./errors.ts";
export {
  checkConsistency,
  type ConsistencyReport,
  expectConsistent,
} from "./consistency/check_consistency.ts";
export type { ConsistencyInput } from "./consistency/consistency_input.ts";
export type {
  EventDescription,
  EventKind,
  EventSubject,
} from "./consistency/event_description.ts";
export {
  Harness,
  type ModelInfo,
  type TriggerSecretOptions,
  type UpdateConfigOptions,
} from "./harness/harness.ts";
export { HarnessError } from "./harness/harness_error.ts";
export type {
  HarnessCharmClass,
  HarnessOptions,
} from "./harness/harness_options.ts";
export type { AppUnitOrName } from "./harness/databags.ts";
export type {
  ExecArgs,
  ExecHandler,
  ExecResult,
  HandleExecOptions,
} from "./harness/exec.ts";
export type { AddNetworkOptions } from "./harness/networks.ts";
export type { PebbleNotifyOptions } from "./harness/notices.ts";
export type { AddRelationOptions } from "./harness/relations.ts";
export type { OciResourceContents } from "./harness/resources.ts";
export type { AddStorageOptions } from "./harness/storages.ts";
export { InconsistentScenarioError } from "./consistency/inconsistent_scenario_error.ts";
export type { Violation, ViolationRule } from "./consistency/violation.ts";
export { Exec, type ExecChanges, type ExecOptions } from "./state/exec.ts";
export type { Filesystems } from "./state/filesystems.ts";
export { JujuLogLine } from "./state/juju_log_line.ts";
export { layerFromRockcraft } from "./state/layer_from_rockcraft.ts";
export { Model, type ModelOptions, type ModelType } from "./state/model.ts";
export { Mount, type MountOptions } from "./state/mount.ts";
export {
  Network,
  type NetworkChanges,
  type NetworkOptions,
} from "./state/network.ts";
export type { Names } from "./state/_lists.ts";
export { normalizeState } from "./state/normalize_state.ts";
export { Notice, type NoticeOptions } from "./state/notice.ts";
export {
  PeerRelation,
  type PeerRelationChanges,
  type PeerRelationOptions,
} from "./state/peer_relation.ts";
export { ICMPPort, TCPPort, UDPPort } from "./state/port.ts";
export {
  Relation,
  type RelationChanges,
  type RelationOptions,
} from "./state/relation.ts";
export {
  RelationBase,
  type RelationBaseOptions,
} from "./state/relation_base.ts";
export { Resource, type ResourceOptions } from "./state/resource.ts";
export {
  Secret,
  type SecretChanges,
  type SecretContent,
  type SecretOptions,
} from "./state/secret.ts";
export { State } from "./state/state.ts";
export type { StateOptions } from "./state/state_options.ts";
export type { CharmDescription } from "./state/state_from_context.ts";
export type {
  AnyEndpoint,
  AnyNames,
  AnyRelation,
  BindingName,
  DeclaredName,
  NamesOf,
  RegularEndpointName,
  StateActionParams,
  StateConfig,
  StateNames,
  StateRelation,
  SubordinateEndpointName,
} from "./state/state_names.ts";
export {
  Storage,
  type StorageChanges,
  type StorageOptions,
} from "./state/storage.ts";
export { StoredState, type StoredStateOptions } from "./state/stored_state.ts";
export {
  SubordinateRelation,
  type SubordinateRelationChanges,
  type SubordinateRelationOptions,
} from "./state/subordinate_relation.ts";
export type { ActionResults } from "../src/simulator/model_observer.ts";
export type { RecordedCommand } from "../src/simulator/simulated_runner.ts";
export { Port, type PortOptions } from "../src/model/port.ts";
export {
  ActiveStatus,
  BlockedStatus,
  ErrorStatus,
  MaintenanceStatus,
  StatusBase,
  UnknownStatus,
  WaitingStatus,
} from "../src/model/status.ts";
