import type { ConfigValue } from "../hook_commands/types.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { OptionName, OptionValue } from "../meta/charmcraft_types.ts";
import { loadData } from "../schema/load_data.ts";
import type { LoadResult } from "../schema/load_result.ts";
import type {
  SchemaOutput,
  StandardSchema,
} from "../schema/standard_schema.ts";
import type { ModelContext } from "./model_context.ts";
import { Secret } from "./secret.ts";
import { translateErrors } from "./_translate_errors.ts";

/**
 * The charm's configuration, read from Juju at first use and kept for the
 * dispatch: Juju does not change it while a hook runs.
 *
 * Options that are not set and have no default are absent. A secret is its id
 * as text. Source: Juju's `config-get`.
 */
export class ConfigData<C extends Charmcraft = Charmcraft> {
  readonly #context: ModelContext;
  #values: ReadonlyMap<string, ConfigValue> | null = null;

  /** Takes the model's shared parts; nothing is asked of Juju yet. */
  constructor(context: ModelContext) {
    this.#context = context;
    // An option that is written would seem to be set, and Juju not know of it.
    Object.freeze(this);
  }

  /**
   * The value of an option, or undefined when it is not set.
   *
   * @param name Name of the option, as in the metadata.
   * @throws {ModelError} If Juju does not tell.
   */
  get<K extends OptionName<C>>(name: K): OptionValue<C, K> {
    return this.#load().get(name) as OptionValue<C, K>;
  }

  /** Whether an option has a value. */
  has(name: OptionName<C>): boolean {
    return this.#load().has(name);
  }

  /** Names of the options that have a value. */
  keys(): IterableIterator<string> {
    return this.#load().keys();
  }

  /** Names and values of the options that have a value. */
  entries(): IterableIterator<[string, ConfigValue]> {
    return this.#load().entries();
  }

  /** A copy as a plain object. */
  toObject(): Record<string, ConfigValue> {
    return Object.fromEntries(this.#load());
  }

  /**
   * The configuration as a schema gives it, or what is wrong with it.
   *
   * As `charm.tryLoadConfig`, without its checks of names.
   *
   * @throws {ModelError} If Juju does not tell.
   * @throws {TypeError} If the schema is asynchronous.
   */
  tryLoad<S extends StandardSchema>(schema: S): LoadResult<SchemaOutput<S>> {
    const options = [...this.#load()].map(([name, value]) => [
      name,
      this.#isSecret(name) ? this.#secret(value) : value,
    ]);
    return loadData(schema, Object.fromEntries(options), {
      action: "Cannot load the configuration",
    });
  }

  /** Names and values of the options that have a value. */
  [Symbol.iterator](): IterableIterator<[string, ConfigValue]> {
    return this.entries();
  }

  /**
   * Forgets what was read, as another dispatch begins.
   *
   * @internal
   */
  forget(): void {
    this.#values = null;
  }

  #isSecret(name: string): boolean {
    const { config } = this.#context.meta;
    return Object.hasOwn(config, name) && config[name]?.type === "secret";
  }

  /** The secret itself; an option set to empty text names none. */
  #secret(id: ConfigValue): Secret | undefined {
    return id === "" ? undefined : new Secret(this.#context, { id: `${id}` });
  }

  #load(): ReadonlyMap<string, ConfigValue> {
    return this.#values ??= new Map(Object.entries(translateErrors(
      this.#context,
      "Cannot read the configuration",
      () => this.#context.backend.configGet(),
    )));
  }
}
