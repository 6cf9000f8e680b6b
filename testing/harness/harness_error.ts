import { TestingError } from "../errors.ts";

/**
 * Thrown when a {@linkcode Harness} is used in a way that Juju has no event for,
 * or at a time when it can't be: such as asking for the charm before `begin`.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Harness, HarnessError } from "@charmkit/ops/testing";
 * import { assertThrows } from "@std/assert";
 *
 * class HelloCharm extends ops.CharmBase {}
 *
 * using harness = new Harness(HelloCharm, { name: "hello" });
 *
 * assertThrows(() => harness.charm, HarnessError, "begin");
 * ```
 */
export class HarnessError extends TestingError {
  static {
    this.prototype.name = "HarnessError";
  }
}
