import type {
  ExecOptions,
  ExecProcess,
} from "../../src/pebble/exec_process.ts";
import type { CheckInfo } from "../../src/pebble/check_info.ts";
import type { Notice, NoticeType } from "../../src/pebble/notice.ts";
import type {
  CallOptions,
  GetChecksOptions,
  GetNoticesOptions,
  NotifyOptions,
} from "../../src/pebble/pebble_client.ts";
import type { Plan } from "../../src/pebble/plan.ts";
import type {
  SimulatedCommand,
  SimulatedExecResult,
} from "../../src/simulator/pebble/simulated_command.ts";
import { SimulatedPebble } from "../../src/simulator/pebble/simulated_pebble.ts";
import type { Container } from "../state/container.ts";
import type { Exec } from "../state/exec.ts";
import { toPebbleData } from "./containers.ts";

/** Options of {@linkcode ContextPebble}. */
export interface ContextPebbleOptions {
  /** Whether nothing at all answers while it can't be reached. */
  readonly strict: boolean;
}

/** Asks for an answer also while Pebble can't be reached. */
interface AnyTime extends CallOptions {
  readonly whenDown?: boolean;
}

/**
 * The Pebble of a container in a context.
 *
 * Checks, notices, the plan and exec answer also when the container is not to
 * be reached: tests of check and notice events are written so (QRK-04).
 */
export class ContextPebble extends SimulatedPebble {
  readonly #container: Container;
  readonly #strict: boolean;
  #playsExecs = false;

  /** Takes what is in the container; nothing is done with it yet. */
  constructor(container: Container, options: ContextPebbleOptions) {
    super({
      data: toPebbleData(container),
      canConnect: container.canConnect,
      socketPath: `/charm/containers/${container.name}/pebble.socket`,
      version: "1.0.0",
      inventUsers: true,
    });
    this.#container = container;
    this.#strict = options.strict;
  }

  override getPlan(options?: CallOptions): Promise<Plan> {
    return super.getPlan(anyTime(options));
  }

  override getChecks(options?: GetChecksOptions): Promise<CheckInfo[]> {
    return super.getChecks(anyTime(options));
  }

  override getNotice(id: string, options?: CallOptions): Promise<Notice> {
    return super.getNotice(id, anyTime(options));
  }

  override getNotices(options?: GetNoticesOptions): Promise<Notice[]> {
    return super.getNotices(anyTime(options));
  }

  override notify(
    type: NoticeType,
    key: string,
    options?: NotifyOptions,
  ): Promise<string> {
    return super.notify(type, key, anyTime(options));
  }

  override exec(
    command: readonly string[],
    options?: ExecOptions<string>,
  ): Promise<ExecProcess<string>>;
  override exec(
    command: readonly string[],
    options: ExecOptions<Uint8Array>,
  ): Promise<ExecProcess<Uint8Array>>;
  override exec<T extends string | Uint8Array>(
    command: readonly string[],
    options?: ExecOptions<T>,
  ): Promise<ExecProcess<T>> {
    this.#playExecs();
    // Only its overloads are seen from here, and they tell the two apart.
    const exec = super.exec as (
      command: readonly string[],
      options: ExecOptions<T>,
    ) => Promise<ExecProcess<T>>;
    return exec.call(this, command, anyTime(options));
  }

  override async connect(options: AnyTime = {}): Promise<void> {
    if (options.whenDown && !this.#strict) {
      await Promise.resolve();
      options.signal?.throwIfAborted();
    } else await super.connect(options);
  }

  #playExecs(): void {
    if (this.#playsExecs) return;
    this.#playsExecs = true;
    const { name, execs } = this.#container;
    this.handleExec([], (command) => notMocked(name, command));
    // The first one with a prefix is the one that counts.
    for (const exec of execs.toReversed()) {
      this.handleExec(exec.commandPrefix, () => resultOf(exec));
    }
  }
}

function anyTime<T extends CallOptions>(options?: T): T & AnyTime {
  return { ...options, whenDown: true } as T & AnyTime;
}

function resultOf(exec: Exec): SimulatedExecResult {
  const { returnCode: exitCode, stdout, stderr } = exec;
  return { exitCode, stdout, stderr };
}

/** Exits as a shell does that finds no such command (CTX-68). */
function notMocked(
  container: string,
  { command }: SimulatedCommand,
): SimulatedExecResult {
  const words = command.map((word) => JSON.stringify(word)).join(", ");
  return {
    exitCode: 127,
    stderr:
      `Cannot run ${
        command[0]
      }: container "${container}" of the state has no Exec for it; ` +
      `add execs: [new Exec([${words}])], or one with fewer words\n`,
  };
}
