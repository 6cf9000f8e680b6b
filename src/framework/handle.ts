import { FrameworkError } from "./errors.ts";

/**
 * The identity of an object, an event or a snapshot: its place in the tree.
 *
 * Its path is what is stored, such as `MyCharm/on/config_changed[7]`.
 *
 * @example Usage
 * ```ts
 * import { Handle } from "@charmkit/ops";
 * import { assertEquals } from "@std/assert";
 *
 * const handle = new Handle(null, "MyCharm").nest("on").nest("start", "7");
 *
 * assertEquals(handle.path, "MyCharm/on/start[7]");
 * assertEquals(Handle.fromPath(handle.path).equals(handle), true);
 * ```
 */
export class Handle {
  /** The handle above this one, or null at the top. */
  readonly parent: Handle | null;
  /** What it is, such as a class or an event kind. */
  readonly kind: string;
  /** Which one of its kind, or null when there is just one. */
  readonly key: string | null;
  /** Parent's path, kind and key in one text. */
  readonly path: string;

  /** Takes the parts; an empty key is as none. */
  constructor(parent: Handle | null, kind: string, key: string | null = null) {
    this.parent = parent;
    this.kind = kind;
    this.key = key;
    const own = key ? `${kind}[${key}]` : kind;
    this.path = parent === null ? own : `${parent.path}/${own}`;
  }

  /** A handle below this one. */
  nest(kind: string, key: string | null = null): Handle {
    return new Handle(this, kind, key);
  }

  /** Whether the other names the same place. */
  equals(other: Handle): boolean {
    return other.path === this.path;
  }

  /** The path. */
  toString(): string {
    return this.path;
  }

  /**
   * Reads a path. Keys that hold `/` or `[` do not come back as they were.
   *
   * @throws {FrameworkError} If the text is not a path.
   */
  static fromPath(path: string): Handle {
    let handle: Handle | null = null;
    for (const part of path.split("/")) {
      const found = /^([^[\]]+)(?:\[([^[\]]*)\])?$/.exec(part);
      if (found === null) {
        throw new FrameworkError(
          `Cannot read handle path "${path}": "${part}" is neither "kind" nor "kind[key]"`,
        );
      }
      handle = new Handle(handle, found[1]!, found[2] ?? null);
    }
    return handle!;
  }
}
