/**
 * Write Juju charms in TypeScript.
 *
 * A charm is a class that extends {@linkcode CharmBase}: its constructor observes
 * events, its handlers answer them. {@linkcode main} runs it for the event that
 * Juju started the process for. Names are those of Python's `ops`, in this
 * language's case.
 *
 * - **What happens**: `this.on.configChanged` and other events, by name
 *   `this.on["db"].relationChanged`. {@linkcode CharmBase.observe} has a handler
 *   called; `event.defer()` has it called again.
 * - **What Juju knows**: {@linkcode Unit}, {@linkcode Application},
 *   {@linkcode Relation}, {@linkcode Secret}, {@linkcode Storage} and the
 *   configuration. All of it is synchronous: a hook command is a local process.
 * - **What runs in a container**: {@linkcode Container}, by Pebble. It is
 *   asynchronous.
 * - **What lasts**: `this.storedState(defaults)`, kept when the dispatch succeeds.
 *
 * With the module that `charmkit types` makes of charmcraft.yaml, options,
 * endpoints, containers and parameters of actions are typed.
 *
 * Tests are in `@charmkit/ops/testing`, the command line in `@charmkit/ops/cli`.
 *
 * @example A whole charm
 * ```ts
 * import * as ops from "@charmkit/ops";
 *
 * export class HelloCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     this.unit.status = new ops.ActiveStatus("Hello");
 *   }
 * }
 *
 * if (import.meta.main && Deno.env.has("JUJU_DISPATCH_PATH")) {
 *   await ops.main(HelloCharm);
 * }
 * ```
 *
 * @example Typed from the metadata, and tested
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const charmcraft = {
 *   name: "hello",
 *   config: { options: { port: { type: "int", default: 80 } } },
 * } as const satisfies ops.Charmcraft;
 *
 * class HelloCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.configChanged, this.#onConfigChanged);
 *   }
 *
 *   #onConfigChanged(): void {
 *     const port: number = this.config.get("port");
 *     this.unit.setPorts(port);
 *     this.unit.status = new ops.ActiveStatus(`Listens on ${port}`);
 *   }
 * }
 *
 * const ctx = new Context(HelloCharm, charmcraft);
 * const out = await ctx.run(ctx.on.configChanged(), new State());
 *
 * assertEquals(out.unitStatus, new ops.ActiveStatus("Listens on 80"));
 * ```
 *
 * @module
 */

export { main, type MainOptions } from "./src/main.ts";
export { VERSION } from "./src/version.ts";
export { CharmError } from "./src/errors.ts";

export {
  CharmBase,
  type CharmClass,
  type ConfigFields,
  type LoadConfigOptions,
} from "./src/charm/charm_base.ts";
export {
  type ActionEvents,
  CharmEvents,
  type CharmOn,
  type NamedEvents,
  type RelationEvents,
  type StorageEvents,
  type WorkloadEvents,
} from "./src/charm/charm_events.ts";
export {
  ActionEvent,
  type ActionEventData,
  type LoadParamsOptions,
} from "./src/charm/action_event.ts";
export type {
  ActionResults,
  ActionResultValue,
} from "./src/hook_commands/action.ts";
export { CollectMetricsEvent } from "./src/charm/collect_metrics_event.ts";
export { CollectStatusEvent } from "./src/charm/collect_status_event.ts";
export {
  ConfigChangedEvent,
  InstallEvent,
  LeaderElectedEvent,
  PostSeriesUpgradeEvent,
  PreSeriesUpgradeEvent,
  RemoveEvent,
  StartEvent,
  StopEvent,
  UpdateStatusEvent,
  UpgradeCharmEvent,
} from "./src/charm/lifecycle_events.ts";
export {
  RelationBrokenEvent,
  RelationChangedEvent,
  RelationCreatedEvent,
  RelationDepartedEvent,
  RelationEvent,
  type RelationEventData,
  RelationJoinedEvent,
} from "./src/charm/relation_events.ts";
export {
  SecretChangedEvent,
  SecretEvent,
  type SecretEventData,
  SecretExpiredEvent,
  SecretRemoveEvent,
  SecretRevisionEvent,
  type SecretRevisionEventData,
  SecretRotateEvent,
} from "./src/charm/secret_events.ts";
export {
  StorageAttachedEvent,
  StorageDetachingEvent,
  StorageEvent,
  type StorageEventData,
} from "./src/charm/storage_events.ts";
export {
  type LazyCheckInfo,
  type LazyNotice,
  PebbleCheckEvent,
  type PebbleCheckEventData,
  PebbleCheckFailedEvent,
  PebbleCheckRecoveredEvent,
  PebbleCustomNoticeEvent,
  PebbleNoticeEvent,
  type PebbleNoticeEventData,
  PebbleReadyEvent,
  WorkloadEvent,
  type WorkloadEventData,
} from "./src/charm/workload_events.ts";

export {
  BoundEvent,
  type BoundEventParts,
  type EmitArguments,
  type ObservableEvent,
} from "./src/framework/bound_event.ts";
export { FrameworkError } from "./src/framework/errors.ts";
export {
  CommitEvent,
  EventBase,
  type EventOrigin,
  type EventType,
  HookEvent,
  LifecycleEvent,
  type NoData,
  PreCommitEvent,
} from "./src/framework/event_base.ts";
export { Framework } from "./src/framework/framework.ts";
export { FrameworkEvents } from "./src/framework/framework_events.ts";
export {
  FrameworkObject,
  FrameworkObject as Object,
} from "./src/framework/framework_object.ts";
export { Handle } from "./src/framework/handle.ts";
export { ObjectEvents } from "./src/framework/object_events.ts";
export type { EventData, Storable } from "./src/framework/snapshot.ts";
export type { StoredValues } from "./src/framework/stored_state.ts";

export {
  type ActionMeta,
  CharmMeta,
  type CharmMetaOptions,
  type ConfigMeta,
  type ContainerBase,
  type ContainerMeta,
  type ContainerStorageMeta,
  type JujuAssumes,
  type MetadataLinks,
  type PayloadMeta,
  type RelationMeta,
  type RelationRole,
  type ResourceMeta,
  type StorageMeta,
} from "./src/meta/charm_meta.ts";
export type {
  Charmcraft,
  CharmcraftAction,
  CharmcraftAssumption,
  CharmcraftContainer,
  CharmcraftEndpoint,
  CharmcraftLinks,
  CharmcraftOption,
  CharmcraftParameter,
  CharmcraftResource,
  CharmcraftStorage,
} from "./src/meta/charmcraft.ts";
export type {
  ActionName,
  ContainerName,
  DeclaredNames,
  DeclaredOptions,
  EndpointName,
  OptionName,
  OptionTypes,
  OptionValue,
  ResourceName,
  SingleEndpointName,
  StorageName,
} from "./src/meta/charmcraft_types.ts";
export type {
  ActionParams,
  SchemaAll,
  SchemaIsFilled,
  SchemaObject,
  SchemaPresentKey,
  SchemaValue,
  SchemaValueOf,
} from "./src/meta/charmcraft_params.ts";

export type { DeclaredFields } from "./src/schema/declared_fields.ts";
export {
  type DataIssue,
  InvalidDataError,
} from "./src/schema/invalid_data_error.ts";
export type { LoadResult } from "./src/schema/load_result.ts";
export type {
  SchemaInput,
  SchemaOutput,
  StandardSchema,
  StandardSchemaIssue,
  StandardSchemaProps,
  StandardSchemaResult,
} from "./src/schema/standard_schema.ts";

export { JujuVersion } from "./src/backend/juju_version.ts";
export {
  type EnvironmentReader,
  type JujuContext,
  JujuContextError,
  readJujuContext,
} from "./src/backend/juju_context.ts";
export { readJujuContextStrict } from "./src/backend/juju_context_strict.ts";
export type { Logger, SecurityEvent } from "./src/backend/logger.ts";
export type {
  Span,
  SpanAttributes,
  SpanAttributeValue,
  Tracer,
} from "./src/tracing/tracer.ts";
export type {
  DispatchTracing,
  TraceDestination,
  TracingEnd,
  TracingSetup,
  TracingStart,
} from "./src/tracing/tracing_setup.ts";

export { Application } from "./src/model/application.ts";
export { Binding } from "./src/model/binding.ts";
export { ConfigData } from "./src/model/config.ts";
export { Container, type ContainerOptions } from "./src/model/container.ts";
export { ContainerFiles } from "./src/model/container_files.ts";
export type { ContainerLog } from "./src/model/container_log.ts";
export { MultiPushPullError } from "./src/pebble/multi_push_pull_error.ts";
export { ContainerMapping } from "./src/model/container_mapping.ts";
export {
  InvalidStatusError,
  ModelError,
  RelationDataAccessError,
  RelationDataError,
  RelationDataTypeError,
  RelationNotFoundError,
  SecretNotFoundError,
  TooManyRelatedAppsError,
} from "./src/model/errors.ts";
export { Model } from "./src/model/model.ts";
export { Network, type NetworkInterface } from "./src/model/network.ts";
export {
  type OpenPortOptions,
  Port,
  type PortOptions,
} from "./src/model/port.ts";
export {
  type PeerRelation,
  Relation,
  type RelationCodecOptions,
  type RemoteModel,
} from "./src/model/relation.ts";
export type { RelationCodec } from "./src/model/relation_codec.ts";
export type { RelationOf } from "./src/model/relation_types.ts";
export {
  RelationData,
  RelationDataContent,
  type RelationUpdateOptions,
} from "./src/model/relation_data.ts";
export { RelationMapping } from "./src/model/relation_mapping.ts";
export { Resources } from "./src/model/resources.ts";
export { Secret } from "./src/model/secret.ts";
export type { SecretInfo, SecretOptions } from "./src/model/secret_info.ts";
export {
  ActiveStatus,
  BlockedStatus,
  ErrorStatus,
  MaintenanceStatus,
  StatusBase,
  UnknownStatus,
  WaitingStatus,
} from "./src/model/status.ts";
export { Storage } from "./src/model/storage.ts";
export { StorageMapping } from "./src/model/storage_mapping.ts";
export { Unit } from "./src/model/unit.ts";

export type { JujuRebootOptions } from "./src/hook_commands/reboot.ts";
export type { MetricValues } from "./src/hook_commands/metrics.ts";
export type {
  CloudCredential,
  CloudSpec,
  ConfigValue,
  LogLevel,
  PortProtocol,
  SecretRotate,
  SettableStatusName,
  StatusName,
} from "./src/hook_commands/types.ts";
export type { SecretContent } from "./src/model/_secret_content.ts";
