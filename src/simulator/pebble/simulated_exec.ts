import { signalNumber } from "../../pebble/_signals.ts";
import { TimeoutError } from "../../pebble/errors.ts";
import type { ServiceDict } from "../../pebble/service.ts";
import { toBytes } from "./byte_queue.ts";
import { goDuration } from "../../pebble/_go_duration.ts";
import { q, refuse } from "./refuse.ts";
import type { SimulatedChanges } from "./simulated_changes.ts";
import {
  type ExecRequest,
  SimulatedCommand,
  type SimulatedExecHandler,
} from "./simulated_command.ts";
import type { SimulatedUsers } from "./simulated_users.ts";

/** What the simulated daemon gives to a command if nothing else is asked. */
const ENVIRONMENT = {
  HOME: "/root",
  LANG: "C.UTF-8",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  USER: "root",
} as const;

/** A command that was asked for, and runs once {@linkcode begin} is called. */
export interface StartedExec {
  /** Id of its change. */
  readonly changeId: string;
  /** Id of its task. */
  readonly taskId: string;
  /** The command itself. */
  readonly command: SimulatedCommand;
  /** Settles when it ended; rejects with what its handler threw. */
  readonly done: Promise<void>;
  /** Lets it run. */
  begin(): void;
  /** Ends it by a signal, as if its handler had nothing to say. */
  kill(signal: string): void;
  /** Ends it as one that could not run. */
  fail(reason: string): void;
}

/** The commands of a simulated Pebble; each is played by a handler. */
export class SimulatedExecs {
  readonly #changes: SimulatedChanges;
  readonly #users: SimulatedUsers;
  readonly #hint: string;
  readonly #handlers: Map<string, SimulatedExecHandler> = new Map();
  readonly #history: SimulatedCommand[] = [];
  readonly #running: Map<string, StartedExec> = new Map();

  /** Takes the parts that it needs, and how a handler can be had. */
  constructor(changes: SimulatedChanges, users: SimulatedUsers, hint: string) {
    this.#changes = changes;
    this.#users = users;
    this.#hint = hint;
  }

  /** How commands were run, in order. */
  get history(): readonly SimulatedCommand[] {
    return this.#history;
  }

  /** Sets what plays commands that begin with these words. */
  handle(prefix: readonly string[], handler: SimulatedExecHandler): void {
    this.#handlers.set(JSON.stringify(prefix), handler);
  }

  /** The one of a change or task that has not ended yet. */
  running(id: { changeId: string } | { taskId: string }): StartedExec | null {
    return this.#running.values().find((exec) =>
      "changeId" in id
        ? exec.changeId === id.changeId
        : exec.taskId === id.taskId
    ) ?? null;
  }

  /**
   * Takes a command to run.
   *
   * Source: `v1PostExec` in `internals/daemon/api_exec.go` of Pebble.
   *
   * @throws {APIError} 400 if it can't be run as asked; 500 if there is no
   * handler for it.
   */
  start(
    asked: ExecRequest,
    services: Readonly<Record<string, ServiceDict>>,
  ): StartedExec {
    const { command: words } = asked;
    const program = words[0];
    if (program === undefined) return refuse("must specify command");
    const request = this.#inContext(asked, services);
    if (request.interactive && !request.terminal) {
      refuse(
        "cannot call exec: cannot use interactive mode without a terminal",
        500,
      );
    }
    const handler = this.#handler(words) ?? refuse(
      `cannot exec ${q(program)}: the simulated Pebble runs no commands and ` +
        `has no handler for it; ${this.#hint}`,
      500,
    );
    const summary = `Execute command ${q(program)}`;
    const change = this.#changes.record({
      kind: "exec",
      summary,
      tasks: [{ kind: "exec", summary }],
      ongoing: true,
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Who waits sees it; who never does must not be told so.
    promise.catch(() => {});
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const end = (exitCode: number, error?: string) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      this.#running.delete(change.id);
      this.#changes.end(change.id, {
        status: error === undefined ? "Done" : "Error",
        data: { "exit-code": exitCode },
        error,
      });
      command.close(exitCode === -1 || exitCode > 128);
      resolve();
    };
    const timeOut = () =>
      end(
        -1,
        `timed out after ${
          goDuration(request.timeoutMs ?? 0)
        }: context deadline exceeded`,
      );
    const kill = (signal: string) => end(128 + (signalNumber(signal) ?? 0));
    const command = new SimulatedCommand(request, kill);
    this.#history.push(command);
    const play = async () => {
      try {
        const result = await handler(command);
        if (over) return;
        const { exitCode = 0, stdout, stderr } = typeof result === "number"
          ? { exitCode: result, stdout: undefined, stderr: undefined }
          : result ?? {};
        if (stdout !== undefined) command.stdoutQueue.push(toBytes(stdout));
        if (stderr !== undefined) command.stderrQueue.push(toBytes(stderr));
        end(exitCode);
      } catch (error) {
        if (over) return;
        if (error instanceof TimeoutError && request.timeoutMs !== null) {
          return timeOut();
        }
        // Whoever waits for the command gets what its handler threw.
        reject(error);
        end(-1, error instanceof Error ? error.message : String(error));
      }
    };
    const started: StartedExec = {
      changeId: change.id,
      taskId: change.tasks[0]?.id ?? "",
      command,
      done: promise,
      begin: () => {
        if (over) return;
        const { timeoutMs } = request;
        if (timeoutMs !== null && timeoutMs > 0) {
          timer = setTimeout(timeOut, timeoutMs);
        }
        play();
      },
      kill,
      fail: (reason) => end(-1, reason),
    };
    this.#running.set(change.id, started);
    return started;
  }

  #handler(command: readonly string[]): SimulatedExecHandler | undefined {
    for (let length = command.length; length >= 0; length--) {
      const prefix = JSON.stringify(command.slice(0, length));
      const handler = this.#handlers.get(prefix);
      if (handler !== undefined) return handler;
    }
    return undefined;
  }

  /** Fills in what the service, the user and the daemon give. */
  #inContext(
    request: ExecRequest,
    services: Readonly<Record<string, ServiceDict>>,
  ): ExecRequest {
    const { serviceContext } = request;
    const service = serviceContext ? services[serviceContext] : undefined;
    if (serviceContext && service === undefined) {
      refuse(`context service ${q(serviceContext)} not found`);
    }
    const userId = request.userId ?? service?.["user-id"] ?? null;
    const user = request.user ?? service?.user ?? null;
    const groupId = request.groupId ?? service?.["group-id"] ?? null;
    const group = request.group ?? service?.group ?? null;
    try {
      this.#users.look({
        userId: userId ?? undefined,
        user: user ?? undefined,
        groupId: groupId ?? undefined,
        group: group ?? undefined,
      });
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
    return {
      ...request,
      environment: { ...service?.environment, ...request.environment },
      workingDir: request.workingDir ?? (service?.["working-dir"] || null),
      userId,
      user,
      groupId,
      group,
    };
  }
}

/** What the daemon answers that a command will have as its environment. */
export function fullEnvironment(
  { environment }: ExecRequest,
): Record<string, string> {
  return { ...ENVIRONMENT, ...environment };
}
