import type { ExecOptions } from "../src/pebble/exec_process.ts";
import type { SimulatedCommand } from "../src/simulator/pebble/simulated_command.ts";

/**
 * How the charm has run a command in a container, as `ctx.execHistory` has it.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Container, Context, Exec, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const charmcraft = { name: "web", containers: { web: {} } } as const;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on["web"].pebbleReady, this.#onPebbleReady);
 *   }
 *
 *   async #onPebbleReady(event: ops.PebbleReadyEvent): Promise<void> {
 *     const process = await event.workload.exec(["nginx", "-v"]);
 *     const [version] = await process.waitOutput();
 *     this.unit.setWorkloadVersion(version);
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, charmcraft);
 * const container = new Container("web", {
 *   canConnect: true,
 *   execs: [new Exec(["nginx"], { stdout: "1.29" })],
 * });
 * const out = await ctx.run(
 *   ctx.on.pebbleReady(container),
 *   new State({ containers: [container] }),
 * );
 *
 * assertEquals(out.workloadVersion, "1.29");
 * assertEquals(ctx.execHistory["web"]?.[0]?.command, ["nginx", "-v"]);
 * ```
 */
export class ExecRecord {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Environment variables that the charm gave, and those of the service. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder to run in, or null. */
  readonly workingDir: string | null;
  /** Time after which Pebble kills it, or null. */
  readonly timeoutMs: number | null;
  /** User id to run as, or null. */
  readonly userId: number | null;
  /** User name to run as, or null. */
  readonly user: string | null;
  /** Group id to run as, or null. */
  readonly groupId: number | null;
  /** Group name to run as, or null. */
  readonly group: string | null;
  /** How its output is read: as text, or null: as bytes. */
  readonly encoding: string | null;
  /** Whether errors go the way of the output. */
  readonly combineStderr: boolean;
  readonly #played: SimulatedCommand;
  readonly #decoder: TextDecoder = new TextDecoder();
  #input = "";

  /**
   * Takes what the simulated Pebble was asked for.
   *
   * @internal
   */
  constructor(
    played: SimulatedCommand,
    options: Pick<ExecOptions<string>, "encoding">,
  ) {
    this.command = played.command;
    this.environment = played.environment;
    this.workingDir = played.workingDir;
    this.timeoutMs = played.timeoutMs;
    this.userId = played.userId;
    this.user = played.user;
    this.groupId = played.groupId;
    this.group = played.group;
    this.encoding = options.encoding === undefined ? "utf-8" : options.encoding;
    this.combineStderr = played.combineStderr;
    this.#played = played;
  }

  /** What was written to its standard input, as text; empty when nothing was. */
  get stdin(): string {
    return new TextDecoder().decode(this.#played.stdin) + this.#input;
  }

  /**
   * Notes what the charm writes to the standard input.
   *
   * @internal
   */
  addInput(chunk: unknown): void {
    this.#input += chunk instanceof Uint8Array
      ? this.#decoder.decode(chunk, { stream: true })
      : `${chunk}`;
  }
}
