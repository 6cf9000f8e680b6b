import type { ModelState } from "../../simulator/model_state.ts";
import type { Databag, RelationState } from "../../simulator/relation_state.ts";
import { unitAddresses } from "../../simulator/unit_addresses.ts";
import { CliError } from "../cli_error.ts";
import { checkRelation } from "./check_relation.ts";
import { databagChanges } from "./databag_writes.ts";
import { type RemoteDatabags, SILENT } from "./databag_file.ts";
import { keyOf, type RemoteRelation } from "./remote_relation.ts";
import { RemoteSecrets } from "./remote_secrets.ts";
import type { SecretValues } from "./secret_values.ts";
import { splitTarget, unitName } from "./targets.ts";
import type { DatabagEntry } from "./timeline.ts";

/** What a {@linkcode RemoteSide} is made from. */
export interface RemoteSideOptions {
  /** The worlds of all units of the charm. */
  readonly states: readonly ModelState[];
  /** Keeps contents of secrets from being shown. */
  readonly values: SecretValues;
  /** Gets what changes in remote databags. */
  readonly onChange?: (entry: DatabagEntry) => void;
}

/**
 * The other side of the charm's relations: applications that say what a file or
 * a command has them say. Nothing happens to the charm here; its units see the
 * change when they next settle.
 */
export class RemoteSide {
  /** Secrets that are not the charm's. */
  readonly secrets: RemoteSecrets;

  readonly #states: readonly ModelState[];
  readonly #onChange: (entry: DatabagEntry) => void;
  readonly #relations = new Map<number, RemoteRelation>();
  /** Relations that were removed and are still there for a unit. */
  readonly #ending = new Map<number, string>();
  readonly #addresses: Databag;
  #nextId: number;

  /** Begins without relations; those that the worlds have are not touched. */
  constructor(options: RemoteSideOptions) {
    this.#states = options.states;
    this.#onChange = options.onChange ?? (() => {});
    this.secrets = new RemoteSecrets(options.states, options.values);
    const [state] = options.states;
    // Other applications are on this machine too.
    this.#addresses = state === undefined ? {} : unitAddresses(state.release);
    const ids = options.states.flatMap(({ relations }) => [
      ...relations.keys(),
    ]);
    this.#nextId = Math.max(-1, ...ids) + 1;
  }

  /** The relations there are, by number. */
  get relations(): readonly RemoteRelation[] {
    return [...this.#relations.values()];
  }

  /**
   * Relates the charm with an application, as `juju integrate` does.
   *
   * @throws {CliError} If the charm has no such endpoint, or it takes no more.
   */
  relate(
    endpoint: string,
    app: string,
    bags: RemoteDatabags = SILENT,
  ): RemoteRelation {
    const [state] = this.#states;
    if (state !== undefined) {
      checkRelation(state, this.relations, { endpoint, app });
    }
    const relation = { id: this.#nextId++, endpoint, app };
    this.#relations.set(relation.id, relation);
    for (const state of this.#states) {
      state.addRelation({ id: relation.id, endpoint, remoteApp: app });
    }
    this.replace(relation, bags);
    return relation;
  }

  /** Has the application say what the databags hold, and nothing else. */
  replace(relation: RemoteRelation, bags: RemoteDatabags): void {
    const { app } = relation;
    const { secrets } = this;
    const ids = new Set(
      Object.entries(bags.secrets)
        .map(([name, content]) => secrets.put(app, name, content)),
    );
    const elsewhere = this.relations.some((other) =>
      other !== relation && other.app === app
    );
    for (const id of secrets.idsOf(app)) {
      if (!ids.has(id) && !elsewhere) secrets.remove(id);
    }
    this.#write(relation, app, this.#resolved(bags.app, app));
    const units = new Map<string, Databag>();
    for (const [number, bag] of Object.entries(bags.units)) {
      units.set(`${app}/${number}`, bag);
    }
    for (const unit of this.units(relation)) {
      if (!units.has(unit)) this.depart(relation, unit);
    }
    for (const [unit, bag] of units) {
      this.#write(relation, unit, this.#resolved(bag, app), true);
    }
  }

  /** Changes keys of a remote databag; an empty value takes a key away. */
  set(
    relation: RemoteRelation,
    owner: string,
    changes: Readonly<Record<string, string>>,
  ): void {
    if (owner !== relation.app && !this.units(relation).includes(owner)) {
      throw new CliError(
        `Cannot set data of "${owner}": it is not in ${keyOf(relation)}`,
        {
          hint: `There are ${
            [relation.app, ...this.units(relation)].join(", ")
          }; join ${relation.endpoint}:${owner} adds a unit`,
        },
      );
    }
    const bag = { ...this.bag(relation, owner) };
    for (const [key, value] of Object.entries(changes)) {
      if (value === "") delete bag[key];
      else bag[key] = this.secrets.resolve(value, relation.app);
    }
    this.#write(relation, owner, bag);
  }

  /**
   * Adds a unit of the remote application.
   *
   * @throws {CliError} If it is there already.
   */
  join(
    relation: RemoteRelation,
    unit: string,
    bag: Readonly<Record<string, string>> = {},
  ): void {
    if (this.units(relation).includes(unit)) {
      throw new CliError(`Cannot add "${unit}": it is there already`);
    }
    this.#write(relation, unit, this.#resolved(bag, relation.app), true);
  }

  /**
   * Takes a unit of the remote application away.
   *
   * @throws {CliError} If it is not there.
   */
  depart(relation: RemoteRelation, unit: string): void {
    if (!this.units(relation).includes(unit)) {
      throw new CliError(`Cannot remove "${unit}": it is not there`, {
        hint: `Units of ${keyOf(relation)}: ${
          this.units(relation).join(", ") || "none"
        }`,
      });
    }
    for (const seen of this.#seen(relation)) seen.removeUnit(unit);
  }

  /** Removes the relation; the units are told as Juju tells them (JEV-10). */
  remove(relation: RemoteRelation): void {
    this.#relations.delete(relation.id);
    this.#ending.set(relation.id, relation.app);
    for (const { relations } of this.#states) {
      const seen = relations.get(relation.id);
      if (seen !== undefined) seen.dying = true;
    }
  }

  /** Takes grants back whose relation no unit is in any more. */
  revokeEnded(): void {
    for (const [id, app] of this.#ending) {
      if (this.#states.some(({ relations }) => relations.has(id))) continue;
      this.#ending.delete(id);
      if (this.relations.some((relation) => relation.app === app)) continue;
      for (const secret of this.secrets.idsOf(app)) {
        this.secrets.grant(secret, false);
      }
    }
  }

  /** Names of the remote units that are there. */
  units(relation: RemoteRelation): string[] {
    return [...this.#seen(relation)[0]?.units.keys() ?? []].sort();
  }

  /** The databag of a remote application or unit. */
  bag(relation: RemoteRelation, owner: string): Databag {
    const [seen] = this.#seen(relation);
    if (owner === relation.app) return seen?.remoteAppData ?? {};
    return seen?.units.get(owner) ?? {};
  }

  /**
   * Finds a relation: `db`, `db:0` or `db:postgresql`.
   *
   * @throws {CliError} If there is none, or several could be meant.
   */
  find(text: string): RemoteRelation {
    const { endpoint, rest } = splitTarget(text);
    return this.#only(text, endpoint, rest === "" ? null : rest);
  }

  /**
   * Finds a relation and whose databag is meant: `db:postgresql/0`,
   * `db:postgresql`, and, where only one can be meant, `db:unit` and `db:app`.
   *
   * @throws {CliError} If there is no such relation, or several are.
   */
  findOwner(text: string): readonly [RemoteRelation, string] {
    const { endpoint, rest } = splitTarget(text);
    if (rest === "") {
      throw new CliError(`Cannot tell whose data "${text}" is`, {
        hint: `Write ${endpoint}:APP or ${endpoint}:APP/0`,
      });
    }
    if (rest !== "app" && rest !== "unit") {
      const relation = this.#only(text, endpoint, rest);
      // A bare number is the relation's, and not one of its units'.
      return [relation, /^\d+$/.test(rest) ? relation.app : rest];
    }
    const relation = this.#only(text, endpoint, null);
    if (rest === "app") return [relation, relation.app];
    const units = this.units(relation);
    const [unit] = units;
    if (unit !== undefined && units.length === 1) return [relation, unit];
    throw new CliError(`Cannot tell which unit "${text}" is`, {
      hint: `Units of ${keyOf(relation)}: ${units.join(", ") || "none"}`,
    });
  }

  #only(
    text: string,
    endpoint: string,
    entity: string | null,
  ): RemoteRelation {
    const app = entity === null ? null : unitName(entity)?.app ?? entity;
    const found = this.relations.filter((relation) =>
      relation.endpoint === endpoint &&
      (app === null || relation.app === app || String(relation.id) === app)
    );
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    const known = this.relations.map((relation) =>
      `${relation.endpoint}:${relation.app}`
    );
    throw new CliError(
      found.length === 0
        ? `Cannot find relation "${text}"`
        : `Cannot tell which relation "${text}" is`,
      { hint: `Relations: ${known.join(", ") || "none; relate adds one"}` },
    );
  }

  #resolved(bag: Databag, app: string): Databag {
    return Object.fromEntries(
      Object.entries(bag)
        .map(([key, value]) => [key, this.secrets.resolve(value, app)]),
    );
  }

  /** Writes a databag whole; a unit's has addresses in any case (JFL-09). */
  #write(
    relation: RemoteRelation,
    owner: string,
    bag: Databag,
    joins = false,
  ): void {
    const before = this.bag(relation, owner);
    const isUnit = owner !== relation.app;
    for (const seen of this.#seen(relation)) {
      if (!isUnit) seen.remoteAppData = bag;
      else seen.units.set(owner, joins ? { ...this.#addresses, ...bag } : bag);
    }
    const changes = databagChanges(before, this.bag(relation, owner));
    if (changes === null) return;
    this.#onChange({
      type: "databag",
      relation: keyOf(relation),
      owner,
      changes,
    });
  }

  #seen(relation: RemoteRelation): RelationState[] {
    return this.#states.map(({ relations }) => relations.get(relation.id))
      .filter((seen) => seen !== undefined);
  }
}
