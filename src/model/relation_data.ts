import { Application } from "./application.ts";
import {
  ModelError,
  RelationDataAccessError,
  RelationDataTypeError,
  RelationNotFoundError,
} from "./errors.ts";
import type { ModelContext } from "./model_context.ts";
import type { Relation } from "./relation.ts";
import type { Unit } from "./unit.ts";
import { translateErrors } from "./_translate_errors.ts";

/** Options of {@linkcode RelationDataContent.update}. */
export interface RelationUpdateOptions {
  /** Whether two texts, neither of them empty, mean the same to who reads them. */
  readonly isSame?: (present: string, next: string) => boolean;
}

/**
 * One databag of a relation: the texts that a unit or an application shows to
 * the other side.
 *
 * It is read at first use, with one `relation-get`, and kept for the dispatch.
 * A write goes to Juju at once, with only the keys that change, and becomes
 * visible to the other side when the hook has succeeded.
 */
export class RelationDataContent {
  readonly #relation: Relation;
  readonly #entity: Unit | Application;
  readonly #context: ModelContext;
  #content: Map<string, string> | null = null;

  /** Takes relation and owner of the bag; nothing is asked of Juju. */
  constructor(
    relation: Relation,
    entity: Unit | Application,
    context: ModelContext,
  ) {
    this.#relation = relation;
    this.#entity = entity;
    this.#context = context;
  }

  /**
   * The value of a key, or undefined.
   *
   * @throws {RelationDataAccessError} If this unit may not read the bag.
   */
  get(key: string): string | undefined {
    return this.#read().get(key);
  }

  /** Whether the bag has a key. */
  has(key: string): boolean {
    return this.#read().has(key);
  }

  /** How many keys the bag has. */
  get size(): number {
    return this.#read().size;
  }

  /** The keys. */
  keys(): IterableIterator<string> {
    return this.#read().keys();
  }

  /** Keys and values. */
  entries(): IterableIterator<[string, string]> {
    return this.#read().entries();
  }

  /** Keys and values. */
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  /** A copy as a plain object. */
  toObject(): Record<string, string> {
    return Object.fromEntries(this.#read());
  }

  /** Sets one key; an empty value deletes it, as Juju has it. */
  set(key: string, value: string): void {
    this.update({ [key]: value });
  }

  /** Deletes one key; one that is not there is no error. */
  delete(key: string): void {
    this.update({ [key]: "" });
  }

  /** Deletes all keys, with one hook command. */
  clear(): void {
    this.#assertMayWrite();
    this.update(
      Object.fromEntries([...this.#load().keys()].map((key) => [key, ""])),
    );
  }

  /**
   * Sets several keys with one hook command, or none when nothing changes.
   *
   * @param values Key to value; an empty value deletes the key.
   * @param options With `isSame`, a key also stays as it is when the function
   * says that the present text and the new one mean the same.
   * @throws {RelationDataTypeError} If a key or a value is not text; nothing is written.
   * @throws {RelationDataAccessError} If this unit may not write the bag.
   * @throws {RelationNotFoundError} If Juju says that the relation is gone.
   */
  update(
    values: Readonly<Record<string, string>>,
    options: RelationUpdateOptions = {},
  ): void {
    const { isSame = () => false } = options;
    for (const [key, value] of Object.entries(values)) {
      if (typeof value !== "string") {
        throw new RelationDataTypeError(
          `Cannot set relation data: the value of "${key}" is a ${typeof value}, not a string`,
        );
      }
    }
    this.#assertMayWrite();
    const content = this.#load();
    const changes = Object.entries(values).filter(([key, value]) => {
      const present = content.get(key) ?? "";
      if (present === "" || value === "") return present !== value;
      return present !== value && !isSame(present, value);
    });
    if (changes.length === 0) return;
    translateErrors(
      this.#context,
      `Cannot write data of relation ${this.#relation}`,
      () =>
        this.#context.backend.relationSet(
          this.#ref,
          Object.fromEntries(changes),
          { app: this.#isApp, of: this.#entity.name },
        ),
    );
    for (const [key, value] of changes) {
      if (value === "") content.delete(key);
      else content.set(key, value);
    }
  }

  /** Shows the content, or `<n/a>` when this unit may not read it. */
  toString(): string {
    try {
      return JSON.stringify(this.toObject());
    } catch (error) {
      if (error instanceof ModelError) return "<n/a>";
      throw error;
    }
  }

  /**
   * Forgets what was read, as another dispatch begins.
   *
   * @internal
   */
  forget(): void {
    this.#content = null;
  }

  get #isApp(): boolean {
    return this.#entity instanceof Application;
  }

  get #ref(): { endpoint: string; id: number } {
    return { endpoint: this.#relation.name, id: this.#relation.id };
  }

  #read(): Map<string, string> {
    this.#assertMayRead();
    return this.#load();
  }

  #load(): Map<string, string> {
    return this.#content ??= new Map(Object.entries(this.#fetch()));
  }

  #fetch(): Record<string, string> {
    const { version } = this.#context.backend.context;
    if (this.#isApp && !version.hasAppData) {
      throw new ModelError(
        `Cannot read data of "${this.#entity.name}" in relation ${this.#relation}: Juju ${version} has no data of applications, which needs 2.7.0 or later`,
      );
    }
    try {
      return translateErrors(
        this.#context,
        `Cannot read data of relation ${this.#relation}`,
        () =>
          this.#context.backend.relationGet(this.#ref, this.#entity.name, {
            app: this.#isApp,
          }),
      );
    } catch (error) {
      if (error instanceof RelationNotFoundError) return {};
      throw error;
    }
  }

  #assertMayRead(): void {
    if (this.#context.running === null || !this.#relation.active) return;
    if (!this.#isApp) return;
    if (this.#relation.app === this.#entity) return;
    if (this.#leads("read")) return;
    throw this.#refused(
      "read",
      "only the leader can read its own application's",
    );
  }

  #assertMayWrite(): void {
    if (this.#context.running === null) return;
    if (!this.#entity.isOwn) {
      throw this.#refused("write", "it belongs to another");
    }
    if (this.#isApp && !this.#leads("write")) {
      throw this.#refused("write", "only the leader can");
    }
  }

  #leads(verb: "read" | "write"): boolean {
    return translateErrors(
      this.#context,
      `Cannot ${verb} data of relation ${this.#relation}`,
      () => this.#context.leadership.isLeader(),
    );
  }

  #refused(verb: "read" | "write", why: string): RelationDataAccessError {
    return new RelationDataAccessError(
      `Cannot ${verb} data of "${this.#entity.name}" in relation ${this.#relation}: ${why}`,
    );
  }
}

/** The databags of a relation, by the unit or application that they belong to. */
export class RelationData {
  readonly #bags: ReadonlyMap<Unit | Application, RelationDataContent>;
  readonly #relation: Relation;

  /** Takes the owners of the bags; nothing is asked of Juju. */
  constructor(
    relation: Relation,
    entities: Iterable<Unit | Application>,
    context: ModelContext,
  ) {
    this.#relation = relation;
    this.#bags = new Map(
      [...entities].map((entity) => [
        entity,
        new RelationDataContent(relation, entity, context),
      ]),
    );
  }

  /**
   * The databag of a unit or an application.
   *
   * @throws {ModelError} If it has no databag in this relation.
   */
  get(entity: Unit | Application): RelationDataContent {
    const bag = this.#bags.get(entity);
    if (bag === undefined) {
      throw new ModelError(
        `Cannot get data of ${entity} in relation ${this.#relation}: it takes no part in it`,
      );
    }
    return bag;
  }

  /** Whether a unit or an application has a databag here. */
  has(entity: Unit | Application): boolean {
    return this.#bags.has(entity);
  }

  /** The units and applications that have a databag here. */
  keys(): IterableIterator<Unit | Application> {
    return this.#bags.keys();
  }

  /**
   * Forgets what was read, as another dispatch begins.
   *
   * @internal
   */
  forget(): void {
    for (const bag of this.#bags.values()) bag.forget();
  }

  /** The databags with their owners. */
  [Symbol.iterator](): IterableIterator<
    [Unit | Application, RelationDataContent]
  > {
    return this.#bags.entries();
  }
}
