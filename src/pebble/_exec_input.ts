import { typeName } from "./_json.ts";
import type { WebSocketConnection } from "./_web_socket.ts";
import { PebbleError } from "./errors.ts";
import type { ExecSource } from "./exec_process.ts";

const FRAME_BYTES = 16 * 1024;
const END = '{"command":"end"}';

/** Passes input on to a command, from a given source or a stream of its own. */
export class InputPump<T extends string | Uint8Array> {
  /** Where input can be written; `null` if a source was given. */
  readonly writable: WritableStream<T> | null;
  readonly #socket: WebSocketConnection;
  #cancelled = false;
  #cancelSource: () => unknown = () => {};

  /** Begins at once; `onFailure` is told what a given source throws. */
  constructor(
    socket: WebSocketConnection,
    source: ExecSource<T> | undefined,
    onFailure: (error: unknown) => void,
  ) {
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
    this.#forward(source).catch((error) => {
      const cancelled = this.#cancelled;
      this.cancel();
      // A command that ends without reading all its input breaks this, which
      // is nothing wrong; what is wrong with it, its exit code says.
      if (!cancelled && !(error instanceof PebbleError)) onFailure(error);
    });
  }

  /** Stops reading the source. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    // A source may be unable to stop; nobody waits for it.
    Promise.try(this.#cancelSource).catch(() => {});
  }

  async #forward(source: ExecSource<T>): Promise<void> {
    if (typeof source === "string" || source instanceof Uint8Array) {
      await this.#send(source);
    } else if (source instanceof ReadableStream) {
      const reader = source.getReader();
      this.#cancelSource = () => reader.cancel();
      for (let next; !(next = await reader.read()).done;) {
        await this.#send(next.value);
      }
    } else {
      const iterator = source[Symbol.asyncIterator]();
      // A generator that waits for its next piece ends only after that.
      this.#cancelSource = () => iterator.return?.();
      for (let next; !(next = await iterator.next()).done;) {
        await this.#send(next.value);
      }
    }
    this.#cancelSource = () => {};
    if (!this.#cancelled) await this.#socket.send(END);
  }

  async #send(chunk: unknown): Promise<void> {
    const bytes = typeof chunk === "string"
      ? new TextEncoder().encode(chunk)
      : chunk;
    if (!(bytes instanceof Uint8Array)) {
      throw new TypeError(
        `Cannot write ${typeName(chunk)} to a command: it takes text or bytes`,
      );
    }
    for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
      await this.#socket.send(bytes.subarray(at, at + FRAME_BYTES));
    }
  }
}
