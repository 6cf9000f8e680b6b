import type { WebSocketConnection } from "./_web_socket.ts";
import type { ExecSink } from "./exec_process.ts";

/** How much unread output may wait before the command is made to. */
const WAITING_BYTES = 1024 * 1024;

/** Passes output of a command on, to a given sink or a stream of its own. */
export class OutputPump<T extends string | Uint8Array> {
  /** Where the output can be read; `null` if a sink was given. */
  readonly readable: ReadableStream<T> | null;
  /** Settles when all output came, or the connection ended. */
  readonly done: Promise<void>;
  #controller: ReadableStreamDefaultController<T> | undefined;
  #flowing = false;
  #wake: () => void = () => {};

  /** Begins at once. */
  constructor(
    socket: WebSocketConnection,
    encoding: string | null,
    sink: ExecSink<T> | undefined,
  ) {
    const decoder = encoding === null
      ? null
      : new TextDecoder(encoding, { ignoreBOM: true });
    this.readable = (sink ?? null) === null
      ? new ReadableStream<T>({
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#wake(),
        cancel: () => {
          this.#controller = undefined;
          this.#wake();
        },
      }, { highWaterMark: WAITING_BYTES, size: (chunk) => chunk.length })
      : null;
    this.done = this.#run(socket, decoder, sink);
    // Who waits sees a failing sink; who never does must not be told so.
    this.done.catch(() => {});
  }

  /** Lets output flow whether it is read or not. */
  flow(): void {
    this.#flowing = true;
    this.#wake();
  }

  async #run(
    socket: WebSocketConnection,
    decoder: TextDecoder | null,
    sink: ExecSink<T> | undefined,
  ): Promise<void> {
    const writer = sink instanceof WritableStream ? sink.getWriter() : sink;
    const pass = async (data: string | Uint8Array) => {
      if (data.length === 0) return;
      // Without a decoder T is bytes, and with one it is text.
      if (writer) await writer.write(data as T);
      else await this.#enqueue(data as T);
    };
    try {
      for await (const message of socket.messages()) {
        if (typeof message !== "string") {
          const text = decoder?.decode(message, { stream: true });
          await pass(text ?? message);
        } else if (isEnd(message)) {
          break;
        } else {
          console.warn("Ignoring unknown command in output of exec");
        }
      }
      if (decoder !== null) await pass(decoder.decode());
    } finally {
      this.#controller?.close();
      if (sink instanceof WritableStream) {
        (writer as WritableStreamDefaultWriter<T>).releaseLock();
      }
    }
  }

  async #enqueue(chunk: T): Promise<void> {
    this.#controller?.enqueue(chunk);
    while (!this.#flowing && (this.#controller?.desiredSize ?? 1) <= 0) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}

/** Reads a stream to its end. */
export class Collector<T extends string | Uint8Array> {
  /** All that it had. */
  readonly result: Promise<T>;

  /** Begins at once. */
  constructor(stream: ReadableStream<T>, bytes: boolean) {
    this.result = collect(stream, bytes);
    this.result.catch(() => {});
  }
}

async function collect<T extends string | Uint8Array>(
  stream: ReadableStream<T>,
  bytes: boolean,
): Promise<T> {
  const chunks: T[] = [];
  for await (const chunk of stream.values({ preventCancel: true })) {
    chunks.push(chunk);
  }
  if (!bytes) return chunks.join("") as T;
  const all = new Uint8Array(
    chunks.reduce((sum, { length }) => sum + length, 0),
  );
  let end = 0;
  for (const chunk of chunks as Uint8Array[]) {
    all.set(chunk, end);
    end += chunk.length;
  }
  return all as T;
}

function isEnd(message: string): boolean {
  try {
    const command: unknown = JSON.parse(message);
    return typeof command === "object" && command !== null &&
      "command" in command && command.command === "end";
  } catch {
    return false;
  }
}
