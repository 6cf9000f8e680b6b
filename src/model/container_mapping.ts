import { Container } from "./container.ts";
import { ModelError } from "./errors.ts";
import type { ModelContext } from "./model_context.ts";
import { watched } from "./_watched.ts";

/** The containers of this unit by name: the same object each time. */
export class ContainerMapping {
  readonly #context: ModelContext;
  readonly #made: Map<string, Container> = new Map();

  /** Takes the model's shared parts; no connection is made. */
  constructor(context: ModelContext) {
    this.#context = context;
  }

  /** Names of the containers, as in the metadata. */
  keys(): string[] {
    return Object.keys(this.#context.meta.containers);
  }

  /** Whether the metadata declares such a container. */
  has(name: string): boolean {
    return Object.hasOwn(this.#context.meta.containers, name);
  }

  /**
   * One container.
   *
   * @throws {ModelError} If the metadata declares no such container.
   */
  get(name: string): Container {
    if (!this.has(name)) {
      throw new ModelError(
        `Cannot get container "${name}": the metadata declares ${
          this.keys().map((known) => `"${known}"`).join(", ") || "none"
        }`,
      );
    }
    let container = this.#made.get(name);
    if (container === undefined) {
      const { backend, log } = this.#context;
      const client = backend.pebble(name);
      const shown = `Pebble of container "${name}":`;
      container = new Container(name, watched(client, shown, this.#context), {
        jujuVersion: backend.context.version,
        logger: log,
      });
      this.#made.set(name, container);
    }
    return container;
  }

  /** The containers, in the order of the metadata. */
  *[Symbol.iterator](): IterableIterator<Container> {
    for (const name of this.keys()) yield this.get(name);
  }
}
