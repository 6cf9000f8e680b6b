import type { ActionResults } from "../hook_commands/action.ts";
import type {
  AddMetricOptions,
  MetricValues,
} from "../hook_commands/metrics.ts";
import type { HookCommandRunner } from "../hook_commands/runner.ts";
import type { JujuContext } from "./juju_context.ts";
import type {
  AppStatusInfo,
  CloudSpec,
  ConfigValue,
  GoalState,
  LogLevel,
  NetworkInfo,
  OpenedPortRange,
  PortRange,
  RelationRef,
  SecretAttributes,
  SecretInfo,
  SettableStatusName,
  StatusInfo,
  StorageInfo,
} from "../hook_commands/types.ts";
import type { PebbleClient } from "../pebble/pebble_client.ts";

/**
 * Everything that a charm can ask of the world outside its process: one method
 * for each hook command that the model needs, and the Pebble client of a
 * container. What the model leaves out (`state-get` and `state-set`, `unit-get`,
 * what only Juju 3.6 has) goes through {@linkcode ModelBackend.hookCommands}.
 *
 * Each method runs its command every time it is called: what may be cached, and
 * for how long, is the model's decision. A failure is a `HookCommandError`.
 */
export interface ModelBackend {
  /** What Juju put into the environment of this dispatch. */
  readonly context: JujuContext;
  /** How many hook commands this backend has run. */
  readonly hookCommandCount: number;
  /** Runs any hook command, for the functions of `@charmkit/ops/hook-commands`. */
  readonly hookCommands: HookCommandRunner;

  /** Marks the action as failed, with `action-fail`. */
  actionFail(message?: string): void;
  /** Parameters of the action, defaults filled in, with `action-get`. */
  actionGet(): Record<string, unknown>;
  /** Shows a line to who runs the action, with `action-log`. */
  actionLog(message: string): void;
  /** Adds results of the action, with `action-set`; nested keys are joined by dots. */
  actionSet(results: ActionResults): void;
  /** Tells metrics of the application, with `add-metric`. */
  addMetric(metrics: MetricValues, options?: AddMetricOptions): void;
  /** Sets the workload's version, with `application-version-set`. */
  applicationVersionSet(version: string): void;
  /** Closes a port, with `close-port`. */
  closePort(port: PortRange): void;
  /** All options that have a value, with `config-get`. */
  configGet(): Record<string, ConfigValue>;
  /** The cloud and its credential, with `credential-get`. */
  credentialGet(): CloudSpec;
  /** Units and relations as they are to be, with `goal-state`. */
  goalState(): GoalState;
  /** Whether this unit leads its application, with `is-leader`. */
  isLeader(): boolean;
  /** Writes one message to Juju's log, with `juju-log`. */
  jujuLog(message: string, options?: { readonly level?: LogLevel }): void;
  /** Reboots the machine after the hook or, with `now`, at once. */
  jujuReboot(options?: { readonly now?: boolean }): void;
  /** Addresses of a binding, with `network-get`. */
  networkGet(
    binding: string,
    options?: { readonly relationId?: number },
  ): NetworkInfo;
  /** Opens a port, with `open-port`. */
  openPort(port: PortRange): void;
  /** Ports this unit has open, with `opened-ports`. */
  openedPorts(options?: { readonly endpoints?: boolean }): OpenedPortRange[];
  /** One whole databag, with `relation-get`; `entity` is a unit or, with `app`, an application. */
  relationGet(
    relation: RelationRef,
    entity: string,
    options?: { readonly app?: boolean },
  ): Record<string, string>;
  /** Ids of an endpoint's relations, with `relation-ids`. */
  relationIds(endpoint: string): number[];
  /** Names of the remote units, with `relation-list`. */
  relationList(relation: RelationRef): string[];
  /** Name of the remote application, with `relation-list --app`. */
  relationApp(relation: RelationRef): string;
  /** UUID of the model at the other side, with `relation-model-get`. */
  relationModelGet(relation: RelationRef): string;
  /**
   * Sets keys of the own unit's databag or, with `app`, the own application's; an
   * empty value deletes. `of` names whose it is, for who takes others, too.
   */
  relationSet(
    relation: RelationRef,
    data: Readonly<Record<string, string>>,
    options?: { readonly app?: boolean; readonly of?: string },
  ): void;
  /** Path of a resource's file, with `resource-get`. */
  resourceGet(name: string): string;
  /** Creates a secret, with `secret-add`, and returns its id as Juju gave it. */
  secretAdd(
    content: Readonly<Record<string, string>>,
    options?: SecretAttributes & { readonly owner?: "application" | "unit" },
  ): string;
  /** Content of a secret, with `secret-get`. */
  secretGet(
    options: {
      readonly id?: string;
      readonly label?: string;
      readonly refresh?: boolean;
      readonly peek?: boolean;
    },
  ): Record<string, string>;
  /** Lets a relation's application, or one unit of it, read a secret, with `secret-grant`. */
  secretGrant(
    id: string,
    relationId: number,
    options?: { readonly unit?: string },
  ): void;
  /** Ids of the secrets this application owns, with `secret-ids`. */
  secretIds(): string[];
  /** Metadata of an own secret, with `secret-info-get`. */
  secretInfoGet(
    options: { readonly id?: string; readonly label?: string },
  ): SecretInfo;
  /** Removes a revision of a secret or, without one, all, with `secret-remove`. */
  secretRemove(id: string, options?: { readonly revision?: number }): void;
  /** Takes back what `secretGrant` gave, with `secret-revoke`. */
  secretRevoke(
    id: string,
    options: {
      readonly relationId?: number;
      readonly app?: string;
      readonly unit?: string;
    },
  ): void;
  /** Changes content or attributes of a secret, with `secret-set`. */
  secretSet(
    id: string,
    options: SecretAttributes & {
      readonly content?: Readonly<Record<string, string>>;
      readonly owner?: "application" | "unit";
    },
  ): void;
  /** The unit's status, with `status-get`. */
  statusGet(): StatusInfo;
  /** The application's status, with `status-get --application`; leader only. */
  appStatusGet(): AppStatusInfo;
  /** Sets the status of the unit or, with `app`, of the application, with `status-set`. */
  statusSet(
    status: SettableStatusName,
    message: string,
    options?: { readonly app?: boolean },
  ): void;
  /** Asks for more storage instances, with `storage-add`. */
  storageAdd(counts: Readonly<Record<string, number>>): void;
  /** One storage instance such as `"data/0"`, with `storage-get`. */
  storageGet(id: string): StorageInfo;
  /** Ids of the storage instances of a name, with `storage-list`. */
  storageList(name?: string): string[];

  /** The Pebble client of a container; makes no connection. */
  pebble(container: string): PebbleClient;
}
