// Long, as it is one facade: a short method for each call, and the docs of each.

import type { Container } from "../../src/model/container.ts";
import type { CharmBase } from "../../src/charm/charm_base.ts";
import { evaluateStatus } from "../../src/dispatch.ts";
import type { Framework } from "../../src/framework/framework.ts";
import type { CloudSpec } from "../../src/hook_commands/types.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type {
  ActionName,
  ContainerName,
  EndpointName,
  OptionName,
  ResourceName,
  StorageName,
} from "../../src/meta/charmcraft_types.ts";
import type { Model } from "../../src/model/model.ts";
import type { Plan } from "../../src/pebble/plan.ts";
import type { RecordedCommand } from "../../src/simulator/simulated_runner.ts";
import type { ActionOutput } from "../action_failed.ts";
import type {
  BindingName,
  StateActionParams,
  StateConfig,
} from "../state/state_names.ts";
import { loadCharmcraft } from "../load_charmcraft.ts";
import type { JujuLogLine } from "../state/juju_log_line.ts";
import { runAction } from "./actions.ts";
import { changeConfig, expectOptions } from "./config.ts";
import { type AppUnitOrName, entityName } from "./databags.ts";
import { execHandler, type HandleExecOptions } from "./exec.ts";
import type { HarnessCharmClass, HarnessOptions } from "./harness_options.ts";
import { HarnessUnit } from "./harness_unit.ts";
import { runInitialHooks } from "./initial_hooks.ts";
import { addNetwork, type AddNetworkOptions } from "./networks.ts";
import { pebbleNotify, type PebbleNotifyOptions } from "./notices.ts";
import {
  addRelation,
  type AddRelationOptions,
  addRelationUnit,
  getRelationData,
  removeRelation,
  removeRelationUnit,
  updateRelationData,
} from "./relations.ts";
import {
  addOciResource,
  addResource,
  type OciResourceContents,
  populateOciResources,
} from "./resources.ts";
import {
  addModelSecret,
  addUserSecret,
  getSecretGrants,
  getSecretRevisions,
  grantSecret,
  revokeSecret,
  setSecretContent,
  triggerSecret,
} from "./secrets.ts";
import {
  addStorage,
  type AddStorageOptions,
  attachStorage,
  detachStorage,
  removeStorage,
} from "./storages.ts";

/** Options of {@linkcode Harness.updateConfig}. */
export interface UpdateConfigOptions<N extends string = string> {
  /** Options that go back to their default. @default {[]} */
  readonly unset?: Iterable<N>;
}

/** Options of {@linkcode Harness.setModelInfo}. */
export interface ModelInfo {
  /** Name of the model. @default {as it is} */
  readonly name?: string;
  /** UUID of the model. @default {as it is} */
  readonly uuid?: string;
}

/** Options of {@linkcode Harness.triggerSecretRotation} and its like. */
export interface TriggerSecretOptions {
  /** The label that Juju tells. @default {that of the secret} */
  readonly label?: string;
}

/**
 * A charm object that lives through many events, for tests that were written
 * with the Harness of ops: a call of it changes what Juju knows, and has the
 * charm handle the event of that.
 *
 * New tests are better written with `Context`, which makes the charm anew for
 * each event, as Juju does. What the charm meets is the same in both, down to
 * the arguments of hook commands: what a handler writes is kept when it ends
 * and dropped when it throws, and what it throws is thrown by the call.
 *
 * Calls that have the charm handle an event are to be awaited. Nothing is
 * delivered before `begin`, and nothing while hooks are disabled, unless it says
 * otherwise. Deferred events come again with `harness.framework.reemit()`, and
 * collected statuses are set by `evaluateStatus`.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Harness } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const charmcraft = {
 *   name: "web",
 *   requires: { db: { interface: "postgresql", limit: 1 } },
 * } as const satisfies ops.Charmcraft;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on["db"].relationChanged, this.#onDatabase);
 *   }
 *
 *   #onDatabase({ relation, app }: ops.RelationChangedEvent): void {
 *     const host = app && relation.data.get(app).get("host");
 *     this.unit.status = new ops.ActiveStatus(`Uses ${host}`);
 *   }
 * }
 *
 * using harness = new Harness(WebCharm, charmcraft);
 * const charm = await harness.begin();
 *
 * await harness.addRelation("db", "postgresql", {
 *   appData: { host: "10.0.0.7" },
 * });
 *
 * assertEquals(charm.unit.status, new ops.ActiveStatus("Uses 10.0.0.7"));
 * ```
 */
export class Harness<
  C extends Charmcraft = Charmcraft,
  T extends CharmBase<C> = CharmBase<C>,
> implements Disposable {
  readonly #unit: HarnessUnit<C, T>;
  readonly #random: () => number;

  /**
   * Takes the charm, and its metadata as charmcraft.yaml has it. The unit is the
   * first one of its application, and does not lead.
   *
   * @throws {TypeError} If the options of the charm are no map.
   * @throws {HarnessError} If an option with a default has a type that Juju does
   * not know.
   */
  constructor(
    charmClass: HarnessCharmClass<C, T>,
    charmcraft: C,
    options: HarnessOptions = {},
  ) {
    expectOptions(charmcraft.config);
    this.#unit = new HarnessUnit(charmClass, charmcraft, options);
    this.#random = options.random ?? Math.random;
  }

  /**
   * A harness with the metadata of a charm's folder: of its charmcraft.yaml, or
   * of its metadata.yaml, config.yaml and actions.yaml.
   *
   * @example Usage
   * ```ts ignore
   * import { Harness } from "@charmkit/ops/testing";
   * import { MyCharm } from "./charm.ts";
   *
   * const folder = new URL("..", import.meta.url);
   * using harness = await Harness.load(MyCharm, folder);
   * ```
   *
   * @throws {ContextSetupError} If there is no metadata, or it can't be read.
   */
  static async load<C extends Charmcraft, T extends CharmBase<C>>(
    charmClass: HarnessCharmClass<C, T>,
    folder: string | URL,
    options: HarnessOptions = {},
  ): Promise<Harness<C, T>> {
    const charmcraft = await loadCharmcraft(folder);
    return new Harness<C, T>(charmClass, charmcraft as C, options);
  }

  /**
   * The charm.
   *
   * @throws {HarnessError} Before {@linkcode Harness.begin}.
   */
  get charm(): T {
    return this.#unit.charm;
  }

  /**
   * The model that the charm sees. Between two events a test may read and write
   * every databag with it; what it does otherwise is what a charm may do, and
   * is kept at once.
   */
  get model(): Model {
    return this.#unit.model;
  }

  /** The framework of the charm, such as to `reemit()` what was deferred. */
  get framework(): Framework {
    return this.#unit.framework;
  }

  /** Lines of Juju's log so far, those that the charm writes with `console` too. */
  get logs(): readonly JujuLogLine[] {
    return this.#unit.logs;
  }

  /** How often the charm has asked for a reboot. */
  get rebootCount(): number {
    return this.#unit.rebootCount;
  }

  /**
   * Makes the charm; no event is delivered.
   *
   * @returns The charm.
   * @throws {HarnessError} If it is made already.
   */
  begin(): Promise<T> {
    return this.#unit.begin();
  }

  /**
   * Makes the charm, and has it handle what a new unit goes through: storage
   * that was added, install, relations (those among peers are added), leadership,
   * config-changed, start, pebble-ready of each container, and what relations
   * that were there have to show. Relations come in any order.
   *
   * @returns The charm.
   * @throws {HarnessError} If it is made already.
   */
  async beginWithInitialHooks(): Promise<T> {
    const charm = await this.#unit.begin();
    await runInitialHooks(this.#unit, this.#random);
    return charm;
  }

  /** Removes temporary files; called twice, nothing happens. */
  cleanup(): void {
    this.#unit.cleanup();
  }

  /** The same as {@linkcode Harness.cleanup}, for `using`. */
  [Symbol.dispose](): void {
    this.cleanup();
  }

  /** Lets calls change what Juju knows without an event. */
  disableHooks(): void {
    this.#unit.hooksEnabled = false;
  }

  /** Lets calls have the charm handle their events again. */
  enableHooks(): void {
    this.#unit.hooksEnabled = true;
  }

  /**
   * Disables hooks to the end of a block, and then leaves them as they were:
   * `using _ = harness.hooksDisabled();`.
   */
  hooksDisabled(): Disposable {
    const unit = this.#unit;
    const before = unit.hooksEnabled;
    unit.hooksEnabled = false;
    return {
      [Symbol.dispose]: () => void (unit.hooksEnabled = before),
    };
  }

  /**
   * Adds a relation. With data, a unit 0 of the remote application joins it
   * (among peers, the first other one).
   *
   * @param endpoint Endpoint of this charm.
   * @param remoteApp Name of the remote application; of peers, the own one.
   * @param options Databags of the other side.
   * @returns Number of the relation.
   * @throws {RelationNotFoundError} If the metadata declares no such endpoint.
   * @throws {TypeError} If peers are to be of another application.
   */
  addRelation(
    endpoint: EndpointName<C>,
    remoteApp: string,
    options: AddRelationOptions = {},
  ): Promise<number> {
    return addRelation(this.#unit, endpoint, remoteApp, options);
  }

  /**
   * Has a unit of the remote application join a relation.
   *
   * @throws {RelationNotFoundError} If there is no such relation.
   * @throws {TypeError} If it is no unit of the relation's application.
   * @throws {HarnessError} If it is there already.
   */
  addRelationUnit(relationId: number, unitName: string): Promise<void> {
    return addRelationUnit(this.#unit, relationId, unitName);
  }

  /**
   * Changes a databag; an empty value deletes its key. Who may write it does not
   * matter. An event comes if something has changed, but not for what the unit
   * shows itself.
   *
   * @throws {RelationNotFoundError} If there is no such relation.
   * @throws {HarnessError} If the unit or application takes no part in it.
   */
  updateRelationData(
    relationId: number,
    appOrUnit: AppUnitOrName,
    changes: Readonly<Record<string, string>>,
  ): Promise<void> {
    const entity = entityName(appOrUnit);
    return updateRelationData(this.#unit, relationId, entity, changes);
  }

  /**
   * Has a remote unit leave a relation; what it showed can be read in the
   * handlers of that.
   *
   * @throws {RelationNotFoundError} If there is no such relation.
   * @throws {HarnessError} If the unit is not in it.
   */
  removeRelationUnit(
    relationId: number,
    unitName: AppUnitOrName,
  ): Promise<void> {
    return removeRelationUnit(this.#unit, relationId, entityName(unitName));
  }

  /**
   * Removes a relation: its units leave, then it is broken and gone, with all
   * that was granted over it.
   *
   * @throws {RelationNotFoundError} If there is no such relation.
   */
  removeRelation(relationId: number): Promise<void> {
    return removeRelation(this.#unit, relationId);
  }

  /**
   * A databag as it is now, whoever may read it; null for a unit or application
   * that takes no part in the relation.
   *
   * @throws {RelationNotFoundError} If there is no such relation.
   */
  getRelationData(
    relationId: number,
    appOrUnit: AppUnitOrName,
  ): Record<string, string> | null {
    return getRelationData(this.#unit, relationId, entityName(appOrUnit));
  }

  /**
   * Sets options of the charm, and has it handle config-changed, even if nothing
   * has changed.
   *
   * @param values Values by name; null changes nothing.
   * @param options Options that go back to their default.
   * @throws {TypeError} If the metadata declares no such option.
   * @throws {HarnessError} If a value is not of the option's type.
   */
  async updateConfig(
    values: Partial<StateConfig<C>> = {},
    options: UpdateConfigOptions<OptionName<C>> = {},
  ): Promise<void> {
    this.#unit.requireIdle("update the config");
    changeConfig(this.#unit.state, values, options.unset ?? []);
    await this.#unit.emit({ kind: "config-changed" });
  }

  /** Makes the unit the leader, which is an event each time, or no leader. */
  async setLeader(isLeader: boolean = true): Promise<void> {
    this.#unit.requireIdle("set the leader");
    this.#unit.state.leader = isLeader;
    if (isLeader) await this.#unit.emit({ kind: "leader-elected" });
    else this.#unit.refresh();
  }

  /** Sets the model's name. @throws {HarnessError} After `begin`. */
  setModelName(name: string): void {
    this.setModelInfo({ name });
  }

  /** Sets the model's UUID. @throws {HarnessError} After `begin`. */
  setModelUuid(uuid: string): void {
    this.setModelInfo({ uuid });
  }

  /**
   * Sets name and UUID of the model. Without it, the name is empty and the UUID a
   * random one.
   *
   * @throws {HarnessError} After `begin`.
   */
  setModelInfo(info: ModelInfo): void {
    this.#unit.requireNotBegun("set what the model is called");
    const { state } = this.#unit;
    state.modelName = info.name ?? state.modelName;
    state.modelUuid = info.uuid ?? state.modelUuid;
    this.#unit.refresh();
  }

  /**
   * Sets how many units the application is to have.
   *
   * @throws {TypeError} If it is no whole number, or less than 0.
   */
  setPlannedUnits(count: number): void {
    if (!Number.isInteger(count) || count < 0) {
      throw new TypeError(
        `Cannot plan ${count} units: it must be a whole number from 0 on`,
      );
    }
    this.#unit.plannedUnits = count;
    this.#unit.refresh();
  }

  /** Has as many units planned as are known: this one and its peers. */
  resetPlannedUnits(): void {
    this.#unit.plannedUnits = null;
    this.#unit.refresh();
  }

  /** The version of the workload that the charm has set; null: none yet. */
  getWorkloadVersion(): string | null {
    return this.#unit.workloadVersion;
  }

  /**
   * Has the charm's parts add their statuses, and sets the most severe one of
   * the unit and, if it leads, of the application, as after each event in Juju.
   *
   * @throws {HarnessError} Before `begin`.
   */
  async evaluateStatus(): Promise<void> {
    await this.#unit.run({ kind: "update-status" }, evaluateStatus);
  }

  /** Sets the cloud that a trusted charm sees. */
  setCloudSpec(spec: CloudSpec): void {
    this.#unit.state.cloudSpec = spec;
    this.#unit.refresh();
  }

  /**
   * Adds a network, or replaces the one of the same endpoint and relation. The
   * charm sees that of the relation, else of the endpoint, else the one for all.
   *
   * @param address IP address of the unit.
   * @param options What has the address, and other ones.
   * @throws {TypeError} If it is no IP address, or a relation has no endpoint.
   * @throws {ModelError} If there is no such endpoint, or no such relation of it.
   */
  addNetwork(
    address: string,
    options: AddNetworkOptions<BindingName<C>> = {},
  ): void {
    addNetwork(this.#unit, address, options);
  }

  /**
   * Adds instances of a storage, each with a folder of this machine.
   *
   * @returns Their ids, such as `"data/0"`; numbers are used once.
   * @throws {HarnessError} If the metadata declares no such storage.
   */
  addStorage(
    name: StorageName<C>,
    options: AddStorageOptions = {},
  ): Promise<string[]> {
    return addStorage(this.#unit, name, options);
  }

  /**
   * Attaches a storage instance, which containers that mount it then see; one
   * that is attached stays so, without an event.
   *
   * @throws {HarnessError} If there is no such instance.
   */
  attachStorage(id: string): Promise<void> {
    return attachStorage(this.#unit, id);
  }

  /**
   * Detaches a storage instance, after the event of it.
   *
   * @throws {HarnessError} If there is no such instance, or before `begin`.
   */
  detachStorage(id: string): Promise<void> {
    return detachStorage(this.#unit, id);
  }

  /**
   * Detaches a storage instance if it is attached, and takes it away.
   *
   * @throws {HarnessError} If there is no such instance.
   */
  removeStorage(id: string): Promise<void> {
    return removeStorage(this.#unit, id);
  }

  /**
   * Adds the file of a resource.
   *
   * @throws {HarnessError} If the metadata declares no such file.
   */
  addResource(name: ResourceName<C>, content: string | Uint8Array): void {
    addResource(this.#unit, name, content);
  }

  /**
   * Adds an image, of which a charm sees where it is and who may fetch it.
   *
   * @param name Name in the metadata.
   * @param contents What the YAML file of it has.
   * @throws {HarnessError} If the metadata declares no such image.
   */
  addOciResource(name: ResourceName<C>, contents?: OciResourceContents): void {
    addOciResource(this.#unit, name, contents);
  }

  /** Adds all images of the metadata. */
  populateOciResources(): void {
    populateOciResources(this.#unit);
  }

  /**
   * Adds a secret of a unit or application, be it this one or another, which
   * then has to grant it.
   *
   * @returns Its id, with `secret:`.
   * @throws {TypeError} If keys or values are not as Juju takes them.
   */
  addModelSecret(
    owner: AppUnitOrName,
    content: Readonly<Record<string, string>>,
  ): string {
    return addModelSecret(this.#unit, entityName(owner), content);
  }

  /**
   * Adds a secret of the user, who then has to grant it.
   *
   * @returns Its id, with `secret:`.
   * @throws {TypeError} If keys or values are not as Juju takes them.
   */
  addUserSecret(content: Readonly<Record<string, string>>): string {
    return addUserSecret(this.#unit, content);
  }

  /**
   * Lets a unit or application, such as that of the charm, read a secret of
   * others.
   *
   * @throws {HarnessError} If it is an own secret, or there is no relation with
   * its owner.
   */
  grantSecret(id: string, observer: AppUnitOrName): void {
    grantSecret(this.#unit, id, entityName(observer));
  }

  /**
   * Takes back what {@linkcode Harness.grantSecret} gave; what was not granted
   * is fine.
   *
   * @throws {HarnessError} If it is an own secret, or there is no relation with
   * its owner.
   */
  revokeSecret(id: string, observer: AppUnitOrName): void {
    revokeSecret(this.#unit, id, entityName(observer));
  }

  /**
   * Gives a secret of others a new revision, and has the charm handle
   * secret-changed, also while hooks are disabled.
   *
   * @throws {HarnessError} If there is no such secret, or it is an own one, or
   * before `begin`.
   */
  setSecretContent(
    id: string,
    content: Readonly<Record<string, string>>,
  ): Promise<void> {
    return setSecretContent(this.#unit, id, content);
  }

  /**
   * Names of the units and applications that may read a secret over a relation.
   *
   * @throws {HarnessError} If there is no such secret.
   */
  getSecretGrants(id: string, relationId: number): Set<string> {
    return getSecretGrants(this.#unit, id, relationId);
  }

  /**
   * Numbers of a secret's revisions, oldest first.
   *
   * @throws {HarnessError} If there is no such secret.
   */
  getSecretRevisions(id: string): number[] {
    return getSecretRevisions(this.#unit, id);
  }

  /**
   * Has the charm handle secret-rotate, also while hooks are disabled.
   *
   * @throws {HarnessError} If there is no such secret, or it is the user's, or
   * before `begin`.
   */
  triggerSecretRotation(
    id: string,
    { label }: TriggerSecretOptions = {},
  ): Promise<void> {
    return triggerSecret(this.#unit, id, { kind: "secret-rotate", label });
  }

  /**
   * Has the charm handle secret-remove of a revision, also while hooks are
   * disabled.
   *
   * @throws {HarnessError} If there is no such secret, or before `begin`.
   */
  triggerSecretRemoval(
    id: string,
    revision: number,
    { label }: TriggerSecretOptions = {},
  ): Promise<void> {
    const kind = "secret-remove";
    return triggerSecret(this.#unit, id, { kind, revision, label });
  }

  /**
   * Has the charm handle secret-expired of a revision, also while hooks are
   * disabled.
   *
   * @throws {HarnessError} If there is no such secret, or it is the user's, or
   * before `begin`.
   */
  triggerSecretExpiration(
    id: string,
    revision: number,
    { label }: TriggerSecretOptions = {},
  ): Promise<void> {
    const kind = "secret-expired";
    return triggerSecret(this.#unit, id, { kind, revision, label });
  }

  /**
   * Runs an action; parameters with a default are filled in.
   *
   * @param name Name in the metadata.
   * @param params Parameters.
   * @returns What the action has told.
   * @throws {ActionFailed} If the action called `fail`; it has what was told.
   * @throws {HarnessError} If the metadata declares no such action, a parameter
   * that must be given is missing, or before `begin`.
   * @throws {ModelError} If Juju would refuse the parameters.
   */
  runAction<N extends ActionName<C>>(
    name: N,
    params: StateActionParams<C, N> = {} as StateActionParams<C, N>,
  ): Promise<ActionOutput> {
    return runAction(
      this.#unit,
      name,
      params as Readonly<Record<string, unknown>>,
    );
  }

  /** Lets the Pebble of a container answer, or not; no event comes of it. */
  setCanConnect(
    container: ContainerName<C> | Container,
    canConnect: boolean = true,
  ): void {
    this.#unit.containers.get(entityName(container)).canConnect = canConnect;
  }

  /**
   * Lets the Pebble of a container answer, and has the charm handle
   * pebble-ready, also while hooks are disabled. Before `begin` it does nothing.
   *
   * @throws {TypeError} If the metadata declares no such container.
   */
  async containerPebbleReady(name: ContainerName<C>): Promise<void> {
    const unit = this.#unit;
    const pebble = unit.containers.get(name);
    if (!unit.hasBegun) return;
    unit.requireIdle(`run "${name}-pebble-ready"`);
    pebble.canConnect = true;
    await unit.run({ kind: "pebble-ready", container: name });
  }

  /**
   * The plan of a container's Pebble.
   *
   * @throws {TypeError} If the metadata declares no such container.
   * @throws {ConnectionError} If its Pebble does not answer.
   */
  getContainerPebblePlan(name: ContainerName<C>): Plan {
    const pebble = this.#unit.containers.get(name);
    pebble.requireConnection();
    return pebble.plan.toPlan();
  }

  /**
   * The folder of this machine that is `/` of a container from now on: what is
   * written there, the charm sees, and the other way round.
   *
   * @throws {TypeError} If the metadata declares no such container.
   */
  getFilesystemRoot(container: ContainerName<C> | Container): string {
    return this.#unit.containers.root(entityName(container));
  }

  /**
   * Records a notice in a container, and has the charm handle it, also while
   * hooks are disabled, unless it is one that is not repeated yet. A change of a
   * check is told as the check's failure or recovery.
   *
   * @param container Name of the container.
   * @param key Such as `"example.com/backup-done"`; of a change, its id.
   * @param options Data and type.
   * @returns Id of the notice.
   * @throws {APIError} If Pebble would refuse it.
   */
  pebbleNotify(
    container: ContainerName<C>,
    key: string,
    options: PebbleNotifyOptions = {},
  ): Promise<string> {
    return pebbleNotify(this.#unit, container, key, options);
  }

  /**
   * Sets what plays the commands that the charm runs in a container. Of several
   * that fit, the one with the longest prefix does.
   *
   * @param container The container.
   * @param prefix Words that the command begins with; none: any command.
   * @param options What plays it.
   * @throws {TypeError} If there is not exactly one of handler and result, or a
   * result is none.
   */
  handleExec(
    container: ContainerName<C> | Container,
    prefix: readonly string[],
    options: HandleExecOptions,
  ): void {
    const pebble = this.#unit.containers.get(entityName(container));
    pebble.handleExec(prefix, execHandler(options));
  }

  /**
   * The hook commands that were run since this was last asked, those of the
   * test itself too; for tests of what a charm asks of Juju.
   */
  takeHookCommands(): RecordedCommand[] {
    return this.#unit.commands.splice(0);
  }
}
