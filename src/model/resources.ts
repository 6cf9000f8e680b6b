import type { Charmcraft } from "../meta/charmcraft.ts";
import type { ResourceName } from "../meta/charmcraft_types.ts";
import { ModelError } from "./errors.ts";
import type { ModelContext } from "./model_context.ts";
import { translateErrors } from "./_translate_errors.ts";

/**
 * The files and images that the metadata declares as resources.
 *
 * @example In a handler of a charm
 * ```ts ignore
 * const schema = await Deno.readTextFile(this.model.resources.fetch("schema"));
 * ```
 */
export class Resources<C extends Charmcraft = Charmcraft> {
  readonly #context: ModelContext;
  readonly #paths: Map<string, string> = new Map();

  /** Takes the model's shared parts; nothing is asked of Juju yet. */
  constructor(context: ModelContext) {
    this.#context = context;
  }

  /** Names of the resources, as in the metadata. */
  keys(): ResourceName<C>[] {
    return Object.keys(this.#context.meta.resources) as ResourceName<C>[];
  }

  /** Whether the metadata declares such a resource. */
  has(name: string): boolean {
    return Object.hasOwn(this.#context.meta.resources, name);
  }

  /**
   * Downloads a resource unless it is there already; asked once in a dispatch.
   *
   * Source: `resource-get`.
   *
   * @param name Name in the metadata.
   * @returns Absolute path of the file; for an image, of a YAML file that tells
   * registry and credentials.
   * @throws {ModelError} If the metadata declares no such resource, or Juju has
   * no file for it.
   */
  fetch(name: ResourceName<C>): string {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    if (!this.has(name)) {
      throw new ModelError(
        `Cannot fetch resource "${name}": the metadata declares ${
          this.keys().map((key) => `"${key}"`).join(", ") || "none"
        }`,
      );
    }
    const path = translateErrors(
      this.#context,
      `Cannot fetch resource "${name}"`,
      () => this.#context.backend.resourceGet(name),
    );
    this.#paths.set(name, path);
    return path;
  }

  /**
   * Forgets what was fetched, as another dispatch begins.
   *
   * @internal
   */
  forget(): void {
    this.#paths.clear();
  }
}
