import type { RecordedCommand } from "../src/simulator/simulated_runner.ts";
import { TestingError } from "./errors.ts";

/** Thrown by {@linkcode expectHookCommands} when the charm has run other commands. */
export class HookCommandsError extends TestingError {
  static {
    this.prototype.name = "HookCommandsError";
  }
}

/** What has run hook commands, such as a `Context`. */
export interface HookCommandHistory {
  /** The hook commands of the last run, in order. */
  readonly hookCommands: readonly RecordedCommand[];
}

/**
 * Expects that the last run has run these hook commands, in this order, and no
 * others.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, expectHookCommands, State } from "@charmkit/ops/testing";
 *
 * class WebCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     this.unit.openPort("tcp", 80);
 *     this.unit.status = new ops.ActiveStatus("Ready");
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, { name: "web" });
 * await ctx.run(ctx.on.start(), new State());
 *
 * expectHookCommands(ctx, ["open-port 80/tcp", "status-set active Ready"]);
 * ```
 *
 * @param context What has run them.
 * @param expected Each command by its name, and any of its arguments in their
 * order; the others may be what they are. Or a pattern for all of the line.
 * @throws {HookCommandsError} If there are others; shows both lists.
 */
export function expectHookCommands(
  context: HookCommandHistory,
  expected: readonly (string | RegExp)[],
): void {
  const lines = context.hookCommands.map(({ name, args }) => [name, ...args]);
  const isSame = lines.length === expected.length &&
    lines.every((words, index) => fits(words, expected[index]!));
  if (isSame) return;
  const shown: string[] = [];
  for (let at = 0; at < Math.max(lines.length, expected.length); at++) {
    const words = lines[at];
    const wanted = expected[at];
    const line = words?.join(" ") ?? "nothing";
    shown.push(
      words !== undefined && wanted !== undefined && fits(words, wanted)
        ? `  ${line}`
        : `! ${line} (expected: ${wanted ?? "nothing"})`,
    );
  }
  throw new HookCommandsError(
    `The charm ran other hook commands than expected\n${shown.join("\n")}`,
  );
}

function fits(words: readonly string[], wanted: string | RegExp): boolean {
  if (wanted instanceof RegExp) return wanted.test(words.join(" "));
  const [name, ...args] = wanted.split(" ");
  if (words[0] !== name) return false;
  let from = 1;
  for (const arg of args) {
    from = words.indexOf(arg, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
