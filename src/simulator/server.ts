import { RequestReader } from "./_request_reader.ts";
import type { HookContext } from "./hook_context.ts";
import { type HookToolResult, runHookTool } from "./hook_tool.ts";
import type { HookToolCall, HookToolFiles } from "./tools/hook_tool_spec.ts";
import { quote } from "./tools/go_text.ts";

/** A hook command that was answered. */
export interface ServedCommand {
  /** Its number within the context, from 1. */
  readonly index: number;
  /** The command, such as `"config-get"`. */
  readonly name: string;
  /** Its arguments, as they came. */
  readonly args: readonly string[];
  /** Exit code. */
  readonly code: number;
  /** From its request to its answer; the client's own start is not in it. */
  readonly durationMs: number;
}

/** Options of {@linkcode HookToolServer}. */
export interface HookToolServerOptions {
  /** Called before a command runs; the command waits for it. */
  readonly onHookCommand?: (
    index: number,
    name: string,
  ) => void | Promise<void>;
  /**
   * Answers in place of the simulator, to see how a charm meets a failure that
   * the simulator has no reason for; null: the simulator answers.
   */
  readonly answer?: (
    name: string,
    args: readonly string[],
  ) => Pick<HookToolResult, "code" | "stderr" | "stdout"> | null;
  /** Called after a command was run, before its answer goes out. */
  readonly onServed?: (command: ServedCommand) => void;
}

/**
 * Serves the hook commands of one context at a time on a TCP port of this
 * machine; {@linkcode HookToolServer.address} is for
 * `JUJU_AGENT_SOCKET_ADDRESS`.
 *
 * Anybody on the machine may connect, but only who knows the unguessable id of
 * the context is answered (JHT-00.3). A request that is not one is dropped.
 */
export class HookToolServer implements AsyncDisposable {
  readonly #listener: Deno.TcpListener;
  readonly #options: HookToolServerOptions;
  readonly #connections = new Set<Deno.TcpConn>();
  readonly #serving: Promise<void>;
  #context: HookContext | null = null;
  #count = 0;
  #queue: Promise<void> = Promise.resolve();

  /** Listens on a free port of 127.0.0.1. */
  constructor(options: HookToolServerOptions = {}) {
    this.#options = options;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#serving = this.#serve();
  }

  /** `127.0.0.1:PORT`. */
  get address(): string {
    return `127.0.0.1:${this.#listener.addr.port}`;
  }

  /** How many commands the context has run. */
  get commandCount(): number {
    return this.#count;
  }

  /** Answers for this context from now on; null: nothing runs. */
  setContext(context: HookContext | null): void {
    this.#context = context;
    this.#count = 0;
  }

  /** Waits until the commands that came in were answered. */
  async idle(): Promise<void> {
    await this.#queue;
  }

  /** Stops listening and drops the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#listener.close();
    } catch {
      // Closing twice is fine.
    }
    for (const connection of this.#connections) close(connection);
    await this.#serving;
  }

  async #serve(): Promise<void> {
    const answers = new Set<Promise<void>>();
    for await (const connection of this.#listener) {
      this.#connections.add(connection);
      const answer = this.#answer(connection).finally(() => {
        this.#connections.delete(connection);
        close(connection);
        answers.delete(answer);
      });
      answers.add(answer);
    }
    await Promise.all(answers);
  }

  async #answer(connection: Deno.TcpConn): Promise<void> {
    try {
      connection.setNoDelay(true);
      const reader = new RequestReader(connection);
      const fields = await reader.readFields();
      if (fields === null) return;
      const [id = "", dir = "", name = "", ...args] = fields;
      const refusal = this.#refusal(id, dir);
      if (refusal !== null) {
        const stderr = `ERROR bad request: ${refusal}\n`;
        await send(connection, { code: 1, stdout: "", stderr });
        return;
      }
      const call: HookToolCall = { args, dir, files };
      const command = { id, name, index: 0 };
      let result = await this.#inTurn(command, call);
      if (result?.needsStdin) {
        await connection.write(new TextEncoder().encode("stdin\n"));
        const stdin = await reader.readStdin();
        if (stdin === null) return;
        result = await this.#inTurn(command, { ...call, stdin });
      }
      if (result !== null) await send(connection, result);
    } catch (error) {
      // A client that is killed, or that sends garbage, is nobody's harm.
      if (!isConnectionError(error)) throw error;
    }
  }

  #refusal(id: string, dir: string): string | null {
    if (this.#context === null || id !== this.#context.id) {
      return `wrong context ID; got ${quote(id)}`;
    }
    return dir.startsWith("/") ? null : "Dir is not absolute";
  }

  /** One command at a time (JHT-00.14); null if the context ended meanwhile. */
  async #inTurn(
    command: Command,
    call: HookToolCall,
  ): Promise<HookToolResult | null> {
    const turn = this.#queue.then(() => this.#run(command, call));
    this.#queue = turn.then(() => {}, () => {});
    return await turn;
  }

  async #run(
    command: Command,
    call: HookToolCall,
  ): Promise<HookToolResult | null> {
    const start = performance.now();
    if (this.#context?.id !== command.id) return null;
    const { name } = command;
    // A call that comes back with its stdin is still the same command.
    if (command.index === 0) {
      command.index = ++this.#count;
      await this.#options.onHookCommand?.(command.index, name);
    }
    if (this.#context?.id !== command.id) return null;
    const given = this.#options.answer?.(name, call.args) ?? null;
    const result = given === null
      ? runHookTool(this.#context, name, call)
      : { ...given, needsStdin: false };
    if (!result.needsStdin) {
      const { index } = command;
      const { code } = result;
      const { args } = call;
      const durationMs = performance.now() - start;
      this.#options.onServed?.({ index, name, args, code, durationMs });
    }
    return result;
  }
}

/** A command on its way. */
interface Command {
  readonly id: string;
  readonly name: string;
  /** Its number within the context; 0 before its turn. */
  index: number;
}

/** Files that a served command names are those of this machine. */
const files: HookToolFiles = {
  read: (path) => Deno.readFileSync(path),
  write: (path, text) => Deno.writeTextFileSync(path, text),
};

async function send(
  connection: Deno.TcpConn,
  result: Pick<HookToolResult, "code" | "stderr" | "stdout">,
): Promise<void> {
  const encoder = new TextEncoder();
  // Bash can't hold a NUL, and would wait for the byte that it lacks.
  const stdout = encoder.encode(result.stdout.replaceAll("\0", ""));
  const stderr = encoder.encode(result.stderr.replaceAll("\0", ""));
  const head = encoder.encode(
    `${result.code} ${stdout.length} ${stderr.length}\n`,
  );
  const answer = new Uint8Array(head.length + stdout.length + stderr.length);
  answer.set(head);
  answer.set(stdout, head.length);
  answer.set(stderr, head.length + stdout.length);
  for (let sent = 0; sent < answer.length;) {
    sent += await connection.write(answer.subarray(sent));
  }
}

function isConnectionError(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.NotConnected;
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // It was closed already.
  }
}
