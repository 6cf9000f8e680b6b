import type { LogLevel } from "../../src/hook_commands/types.ts";
import { Component } from "./component.ts";

/**
 * A line that the charm, or the framework, wrote to Juju's log.
 *
 * @example Usage
 * ```ts
 * import { JujuLogLine } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new JujuLogLine("INFO", "Ready").message, "Ready");
 * ```
 */
export class JujuLogLine extends Component {
  /** Severity in Juju's words. */
  readonly level: LogLevel;
  /** The text; it may have several lines. */
  readonly message: string;

  /** Takes severity and text. */
  constructor(level: LogLevel, message: string) {
    super();
    this.level = level;
    this.message = message;
    Object.freeze(this);
  }
}
