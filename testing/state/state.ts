import type { ConfigValue } from "../../src/hook_commands/types.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import { StatusBase, UnknownStatus } from "../../src/model/status.ts";
import { StateLookupError } from "../errors.ts";
import { frozenRecord } from "./_frozen.ts";
import { distinct, list } from "./_lists.ts";
import { typedOptions, untypedOptions } from "./_untyped.ts";
import { Component } from "./component.ts";
import type { Container } from "./container.ts";
import type { DeferredEvent } from "./deferred_event.ts";
import { Model } from "./model.ts";
import { type ICMPPort, type TCPPort, toPort, type UDPPort } from "./port.ts";
import type { Network } from "./network.ts";
import type { Resource } from "./resource.ts";
import type { Secret } from "./secret.ts";
import {
  type CharmDescription,
  stateOptionsFrom,
} from "./state_from_context.ts";
import type {
  AnyEndpoint,
  AnyNames,
  AnyRelation,
  NamesOf,
  StateNames,
  StateRelation,
} from "./state_names.ts";
import { type Storage, toStorage } from "./storage.ts";
import type { StateOptions } from "./state_options.ts";
import type { StoredState } from "./stored_state.ts";

/**
 * Everything that Juju, Pebble and the charm's own storage hold for a unit: what
 * a run starts from, and what it ends with. It does not change: a run gives a
 * new one.
 *
 * Its parts are in lists, in the order in which they were given, where ops has
 * sets: `assertEquals` compares lists best, and tests read parts by index. As in
 * a set, a part that equals an earlier one is left out.
 *
 * @example Usage
 * ```ts
 * import { Container, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const state = new State({ containers: [new Container("web")] });
 * const leading = state.with({ leader: true });
 *
 * assertEquals([state.leader, leading.leader], [false, true]);
 * assertEquals(leading.getContainer("web").canConnect, false);
 * ```
 *
 * @example With the names of a charm
 * ```ts
 * import type { Charmcraft } from "@charmkit/ops";
 * import { type NamesOf, Relation, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const charmcraft = {
 *   name: "web",
 *   requires: { db: "postgresql" },
 *   config: { options: { port: { type: "int" } } },
 * } as const satisfies Charmcraft;
 *
 * const state = new State<NamesOf<typeof charmcraft>>({
 *   config: { port: 8080 },
 *   relations: [new Relation("db")],
 * });
 *
 * assertEquals(state.getRelations("db").length, 1);
 * // @ts-expect-error the charm has no endpoint of that name
 * assertEquals(state.getRelations("bd").length, 0);
 * ```
 */
export class State<N extends StateNames = AnyNames> extends Component {
  /** Options that somebody set. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Relations. */
  readonly relations: readonly StateRelation<N>[];
  /** Addresses of bindings that do not have the usual ones. */
  readonly networks: readonly Network<N["binding"]>[];
  /** Workload containers. */
  readonly containers: readonly Container<N["container"]>[];
  /** Attached storage instances. */
  readonly storages: readonly Storage<N["storage"]>[];
  /** Open ports. */
  readonly openedPorts: readonly (TCPPort | UDPPort | ICMPPort)[];
  /** Whether the unit leads. */
  readonly leader: boolean;
  /** The Juju model. */
  readonly model: Model;
  /** Own secrets, and those granted to this unit. */
  readonly secrets: readonly Secret[];
  /** Resources. */
  readonly resources: readonly Resource<N["resource"]>[];
  /** How many units the application is to have. */
  readonly plannedUnits: number;
  /** Deferred events, oldest first. */
  readonly deferred: readonly DeferredEvent[];
  /** What objects of the charm have stored. */
  readonly storedStates: readonly StoredState[];
  /** Status of the application. */
  readonly appStatus: StatusBase;
  /** Status of the unit. */
  readonly unitStatus: StatusBase;
  /** Version of the workload. */
  readonly workloadVersion: string;

  /**
   * Takes the parts.
   *
   * @throws {TypeError} If a status is not one of the status classes.
   * @throws {StateValidationError} If a port has no legal number.
   */
  constructor(options: StateOptions<N> = {}) {
    super();
    this.config = frozenRecord<ConfigValue>(
      options.config as Readonly<Record<string, ConfigValue>> | undefined,
    );
    this.relations = distinct(options.relations);
    this.networks = distinct(options.networks);
    this.containers = distinct(options.containers);
    this.storages = distinct(convert(options.storages, toStorage));
    this.openedPorts = distinct(convert(options.openedPorts, toPort));
    this.leader = options.leader ?? false;
    this.model = options.model ?? USUAL_MODEL;
    this.secrets = distinct(options.secrets);
    this.resources = distinct(options.resources);
    this.plannedUnits = options.plannedUnits ?? 1;
    this.deferred = list(options.deferred);
    this.storedStates = distinct(options.storedStates);
    this.appStatus = expectStatus("appStatus", options.appStatus ?? UNKNOWN);
    this.unitStatus = expectStatus("unitStatus", options.unitStatus ?? UNKNOWN);
    this.workloadVersion = options.workloadVersion ?? "";
    Object.freeze(this);
  }

  /**
   * A state with all that the charm's metadata declares: the options with their
   * defaults, a relation for each endpoint, each container, reachable, and each
   * storage. What is given wins.
   *
   * @example Usage
   * ```ts
   * import * as ops from "@charmkit/ops";
   * import { Context, State } from "@charmkit/ops/testing";
   * import { assertEquals } from "@std/assert";
   *
   * const charmcraft = {
   *   name: "web",
   *   containers: { web: {} },
   *   requires: { db: "postgresql" },
   * } as const;
   * class WebCharm extends ops.CharmBase<typeof charmcraft> {}
   *
   * const ctx = new Context(WebCharm, charmcraft);
   * const state = State.fromContext(ctx, { leader: true });
   *
   * assertEquals(state.getContainer("web").canConnect, true);
   * assertEquals(state.getRelations("db")[0]?.interface, "postgresql");
   * ```
   *
   * @param context The context, or another object with the charm's metadata.
   * @param options What differs.
   */
  static fromContext<C extends Charmcraft>(
    context: CharmDescription<C>,
    options: StateOptions<NamesOf<C>> = {},
  ): State<NamesOf<C>> {
    return new State<NamesOf<C>>(
      typedOptions(
        stateOptionsFrom(context.charmcraft, untypedOptions(options)),
      ),
    );
  }

  /** A container by its name. @throws {StateLookupError} If there is none. */
  getContainer<K extends N["container"]>(name: K): Container<K> {
    const found = this.containers.find((container) => container.name === name);
    return found as Container<K> | undefined ??
      missing(`container "${name}"`, this.containers.map(({ name }) => name));
  }

  /** Addresses of a binding. @throws {StateLookupError} If the state has none. */
  getNetwork(bindingName: N["binding"]): Network<N["binding"]> {
    return this.networks.find((network) =>
      network.bindingName === bindingName
    ) ??
      missing(
        `network "${bindingName}"`,
        this.networks.map(({ bindingName }) => bindingName),
      );
  }

  /**
   * A secret by its id, its label, or both, which then must both fit.
   *
   * @throws {TypeError} If neither is given.
   * @throws {StateLookupError} If there is none.
   */
  getSecret(
    key: { readonly id?: string; readonly label?: string },
  ): Secret {
    const { id, label } = key;
    if (id === undefined && label === undefined) {
      throw new TypeError("Cannot get a secret: give its id or its label");
    }
    const found = this.secrets.find((secret) =>
      (id === undefined || secret.id === id) &&
      (label === undefined || secret.label === label) &&
      id !== "" && label !== ""
    );
    const what = [
      ...id === undefined ? [] : [`id "${id}"`],
      ...label === undefined ? [] : [`label "${label}"`],
    ].join(" and ");
    return found ?? missing(
      `the secret with ${what}`,
      this.secrets.map(({ id, label }) =>
        label === null ? id : `${id} (${label})`
      ),
    );
  }

  /**
   * What an object has stored.
   *
   * @param name Name of the state, `"_stored"` where the charm gave none.
   * @param options Whose it is; nobody's is the framework's own.
   * @throws {StateLookupError} If there is none.
   */
  getStoredState(
    name: string,
    options: { readonly ownerPath?: string | null } = {},
  ): StoredState {
    const { ownerPath = null } = options;
    return this.storedStates.find((stored) =>
      stored.name === name && stored.ownerPath === ownerPath
    ) ??
      missing(
        `stored state "${name}" of ${ownerPath ?? "the framework"}`,
        this.storedStates.map(({ path }) => path),
      );
  }

  /**
   * A storage instance.
   *
   * @param name Name of the storage.
   * @param options Which one. @default {{ index: 0 }}
   * @throws {StateLookupError} If there is none.
   */
  getStorage<K extends N["storage"]>(
    name: K,
    options: { readonly index?: number } = {},
  ): Storage<K> {
    const { index = 0 } = options;
    const found = this.storages.find((storage) =>
      storage.name === name && storage.index === index
    );
    return found as Storage<K> | undefined ??
      missing(
        `storage "${name}/${index}"`,
        this.storages.map(({ fullId }) => fullId),
      );
  }

  /**
   * What became of a relation.
   *
   * @param relation A relation of an earlier state.
   * @throws {StateLookupError} If there is none of that number, or it has
   * another class or endpoint.
   */
  getRelation<R extends AnyRelation>(relation: R): R;
  /** A relation by its number. @throws {StateLookupError} If there is none. */
  getRelation(id: number): AnyRelation;
  getRelation(key: number | AnyRelation): AnyRelation {
    const id = typeof key === "number" ? key : key.id;
    const found = this.relations.find((relation) => relation.id === id) ??
      missing(
        `relation ${id}`,
        this.relations.map(({ endpoint, id }) => `${endpoint}:${id}`),
      );
    if (typeof key === "number") return found;
    if (
      found.constructor === key.constructor && found.endpoint === key.endpoint
    ) return found;
    throw new StateLookupError(
      `Cannot get what became of ${
        describe(key)
      }: relation ${id} of the state is ${describe(found)}`,
    );
  }

  /** The relations of an endpoint. */
  getRelations(endpoint: AnyEndpoint<N>): readonly AnyRelation[] {
    return this.relations.filter((relation) => relation.endpoint === endpoint);
  }

  /** A copy with some parts replaced. */
  with(changes: StateOptions<N>): State<N> {
    return new State<N>({ ...this, ...changes } as StateOptions<N>);
  }
}

/**
 * The model of states that do not say one. All have the same, so that two states
 * made alike are equal; nobody is to know its name.
 */
const USUAL_MODEL: Model = new Model();
const UNKNOWN: UnknownStatus = Object.freeze(new UnknownStatus());

/** What is already converted is left as it is: it may be a list that needs no copy. */
function convert<T, U extends T>(
  given: Iterable<T> | undefined,
  to: (item: T) => U,
): Iterable<U> | undefined {
  if (given === undefined) return undefined;
  if (Array.isArray(given) && given.every((item) => to(item) === item)) {
    return given;
  }
  return [...given].map(to);
}

function expectStatus(
  field: "appStatus" | "unitStatus",
  status: StatusBase,
): StatusBase {
  if (status instanceof StatusBase) return status;
  throw new TypeError(
    `Cannot make a state: ${field} is a ${typeof status}, not a status such as ActiveStatus`,
  );
}

function missing(what: string, known: readonly string[]): never {
  throw new StateLookupError(
    `Cannot get ${what}: the state has ${known.join(", ") || "none"}`,
  );
}

function describe(relation: AnyRelation): string {
  return `${relation.constructor.name}("${relation.endpoint}")`;
}
