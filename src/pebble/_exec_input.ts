import type { WebSocketConnection } from "./_web_socket.ts";
import type { ExecSource } from "./exec_process.ts";

const FRAME_BYTES = 16 * 1024;
const END = '{"command":"end"}';

/** Passes input on to a command, from a given source or a stream of its own. */
export class InputPump<T extends string | Uint8Array> {
  /** Where input can be written; `null` if a source was given. */
  readonly writable: WritableStream<T> | null;
  readonly #socket: WebSocketConnection;
  #cancel: () => void = () => {};

  /** Begins at once. */
  constructor(socket: WebSocketConnection, source: ExecSource<T> | undefined) {
    this.#socket = socket;
    if (source === undefined || source === null) {
      this.writable = new WritableStream<T>({
        write: (chunk) => this.#send(chunk),
        close: () => socket.send(END),
        abort: () => socket.send(END),
      });
      return;
    }
    this.writable = null;
    // A command that ends without reading all its input breaks this, which is
    // nothing wrong; what is wrong with it, its exit code says.
    this.#forward(source).catch(() => {});
  }

  /** Stops reading the source. */
  cancel(): void {
    this.#cancel();
  }

  async #forward(source: ExecSource<T>): Promise<void> {
    if (typeof source === "string" || source instanceof Uint8Array) {
      await this.#send(source as T);
    } else if (source instanceof ReadableStream) {
      const reader = source.getReader();
      this.#cancel = () => void reader.cancel().catch(() => {});
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        await this.#send(value);
      }
    } else {
      const iterator = source[Symbol.asyncIterator]();
      let cancelled = false;
      this.#cancel = () => {
        cancelled = true;
        // A generator that waits for its next piece ends only after that.
        void iterator.return?.().catch(() => {});
      };
      for (let next; !(next = await iterator.next()).done && !cancelled;) {
        await this.#send(next.value);
      }
    }
    this.#cancel = () => {};
    await this.#socket.send(END);
  }

  async #send(chunk: string | Uint8Array): Promise<void> {
    const bytes = typeof chunk === "string"
      ? new TextEncoder().encode(chunk)
      : chunk;
    for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
      await this.#socket.send(bytes.subarray(at, at + FRAME_BYTES));
    }
  }
}
