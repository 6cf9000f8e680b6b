import { join } from "@std/path";
import { hookEnvironment } from "../../simulator/environment.ts";
import { writeHookClients } from "../../simulator/hook_client.ts";
import type { HookContext } from "../../simulator/hook_context.ts";
import { dispatchPath } from "../../simulator/hook_event.ts";
import { hookToolNames } from "../../simulator/hook_tool.ts";
import {
  HookToolServer,
  type HookToolServerOptions,
} from "../../simulator/server.ts";
import { type DispatchResult, killGroup, runDispatch } from "./dispatch.ts";
import type { LocalUnitOptions } from "./local_unit_options.ts";

/** What a {@linkcode UnitProcess} tells. */
export interface UnitProcessOptions extends HookToolServerOptions {
  /** Gets each line that the charm prints. */
  readonly onLine: (stream: "stderr" | "stdout", line: string) => void;
}

/** Runs a unit's charm, and serves its hook commands. */
export class UnitProcess implements AsyncDisposable {
  readonly #unit: LocalUnitOptions;
  readonly #options: UnitProcessOptions;
  readonly #server: HookToolServer;
  readonly #toolDir: string;
  #pid: number | null = null;
  #closed = false;

  private constructor(unit: LocalUnitOptions, options: UnitProcessOptions) {
    this.#unit = unit;
    this.#options = options;
    this.#toolDir = join(unit.folder, "tools");
    this.#server = new HookToolServer(options);
  }

  /** Writes the hook commands of the unit's Juju, and listens for them. */
  static async start(
    unit: LocalUnitOptions,
    options: UnitProcessOptions,
  ): Promise<UnitProcess> {
    const process = new UnitProcess(unit, options);
    await Deno.mkdir(process.#toolDir, { recursive: true });
    const names = hookToolNames(unit.state.release);
    await writeHookClients(process.#toolDir, names);
    return process;
  }

  /** Process id of the dispatch that runs now; null between two. */
  get pid(): number | null {
    return this.#pid;
  }

  /** Runs the charm for the event of a context. */
  async run(
    context: HookContext,
  ): Promise<DispatchResult & { readonly hookCommands: number }> {
    const { charmDir, path = "", containers, timeoutMs } = this.#unit;
    this.#server.setContext(context);
    try {
      const result = await runDispatch({
        charmDir,
        dispatchPath: dispatchPath(context.event),
        env: hookEnvironment(context, {
          charmDir,
          agentSocketAddress: this.#server.address,
          agentSocketNetwork: "tcp",
          path: `${this.#toolDir}:${path}`,
        }),
        prefix: containers.prefix,
        timeoutMs,
        onLine: this.#options.onLine,
        onStart: (pid) => {
          this.#pid = pid;
          // The end may have come while the process was being started.
          if (this.#closed) this.#killAll();
        },
      });
      await this.#server.idle();
      return { ...result, hookCommands: this.#server.commandCount };
    } finally {
      this.#pid = null;
      this.#server.setContext(null);
    }
  }

  /** Kills the dispatch that runs now. */
  kill(): void {
    if (this.#pid === null) return;
    try {
      Deno.kill(this.#pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }

  /** Ends the dispatch that runs now, with what it started; no other starts. */
  end(): void {
    this.#closed = true;
    this.#killAll();
  }

  /** Ends the dispatch, and stops serving. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
    await this.#server[Symbol.asyncDispose]();
  }

  #killAll(): void {
    if (this.#pid !== null) killGroup(this.#pid);
  }
}
