import type { ModelContext } from "./model_context.ts";
import { translateErrors } from "./_translate_errors.ts";

/** A storage instance of this unit. */
export class Storage {
  /** Name of the storage, as in the metadata. */
  readonly name: string;
  /** Number of the instance, which no other in the model has. */
  readonly index: number;
  readonly #context: ModelContext;
  #location: string | null;

  /** Takes what is known; without a location, Juju is asked for it at first use. */
  constructor(
    context: ModelContext,
    options: {
      readonly name: string;
      readonly index: number;
      readonly location?: string;
    },
  ) {
    this.#context = context;
    this.name = options.name;
    this.index = options.index;
    this.#location = options.location ?? null;
  }

  /** The id as Juju writes it, such as `"data/0"`. */
  get fullId(): string {
    return `${this.name}/${this.index}`;
  }

  /**
   * Absolute path where it is mounted or, for a block device, of the device.
   * Asked once. Source: `storage-get`.
   *
   * @throws {ModelError} If Juju does not know the instance any more.
   */
  get location(): string {
    return this.#location ??= translateErrors(
      this.#context,
      `Cannot read the location of storage "${this.fullId}"`,
      () => this.#context.backend.storageGet(this.fullId).location,
    );
  }

  /** Shows the id, as in `Storage("data/0")`. */
  toString(): string {
    return `Storage("${this.fullId}")`;
  }
}
