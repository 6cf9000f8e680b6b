import { RelationNotFoundError } from "./errors.ts";
import type { ModelContext } from "./model_context.ts";
import { Network } from "./network.ts";
import type { Relation } from "./relation.ts";
import { translateErrors } from "./_translate_errors.ts";

/**
 * The network of an endpoint, or of one of its relations.
 *
 * @example In a handler of a charm
 * ```ts ignore
 * const host = this.model.getBinding(event.relation).network.ingressAddress;
 * ```
 */
export class Binding {
  /** Name of the endpoint, or of an extra binding. */
  readonly name: string;
  readonly #context: ModelContext;
  readonly #relationId: number | null;
  #network: Network | null = null;

  /** Takes what is bound; nothing is asked of Juju yet. */
  constructor(
    context: ModelContext,
    name: string,
    relationId: number | null = null,
  ) {
    this.#context = context;
    this.name = name;
    this.#relationId = relationId;
  }

  /**
   * Its addresses, read once. For a relation that is gone, those of the
   * endpoint. Source: `network-get`.
   *
   * @throws {ModelError} If Juju knows no such binding, or has no address for it.
   */
  get network(): Network {
    return this.#network ??= this.#read();
  }

  #read(): Network {
    const id = this.#relationId;
    if (id === null) return this.#ask({});
    try {
      return this.#ask({ relationId: id });
    } catch (error) {
      if (error instanceof RelationNotFoundError) return this.#ask({});
      throw error;
    }
  }

  #ask(options: { readonly relationId?: number }): Network {
    return translateErrors(
      this.#context,
      `Cannot read the network of binding "${this.name}"`,
      () => new Network(this.#context.backend.networkGet(this.name, options)),
    );
  }
}

/** The bindings by endpoint name or relation: the same object each time. */
export class BindingMapping {
  readonly #context: ModelContext;
  readonly #bindings: Map<string | Relation, Binding> = new Map();

  /** Takes the model's shared parts; nothing is asked of Juju yet. */
  constructor(context: ModelContext) {
    this.#context = context;
  }

  /**
   * The binding of an endpoint, of an extra binding, or of one relation.
   *
   * @throws {TypeError} If the key is neither a name nor a relation.
   */
  get(key: string | Relation): Binding {
    let binding = this.#bindings.get(key);
    if (binding === undefined) {
      binding = this.#make(key);
      this.#bindings.set(key, binding);
    }
    return binding;
  }

  /**
   * Forgets what was read, as another dispatch begins.
   *
   * @internal
   */
  forget(): void {
    this.#bindings.clear();
  }

  #make(key: string | Relation): Binding {
    if (typeof key === "string") return new Binding(this.#context, key);
    if (typeof key?.name === "string" && typeof key.id === "number") {
      return new Binding(this.#context, key.name, key.id);
    }
    throw new TypeError(
      "Cannot get a binding: its key must be the name of an endpoint or a relation",
    );
  }
}
