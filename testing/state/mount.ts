import { Component } from "./component.ts";

/** What a {@linkcode Mount} is made of. */
export interface MountOptions {
  /** Absolute path in the container. */
  readonly location: string;
  /** File or folder on this machine that is seen there. */
  readonly source: string;
}

/**
 * A file or folder of this machine that is seen in a container: reads see it,
 * and what the charm pushes there is written to it.
 *
 * @example Usage
 * ```ts
 * import { Container, Mount } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const mount = new Mount({ location: "/etc/web", source: "testdata/etc" });
 * const container = new Container("web", { mounts: { config: mount } });
 *
 * assertEquals(container.mounts["config"]?.location, "/etc/web");
 * ```
 */
export class Mount extends Component {
  /** Absolute path in the container. */
  readonly location: string;
  /** File or folder on this machine that is seen there. */
  readonly source: string;

  /**
   * Takes both paths.
   *
   * @throws {TypeError} If one of them is missing.
   */
  constructor(options: MountOptions) {
    super();
    this.location = expectPath("location", options?.location);
    this.source = expectPath("source", options?.source);
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(changes: Partial<MountOptions>): Mount {
    return new Mount({ ...this, ...changes });
  }
}

function expectPath(field: string, path: string): string {
  if (typeof path === "string" && path !== "") return path;
  throw new TypeError(
    `Cannot make a mount: its "${field}" is missing; give location, the path in the container, and source, the path on this machine`,
  );
}
