import type { Logger } from "../backend/logger.ts";

/** Names that ask for more than one breakpoint. */
const RESERVED: ReadonlySet<string> = new Set(["all", "hook"]);

/**
 * Stops in a debugger where `juju debug-code --at` asks for it.
 *
 * Source: the environment variable `JUJU_DEBUG_AT`, which names breakpoints,
 * `hook` for the start of each handler of Juju's events, or `all`.
 */
export class Breakpoints {
  readonly #wanted: ReadonlySet<string>;
  readonly #log: Logger;
  #hasWarned = false;

  /** Takes the names that are asked for. */
  constructor(wanted: ReadonlySet<string>, log: Logger) {
    this.#wanted = wanted;
    this.#log = log;
  }

  /** Stops if this breakpoint is asked for; one without a name only with `all`. */
  stopAt(name?: string): void {
    if (name !== undefined) assertBreakpointName(name);
    if (this.#wanted.size === 0) return;
    const asked = this.#wanted.has("all") ||
      (name !== undefined && this.#wanted.has(name));
    if (asked) return this.#stop();
    this.#log.warning(
      `Breakpoint "${
        name ?? "<unnamed>"
      }" skipped (not found in the requested breakpoints: ${
        [...this.#wanted].join(", ")
      })`,
    );
  }

  /** Stops before a handler of one of Juju's events, if that is asked for. */
  stopAtHandler(): void {
    if (this.#wanted.has("all") || this.#wanted.has("hook")) this.#stop();
  }

  #stop(): void {
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      this.#log.warning(
        "Stopping at a breakpoint, which only an attached inspector sees; a compiled charm has none. To step through it, run the test of this event with `deno test --inspect-brk` and open chrome://inspect",
      );
    }
    // deno-lint-ignore no-debugger -- It is what this is for.
    debugger;
  }
}

/**
 * Checks the name of a breakpoint.
 *
 * @throws {TypeError} If it is no text, reserved, or has other characters than
 * lower-case letters, digits and inner hyphens.
 */
function assertBreakpointName(name: unknown): void {
  if (typeof name !== "string") {
    throw new TypeError(
      `Cannot set a breakpoint: its name is a ${typeof name}, not a string`,
    );
  }
  if (RESERVED.has(name)) {
    throw new TypeError(
      `Cannot set a breakpoint "${name}": that name stands for several`,
    );
  }
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    throw new TypeError(
      `Cannot set a breakpoint "${name}": its name must be lower-case letters, digits and hyphens, without a hyphen at its ends`,
    );
  }
}
