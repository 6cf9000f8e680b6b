import { parseDuration } from "../pebble/duration.ts";
import type { ExecRequest } from "./pebble/simulated_command.ts";
import { fullEnvironment, type StartedExec } from "./pebble/simulated_exec.ts";
import { q, refuse } from "./pebble/refuse.ts";
import type { SimulatedPebble } from "./pebble/simulated_pebble.ts";
import type { HttpAnswer, HttpConnection, HttpRequest } from "./pebble_http.ts";
import {
  accepted,
  type Dict,
  flag,
  numberOf,
  optionalText,
  strings,
  texts,
} from "./pebble_request.ts";
import { ServerWebSocket } from "./pebble_web_socket.ts";

/** Options of {@linkcode PebbleExecApi}. */
export interface PebbleExecApiOptions {
  /**
   * All websockets of a command are connected in this time, or it fails.
   *
   * @default {5000}
   */
  readonly connectMs?: number;
}

/** The daemon's largest frame. */
const FRAME_BYTES = 128 * 1024;

/** A command whose websockets are being connected. */
interface Connecting {
  readonly exec: StartedExec;
  readonly splitStderr: boolean;
  readonly sockets: Map<string, ServerWebSocket>;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * The exec API: `POST /v1/exec` and the websockets of its task.
 *
 * Source: `internals/overlord/cmdstate/handlers.go` of Pebble.
 */
export class PebbleExecApi {
  readonly #pebble: SimulatedPebble;
  readonly #connectMs: number;
  readonly #connecting: Map<string, Connecting> = new Map();

  /** Takes what runs the commands. */
  constructor(pebble: SimulatedPebble, options: PebbleExecApiOptions = {}) {
    this.#pebble = pebble;
    this.#connectMs = options.connectMs ?? 5000;
  }

  /** Ends all commands that run. */
  close(): void {
    for (const { exec, timer } of this.#connecting.values()) {
      clearTimeout(timer);
      exec.kill("SIGKILL");
    }
  }

  /** Answers `POST /v1/exec`. */
  start(body: Dict): HttpAnswer {
    const request = execRequest(body);
    const services = this.#pebble.plan.dict.services ?? {};
    const exec = this.#pebble.execs.start(request, services);
    const { changeId, taskId, command } = exec;
    const width = numberOf(body, "width"), height = numberOf(body, "height");
    if (width && height) command.size = { width, height };
    const timer = setTimeout(
      () =>
        exec.fail(
          `exec ${taskId}: timeout waiting for websocket connections: ` +
            "context deadline exceeded",
        ),
      this.#connectMs,
    );
    const splitStderr = !request.combineStderr;
    const sockets = new Map<string, ServerWebSocket>();
    this.#connecting.set(taskId, { exec, splitStderr, sockets, timer });
    const over = () => {
      clearTimeout(timer);
      this.#connecting.delete(taskId);
      // The daemon hangs up on this one, and leaves the others open.
      sockets.get("control")?.drop();
    };
    exec.done.then(over, over);
    return accepted(changeId, {
      environment: fullEnvironment(command),
      "task-id": taskId,
      "working-dir": command.workingDir ?? command.environment["HOME"] ??
        "/root",
    });
  }

  /**
   * Connects a websocket of a command, and serves it to its end.
   *
   * @returns An answer if it can't be connected.
   */
  async connect(
    connection: HttpConnection,
    request: HttpRequest,
    taskId: string,
    which: string,
  ): Promise<HttpAnswer | null> {
    const found = this.#pebble.changes.findTask(taskId);
    if (found === null) refuse(`cannot find task ${q(taskId)}`, 404);
    if (found.task.kind !== "exec") {
      refuse(`${q(found.task.kind)} tasks do not have websockets`);
    }
    const connecting = this.#connecting.get(taskId);
    // A command that is over has nothing to say, with a good status.
    if (connecting === undefined) return { code: 200, body: "" };
    const { sockets, splitStderr, exec, timer } = connecting;
    const names = ["control", "stdio", ...splitStderr ? ["stderr"] : []];
    if (!names.includes(which)) {
      refuse(`cannot find ${which} websocket for task ${q(taskId)}`, 404);
    }
    if (sockets.has(which)) {
      refuse(`${which} websocket already connected`, 500);
    }
    const key = request.headers.get("sec-websocket-key");
    if (key === undefined) return { code: 400, body: "Bad Request\n" };
    const socket = await ServerWebSocket.accept(connection, key);
    sockets.set(which, socket);
    if (which !== "control" && names.slice(1).every((n) => sockets.has(n))) {
      clearTimeout(timer);
      exec.begin();
    }
    await serve(socket, which, exec);
    return null;
  }
}

async function serve(
  socket: ServerWebSocket,
  which: string,
  { command, kill }: StartedExec,
): Promise<void> {
  if (which === "control") {
    for await (const message of socket.messages()) {
      if (typeof message === "string") control(command, message);
    }
    // Who hangs up without a word takes the command along.
    if (!socket.closedPolitely) kill("SIGKILL");
    return;
  }
  const queue = which === "stdio" ? command.stdoutQueue : command.stderrQueue;
  const output = (async () => {
    for (let bytes; (bytes = await queue.take()) !== null;) {
      for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
        await socket.send(bytes.subarray(at, at + FRAME_BYTES));
      }
    }
    await socket.send(END);
  })().catch(async () => {
    // Nobody reads any more; the command may go on writing.
    while (await queue.take() !== null);
  });
  for await (const message of socket.messages()) {
    if (which !== "stdio") continue;
    if (typeof message !== "string") await command.receive(message);
    else if (parse(message)["command"] === "end") command.stdinQueue.end();
  }
  if (which === "stdio") command.stdinQueue.end();
  await output;
}

const END = JSON.stringify({ command: "end" });

function control(command: StartedExec["command"], message: string): void {
  const { command: name, signal, resize } = parse(message) as {
    readonly command?: unknown;
    readonly signal?: { readonly name?: unknown };
    readonly resize?: { readonly width?: unknown; readonly height?: unknown };
  };
  if (name === "signal" && typeof signal?.name === "string") {
    command.send(signal.name);
  }
  const { width, height } = resize ?? {};
  if (
    name === "resize" && command.terminal &&
    typeof width === "number" && typeof height === "number"
  ) {
    command.size = { width, height };
  }
}

function parse(message: string): Dict {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function execRequest(body: Dict): ExecRequest {
  const timeout = optionalText(body, "timeout");
  return {
    command: texts(body, "command"),
    environment: strings(body, "environment"),
    workingDir: optionalText(body, "working-dir") || null,
    timeoutMs: timeout ? duration(timeout) || null : null,
    userId: numberOf(body, "user-id") ?? null,
    user: optionalText(body, "user") || null,
    groupId: numberOf(body, "group-id") ?? null,
    group: optionalText(body, "group") || null,
    serviceContext: optionalText(body, "service-context") || null,
    combineStderr: !flag(body, "split-stderr"),
    terminal: flag(body, "terminal"),
    interactive: flag(body, "interactive"),
  };
}

function duration(text: string): number {
  try {
    return parseDuration(text);
  } catch {
    return refuse(`invalid timeout: time: invalid duration ${q(text)}`);
  }
}
