import { pathText } from "./_arguments.ts";
import { Fields } from "./_json.ts";
import { type ExecSockets, PebbleProcess } from "./_pebble_process.ts";
import type { Transport } from "./_transport.ts";
import { WebSocketConnection } from "./_web_socket.ts";
import { formatDuration } from "./duration.ts";
import { ChangeError, ConnectionError } from "./errors.ts";
import { checkExecArguments } from "./exec_arguments.ts";
import type { ExecOptions, ExecProcess } from "./exec_process.ts";
import type { PebbleClient } from "./pebble_client.ts";

/** Starts a command, see {@linkcode PebbleClient.exec}. */
export async function startExec<T extends string | Uint8Array>(
  transport: Transport,
  client: Pick<PebbleClient, "waitChange">,
  command: readonly string[],
  options: ExecOptions<T>,
): Promise<ExecProcess<T>> {
  checkExecArguments(command, options);
  const { signal } = options;
  const envelope = await transport.json({
    path: "/v1/exec",
    json: execRequest(command, options),
    signal,
  });
  const changeId = new Fields(envelope, "answer").string("change");
  const result = new Fields(envelope["result"], "answer of exec");
  const taskId = encodeURIComponent(result.string("task-id"));
  const opened: WebSocketConnection[] = [];
  const open = async (name: string) => {
    const path = `/v1/tasks/${taskId}/websocket/${name}`;
    const socket = await WebSocketConnection.open(transport, path, signal);
    opened.push(socket);
    return socket;
  };
  let sockets: ExecSockets;
  try {
    // The control socket comes first: a short command may end, and refuse it,
    // as soon as the others are connected.
    const control = await open("control");
    const stdio = await open("stdio");
    const stderr = options.combineStderr ? null : await open("stderr");
    sockets = { control, stdio, stderr };
  } catch (cause) {
    for (const socket of opened) socket.close();
    signal?.throwIfAborted();
    const change = await client.waitChange(changeId, { signal });
    if (change.err) throw new ChangeError(change.err, change);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectionError(
      `unexpected error connecting to websockets: ${reason}`,
      { cause },
    );
  }
  return new PebbleProcess<T>(sockets, {
    client,
    changeId,
    command: [...command],
    options,
    reapMs: transport.timeoutMs,
  });
}

function execRequest<T extends string | Uint8Array>(
  command: readonly string[],
  options: ExecOptions<T>,
): Record<string, unknown> {
  const { timeoutMs = null, workingDir = null } = options;
  return {
    command,
    "service-context": options.serviceContext ?? null,
    environment: options.environment ?? {},
    "working-dir": workingDir === null ? null : pathText(workingDir),
    timeout: timeoutMs === null ? null : formatDuration(timeoutMs),
    "user-id": options.userId ?? null,
    user: options.user ?? null,
    "group-id": options.groupId ?? null,
    group: options.group ?? null,
    "split-stderr": !options.combineStderr,
    terminal: options.terminal ?? undefined,
    interactive: options.interactive ?? undefined,
    width: options.width ?? undefined,
    height: options.height ?? undefined,
  };
}
