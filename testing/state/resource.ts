import { Component } from "./component.ts";

/** What a {@linkcode Resource} is made of. */
export interface ResourceOptions<N extends string = string> {
  /** Name of the resource, as in the metadata. */
  readonly name: N;
  /** Where the charm finds its file; it need not exist. */
  readonly path: string;
}

/**
 * A resource of the charm.
 *
 * @example Usage
 * ```ts
 * import { Resource, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const resource = new Resource({ name: "theme", path: "testdata/theme.zip" });
 *
 * assertEquals(new State({ resources: [resource] }).resources, [resource]);
 * ```
 */
export class Resource<N extends string = string> extends Component {
  /** Name of the resource, as in the metadata. */
  readonly name: string;
  /** Where the charm finds its file; it need not exist. */
  readonly path: string;

  /**
   * Takes name and path.
   *
   * @throws {TypeError} If one of them is missing.
   */
  constructor(options: ResourceOptions<N>) {
    super();
    for (const field of ["name", "path"] as const) {
      if (typeof options?.[field] === "string") continue;
      throw new TypeError(
        `Cannot make a resource: its "${field}" is missing; give name and path`,
      );
    }
    this.name = options.name;
    this.path = options.path;
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(changes: Partial<ResourceOptions<N>>): Resource<N> {
    const { name = this.name as N, path = this.path } = changes;
    return new Resource({ name, path });
  }
}
