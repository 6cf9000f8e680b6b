import type { HookCommandRunner } from "../hook_commands/runner.ts";
import type { CloudSpec } from "../hook_commands/types.ts";
import type { JujuVersion } from "../backend/juju_version.ts";
import type { Application } from "./application.ts";
import { ConfigData } from "./config.ts";
import { EntityCache } from "./entity_cache.ts";
import type { ModelContext, ModelDispatch } from "./model_context.ts";
import { type Binding, BindingMapping } from "./binding.ts";
import type { Relation } from "./relation.ts";
import { RelationMapping } from "./relation_mapping.ts";
import { Resources } from "./resources.ts";
import type { Secret } from "./secret.ts";
import { getSecret, secretOf } from "./secrets.ts";
import { StorageMapping } from "./storage_mapping.ts";
import type { Unit } from "./unit.ts";
import { translateErrors } from "./_translate_errors.ts";

/**
 * Juju's model as this unit sees it.
 *
 * Making it asks nothing of Juju. What is read is kept for the dispatch, except
 * where it says otherwise.
 */
export class Model {
  /** This unit. */
  readonly unit: Unit;
  /** The application of this unit. */
  readonly app: Application;
  /** The charm's configuration. */
  readonly config: ConfigData;
  /** Relations by endpoint. */
  readonly relations: RelationMapping;
  /** Storage instances by name. */
  readonly storages: StorageMapping;
  /** Files and images that came with the charm. */
  readonly resources: Resources;
  readonly #context: ModelContext;
  readonly #entities: EntityCache;
  readonly #bindings: BindingMapping;

  /** Takes what the parts share. */
  constructor(context: ModelContext) {
    this.#context = context;
    this.#entities = new EntityCache(context);
    this.unit = this.#entities.unit(context.unitName);
    this.app = this.unit.app;
    this.config = new ConfigData(context);
    this.relations = new RelationMapping(context, this.#entities);
    this.storages = new StorageMapping(context);
    this.resources = new Resources(context);
    this.#bindings = new BindingMapping(context);
  }

  /** Name of the model. */
  get name(): string {
    return this.#context.backend.context.modelName;
  }

  /** UUID of the model. */
  get uuid(): string {
    return this.#context.backend.context.modelUuid;
  }

  /** Version of the Juju agent. */
  get jujuVersion(): JujuVersion {
    return this.#context.backend.context.version;
  }

  /**
   * Runs hook commands that the model has no words for: the last argument of the
   * functions in `@charmkit/ops/hook-commands`. So they are answered in tests
   * too, and counted.
   *
   * What is changed this way, the model does not notice: a value that it has
   * read stays as it was for the dispatch.
   *
   * @example In a handler of a charm
   * ```ts ignore
   * import { unitGet } from "@charmkit/ops/hook-commands";
   *
   * const address = unitGet("public-address", this.model.hookCommands);
   * ```
   */
  get hookCommands(): HookCommandRunner {
    return this.#context.backend.hookCommands;
  }

  /** The unit of that name: the same object each time. Whether it exists is not checked. */
  getUnit(name: string): Unit {
    return this.#entities.unit(name);
  }

  /** The application of that name: the same object each time. Whether it exists is not checked. */
  getApp(name: string): Application {
    return this.#entities.application(name);
  }

  /**
   * The relation of an endpoint, or null when there is none.
   *
   * @param name Name of the endpoint.
   * @param id Number of the relation, when the endpoint may have several; one
   * that Juju does not list gives a relation that is not active.
   * @throws {TooManyRelatedAppsError} If there are several and no id is given.
   * @throws {ModelError} If the metadata declares no such endpoint.
   */
  getRelation(name: string, id?: number): Relation | null {
    return this.relations.find(name, id);
  }

  /**
   * The network binding of an endpoint or of one relation.
   *
   * @param binding Name of an endpoint or of an extra binding, or a relation.
   */
  getBinding(binding: string | Relation): Binding {
    return this.#bindings.get(binding);
  }

  /**
   * A secret by id, by label, or by both (which sets the label on this side).
   * Its content is read at once.
   *
   * @throws {TypeError} If neither is given.
   * @throws {SecretNotFoundError} If Juju knows no such secret.
   */
  getSecret(
    options: { readonly id?: string; readonly label?: string },
  ): Secret {
    return getSecret(this.#context, options);
  }

  /** A secret that an event is about; nothing is asked of Juju yet. */
  secretOf(
    reference: { readonly id: string; readonly label?: string },
  ): Secret {
    return secretOf(this.#context, reference);
  }

  /**
   * Goes on in another dispatch: what was read and set is forgotten, while
   * units, applications and containers stay the same objects.
   *
   * @internal
   */
  beginDispatch(dispatch: ModelDispatch): void {
    this.#context.beginDispatch(dispatch);
    this.#entities.forget();
    this.config.forget();
    this.relations.forget();
    this.storages.forget();
    this.resources.forget();
    this.#bindings.forget();
  }

  /**
   * The cloud that the model is in, with its credential; needs `juju trust`.
   * Asked anew each time.
   *
   * @throws {ModelError} If the application is not trusted.
   */
  getCloudSpec(): CloudSpec {
    return translateErrors(
      this.#context,
      "Cannot read the cloud's credential",
      () => this.#context.backend.credentialGet(),
    );
  }
}
