import type { WebSocketConnection } from "./_web_socket.ts";
import type { ExecSink } from "./exec_process.ts";

/** How much unread output may wait before the command is made to. */
const WAITING_BYTES = 1024 * 1024;

/**
 * Passes output of a command on: to a given sink, to a stream of its own, or
 * all of it to who waits for it. What nobody asked for yet is kept, until that
 * is so much that the command has to wait.
 */
export class OutputPump<T extends string | Uint8Array> {
  /** Settles when all output came, or the connection ended. */
  readonly done: Promise<void>;
  readonly #decoder: TextDecoder | null;
  readonly #sink: ExecSink<T> | null;
  #kept: T[] = [];
  #keptSize = 0;
  #ended = false;
  #stream: ReadableStream<T> | undefined;
  #controller: ReadableStreamDefaultController<T> | undefined;
  #collected: CollectedText | CollectedBytes | undefined;
  #flowing = false;
  #wake: () => void = () => {};

  /** Begins at once. */
  constructor(
    socket: WebSocketConnection,
    encoding: string | null,
    sink: ExecSink<T> | undefined,
  ) {
    this.#decoder = encoding === null
      ? null
      : new TextDecoder(encoding, { ignoreBOM: true });
    this.#sink = sink ?? null;
    this.done = this.#run(socket);
    // Who waits sees a failing sink; who never does must not be told so.
    this.done.catch(() => {});
  }

  /** Where the output can be read; `null` if a sink was given. */
  get readable(): ReadableStream<T> | null {
    if (this.#sink !== null) return null;
    return this.#stream ??= new ReadableStream<T>({
      start: (controller) => {
        this.#controller = controller;
        for (const chunk of this.#takeKept()) controller.enqueue(chunk);
        if (this.#ended) controller.close();
      },
      pull: () => this.#wake(),
      cancel: () => {
        this.#controller = undefined;
        this.#wake();
      },
    }, { highWaterMark: WAITING_BYTES, size: (chunk) => chunk.length });
  }

  /** Whether somebody reads the stream. */
  get isRead(): boolean {
    return this.#stream?.locked ?? false;
  }

  /** Lets output flow whether it is read or not. */
  flow(): void {
    this.#flowing = true;
    this.#wake();
  }

  /**
   * All output, for who has not begun to read it; that goes faster than through
   * a stream.
   */
  collect(): Promise<T> {
    const all = this.#decoder ? new CollectedText() : new CollectedBytes();
    if (this.#stream !== undefined) return addAll(all, this.#stream);
    for (const chunk of this.#takeKept()) all.add(chunk as never);
    this.#collected = all;
    this.flow();
    return this.done.then(() => all.all() as T);
  }

  async #run(socket: WebSocketConnection): Promise<void> {
    const sink = this.#sink;
    const writer = sink instanceof WritableStream ? sink.getWriter() : sink;
    const pass = async (piece: string | Uint8Array) => {
      if (piece.length === 0) return;
      if (this.#collected) return this.#collected.add(piece as never);
      // Bytes are the connection's; whoever gets them may keep them. Without a
      // decoder T is bytes, and with one it is text.
      const data = (typeof piece === "string" ? piece : piece.slice()) as T;
      if (writer) await writer.write(data);
      else await this.#keep(data);
    };
    try {
      for await (const message of socket.messages()) {
        if (typeof message !== "string") {
          await pass(
            this.#decoder?.decode(message, { stream: true }) ?? message,
          );
        } else if (isEnd(message)) {
          break;
        } else {
          console.warn("Ignoring unknown command in output of exec");
        }
      }
      if (this.#decoder !== null) await pass(this.#decoder.decode());
    } finally {
      this.#ended = true;
      this.#controller?.close();
      if (sink instanceof WritableStream) {
        (writer as WritableStreamDefaultWriter<T>).releaseLock();
      }
    }
  }

  /** Keeps a chunk for a reader, and waits while there is no room for more. */
  async #keep(chunk: T): Promise<void> {
    if (this.#controller) {
      this.#controller.enqueue(chunk);
    } else if (this.#stream === undefined) {
      this.#kept.push(chunk);
      this.#keptSize += chunk.length;
    }
    while (!this.#flowing && this.#isFull()) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  #isFull(): boolean {
    if (this.#stream === undefined) return this.#keptSize >= WAITING_BYTES;
    return (this.#controller?.desiredSize ?? 1) <= 0;
  }

  #takeKept(): T[] {
    const kept = this.#kept;
    this.#kept = [];
    this.#keptSize = 0;
    return kept;
  }
}

async function addAll<T extends string | Uint8Array>(
  all: CollectedText | CollectedBytes,
  stream: ReadableStream<T>,
): Promise<T> {
  for await (const chunk of stream.values({ preventCancel: true })) {
    all.add(chunk as never);
  }
  return all.all() as T;
}

class CollectedText {
  #text = "";

  add(chunk: string): void {
    this.#text += chunk;
  }

  all(): string {
    return this.#text;
  }
}

/**
 * Bytes put together as they come in: the command is still at work then, while
 * after its end somebody waits.
 */
class CollectedBytes {
  #bytes = new Uint8Array(0);
  #size = 0;

  add(chunk: Uint8Array): void {
    const size = this.#size + chunk.length;
    if (size > this.#bytes.length) {
      // Memory that is never written to is never had from the system.
      const grown = new Uint8Array(Math.max(size, this.#bytes.length * 4));
      grown.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#size);
    this.#size = size;
  }

  all(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#size);
    // What is small is kept for long, and costs nothing to copy.
    return this.#size < MAX_COPIED_BYTES ? bytes.slice() : bytes;
  }
}

const MAX_COPIED_BYTES = 1024 * 1024;

function isEnd(message: string): boolean {
  try {
    const command: unknown = JSON.parse(message);
    return typeof command === "object" && command !== null &&
      "command" in command && command.command === "end";
  } catch {
    return false;
  }
}
