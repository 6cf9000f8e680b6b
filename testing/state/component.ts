import { isEqual } from "./_equal.ts";

/**
 * The base of a {@linkcode State} and of its parts.
 *
 * All of them are plain data that does not change: what is passed in is copied,
 * what comes out is frozen, and `with` makes a copy with some fields replaced.
 * Two are equal when they have the same class and equal fields, for `equals` as
 * for `assertEquals` of `@std/assert`.
 *
 * @example Usage
 * ```ts
 * import { Container } from "@charmkit/ops/testing";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const container = new Container("web");
 *
 * assert(container.equals(new Container("web")));
 * assertEquals(container, new Container("web"));
 * assert(!container.equals(container.with({ canConnect: true })));
 * ```
 */
export abstract class Component {
  /** Whether the other is of the same class and has equal fields. */
  equals(other: unknown): boolean {
    return isEqual(this, other);
  }
}
