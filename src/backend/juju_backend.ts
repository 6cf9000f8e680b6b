// Long, as it is one facade: a short method for each call, and the docs of each.

import {
  actionFail,
  actionGet,
  actionLog,
  type ActionResults,
  actionSet,
  addMetric,
  type AddMetricOptions,
  appStatusGet,
  type AppStatusInfo,
  appVersionSet,
  closePort,
  type CloudSpec,
  configGet,
  type ConfigValue,
  credentialGet,
  type GoalState,
  goalState,
  type HookCommandRunner,
  isLeader,
  jujuLog,
  jujuReboot,
  type LogLevel,
  type MetricValues,
  networkGet,
  type NetworkInfo,
  type OpenedPortRange,
  openedPorts,
  openPort,
  type PortRange,
  ProcessRunner,
  relationApp,
  relationGet,
  relationIds,
  relationList,
  relationModelGet,
  type RelationRef,
  relationSet,
  resourceGet,
  secretAdd,
  type SecretAddOptions,
  secretGet,
  type SecretGetOptions,
  secretGrant,
  secretIds,
  type SecretInfo,
  secretInfoGet,
  type SecretInfoGetOptions,
  secretRemove,
  secretRevoke,
  type SecretRevokeOptions,
  secretSet,
  type SecretSetOptions,
  type SettableStatusName,
  splitLogMessage,
  statusGet,
  type StatusInfo,
  statusSet,
  storageAdd,
  storageGet,
  type StorageInfo,
  storageList,
} from "../hook_commands/mod.ts";
import type { PebbleClient } from "../pebble/pebble_client.ts";
import type { JujuContext } from "./juju_context.ts";
import { lazyPebble } from "./lazy_pebble.ts";
import type { ModelBackend } from "./model_backend.ts";

/** A runner that tells how many commands it has run. */
export interface CountingRunner extends HookCommandRunner {
  /** How many commands were run so far. */
  readonly commandCount: number;
}

/** Options of {@linkcode JujuBackend}. */
export interface JujuBackendOptions {
  /**
   * Runs the hook commands.
   *
   * @default {a ProcessRunner with its files in the charm's folder}
   */
  readonly runner?: CountingRunner;
  /**
   * The socket of a container's Pebble.
   *
   * @default {`/charm/containers/<name>/pebble.socket`}
   */
  readonly pebbleSocket?: (container: string) => string;
  /**
   * Puts something around each client of a Pebble, such as a trace.
   *
   * @default {the client as it is}
   */
  readonly wrapPebble?: (
    client: PebbleClient,
    socketPath: string,
  ) => PebbleClient;
}

/**
 * The way to a real Juju: hook commands as processes, and the Pebble sockets
 * that Juju puts into the charm's container.
 *
 * @example Usage
 * ```ts ignore
 * import { JujuBackend, readJujuContext } from "@charmkit/ops";
 *
 * using backend = new JujuBackend(readJujuContext());
 *
 * backend.statusSet("active", "");
 * ```
 */
export class JujuBackend implements ModelBackend, Disposable {
  /** What Juju put into the environment of this dispatch. */
  readonly context: JujuContext;
  readonly #runner: CountingRunner;
  readonly #pebbleSocket: (container: string) => string;
  readonly #wrapPebble: NonNullable<JujuBackendOptions["wrapPebble"]>;
  readonly #clients: Map<string, PebbleClient> = new Map();

  /** Takes the environment; nothing is asked of Juju yet. */
  constructor(context: JujuContext, options: JujuBackendOptions = {}) {
    this.context = context;
    // The unit agent opens these files by itself, and the charm's folder is one
    // that both surely share.
    this.#runner = options.runner ??
      new ProcessRunner({ tempDir: context.charmDir });
    this.#pebbleSocket = options.pebbleSocket ?? defaultSocket;
    this.#wrapPebble = options.wrapPebble ?? ((client) => client);
  }

  /** How many hook commands this backend has run. */
  get hookCommandCount(): number {
    return this.#runner.commandCount;
  }

  /** Runs any hook command, for the functions of `@charmkit/ops/hook-commands`. */
  get hookCommands(): HookCommandRunner {
    return this.#runner;
  }

  /** Marks the action as failed, with `action-fail`. */
  actionFail(message?: string): void {
    actionFail(message, this.#runner);
  }

  /** Parameters of the action, defaults filled in, with `action-get`. */
  actionGet(): Record<string, unknown> {
    return actionGet(undefined, this.#runner);
  }

  /** Shows a line to who runs the action, with `action-log`. */
  actionLog(message: string): void {
    actionLog(message, this.#runner);
  }

  /** Adds results of the action, with `action-set`; keys may have dots. */
  actionSet(results: ActionResults): void {
    actionSet(results, this.#runner);
  }

  /** Tells metrics of the application, with `add-metric`. */
  addMetric(metrics: MetricValues, options: AddMetricOptions = {}): void {
    addMetric(metrics, options, this.#runner);
  }

  /** Sets the workload's version, with `application-version-set`. */
  applicationVersionSet(version: string): void {
    appVersionSet(version, this.#runner);
  }

  /** Closes a port, with `close-port`. */
  closePort(port: PortRange): void {
    closePort(port, this.#runner);
  }

  /** All options that have a value, with `config-get`. */
  configGet(): Record<string, ConfigValue> {
    return configGet(undefined, this.#runner);
  }

  /** The cloud and its credential, with `credential-get`. */
  credentialGet(): CloudSpec {
    return credentialGet(this.#runner);
  }

  /** Units and relations as they are to be, with `goal-state`. */
  goalState(): GoalState {
    return goalState(this.#runner);
  }

  /** Whether this unit leads its application, with `is-leader`. */
  isLeader(): boolean {
    return isLeader(this.#runner);
  }

  /** Writes one message to Juju's log, in pieces if it is long, with `juju-log`. */
  jujuLog(message: string, options: { readonly level?: LogLevel } = {}): void {
    for (const piece of splitLogMessage(message)) {
      jujuLog(piece, options, this.#runner);
    }
  }

  /** Reboots the machine after the hook or, with `now`, at once. */
  jujuReboot(options: { readonly now?: boolean } = {}): void {
    jujuReboot(options, this.#runner);
  }

  /** Addresses of a binding, with `network-get`. */
  networkGet(
    binding: string,
    options: { readonly relationId?: number } = {},
  ): NetworkInfo {
    return networkGet(binding, options, this.#runner);
  }

  /** Opens a port, with `open-port`. */
  openPort(port: PortRange): void {
    openPort(port, this.#runner);
  }

  /** Ports this unit has open, with `opened-ports`. */
  openedPorts(
    options: { readonly endpoints?: boolean } = {},
  ): OpenedPortRange[] {
    return openedPorts(options, this.#runner);
  }

  /** One whole databag, with `relation-get`. */
  relationGet(
    { endpoint, id }: RelationRef,
    entity: string,
    { app = false }: { readonly app?: boolean } = {},
  ): Record<string, string> {
    return relationGet({ endpoint, id, app, unit: entity }, this.#runner);
  }

  /** Ids of an endpoint's relations, with `relation-ids`. */
  relationIds(endpoint: string): number[] {
    return relationIds(endpoint, this.#runner).map(({ id }) => id);
  }

  /** Names of the remote units, with `relation-list`. */
  relationList(relation: RelationRef): string[] {
    return relationList(relation, this.#runner);
  }

  /** Name of the remote application, with `relation-list --app`. */
  relationApp(relation: RelationRef): string {
    return relationApp(relation, this.#runner);
  }

  /** UUID of the model at the other side, with `relation-model-get`. */
  relationModelGet(relation: RelationRef): string {
    return relationModelGet(relation, this.#runner);
  }

  /**
   * Sets keys of the own unit's or application's databag, with `relation-set`.
   *
   * @throws {TypeError} If it is the databag of another, which Juju lets nobody write.
   */
  relationSet(
    { endpoint, id }: RelationRef,
    data: Readonly<Record<string, string>>,
    { app = false, of }: { readonly app?: boolean; readonly of?: string } = {},
  ): void {
    const { unitName, appName } = this.context;
    if (of !== undefined && of !== (app ? appName : unitName)) {
      throw new TypeError(
        `Cannot write the databag of "${of}": a charm writes only those of "${unitName}" and "${appName}"`,
      );
    }
    relationSet(data, { endpoint, id, app }, this.#runner);
  }

  /** Path of a resource's file, with `resource-get`. */
  resourceGet(name: string): string {
    return resourceGet(name, this.#runner);
  }

  /** Creates a secret, with `secret-add`, and returns its id as Juju gave it. */
  secretAdd(
    content: Readonly<Record<string, string>>,
    options: SecretAddOptions = {},
  ): string {
    return secretAdd(content, options, this.#runner);
  }

  /** Content of a secret, with `secret-get`. */
  secretGet(options: SecretGetOptions): Record<string, string> {
    return secretGet(options, this.#runner);
  }

  /** Lets a relation's application, or one unit of it, read a secret, with `secret-grant`. */
  secretGrant(
    id: string,
    relationId: number,
    options: { readonly unit?: string } = {},
  ): void {
    secretGrant(id, relationId, options, this.#runner);
  }

  /** Ids of the secrets this application owns, with `secret-ids`. */
  secretIds(): string[] {
    return secretIds(this.#runner);
  }

  /** Metadata of an own secret, with `secret-info-get`. */
  secretInfoGet(options: SecretInfoGetOptions): SecretInfo {
    return secretInfoGet(options, this.#runner);
  }

  /** Removes a revision of a secret or, without one, all, with `secret-remove`. */
  secretRemove(
    id: string,
    options: { readonly revision?: number } = {},
  ): void {
    secretRemove(id, options, this.#runner);
  }

  /** Takes back what `secretGrant` gave, with `secret-revoke`. */
  secretRevoke(id: string, options: SecretRevokeOptions): void {
    secretRevoke(id, options, this.#runner);
  }

  /** Changes content or attributes of a secret, with `secret-set`. */
  secretSet(id: string, options: SecretSetOptions): void {
    secretSet(id, options, this.#runner);
  }

  /** The unit's status, with `status-get`. */
  statusGet(): StatusInfo {
    return statusGet(this.#runner);
  }

  /** The application's status, with `status-get --application`; leader only. */
  appStatusGet(): AppStatusInfo {
    return appStatusGet(this.#runner);
  }

  /** Sets the status of the unit or, with `app`, of the application. */
  statusSet(
    status: SettableStatusName,
    message: string,
    { app = false }: { readonly app?: boolean } = {},
  ): void {
    statusSet(status, { message, app }, this.#runner);
  }

  /** Asks for more storage instances, with `storage-add`. */
  storageAdd(counts: Readonly<Record<string, number>>): void {
    storageAdd(counts, this.#runner);
  }

  /** One storage instance such as `"data/0"`, with `storage-get`. */
  storageGet(id: string): StorageInfo {
    return storageGet(id, this.#runner);
  }

  /** Ids of the storage instances of a name, with `storage-list`. */
  storageList(name?: string): string[] {
    return storageList(name, this.#runner);
  }

  /** The Pebble client of a container: the same one each time; makes no connection. */
  pebble(container: string): PebbleClient {
    let client = this.#clients.get(container);
    if (client === undefined) {
      const socketPath = this.#pebbleSocket(container);
      client = this.#wrapPebble(
        lazyPebble(async () => {
          const { Client } = await import("../pebble/client.ts");
          return new Client(socketPath);
        }),
        socketPath,
      );
      this.#clients.set(container, client);
    }
    return client;
  }

  /** Closes the Pebble clients; those asked for later are new ones. */
  [Symbol.dispose](): void {
    for (const client of this.#clients.values()) client[Symbol.dispose]();
    this.#clients.clear();
  }
}

function defaultSocket(container: string): string {
  return `/charm/containers/${container}/pebble.socket`;
}
