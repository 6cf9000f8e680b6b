import { concat } from "./_bytes.ts";
import type { Connection } from "./_connection.ts";
import type { Watch } from "./_watch.ts";

/** What a request can carry. */
export type UploadBody = Uint8Array | AsyncIterable<Uint8Array>;

const CHUNK_BYTES = 128 * 1024;
/** Room for the size of a chunk before it and the line end after it. */
const CHUNK_FRAME_BYTES = 16;

/** Sends one request, while someone else waits for the answer. */
export class Upload {
  readonly #connection: Connection;
  readonly #watch: Watch;
  #stopped = false;
  #sent = false;
  #failure: unknown;

  /** Takes where to send to, and who watches the time. */
  constructor(connection: Connection, watch: Watch) {
    this.#connection = connection;
    this.#watch = watch;
  }

  /** Whether all was sent. */
  get sent(): boolean {
    return this.#sent;
  }

  /** Why the connection did not take all, if it didn't. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Sends no further piece, and leaves the watch to others. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Sends all. Never rejects: if the source fails the connection is closed with
   * its error as the reason, so that no one takes what was sent for all.
   */
  async run(head: string, body: UploadBody): Promise<void> {
    const encoder = new TextEncoder();
    this.#watch.start();
    if (body instanceof Uint8Array) {
      this.#sent = await this.#write(concat([encoder.encode(head), body]));
      return;
    }
    if (!(await this.#write(encoder.encode(head))) || this.#stopped) return;
    try {
      if (!(await this.#writeChunks(body))) return;
    } catch (error) {
      if (!this.#stopped && this.#failure === undefined) {
        this.#connection.close(error);
      }
      return;
    }
    this.#sent = await this.#write(encoder.encode("0\r\n\r\n"));
  }

  /** Sends what the source gives, when it does; false if it is of no use. */
  async #writeChunks(body: AsyncIterable<Uint8Array>): Promise<boolean> {
    const frame = new Uint8Array(CHUNK_BYTES + CHUNK_FRAME_BYTES);
    this.#watch.pause();
    for await (const piece of body) {
      for (let at = 0; at < piece.length; at += CHUNK_BYTES) {
        if (this.#stopped) return false;
        this.#watch.start();
        const chunk = piece.subarray(at, at + CHUNK_BYTES);
        if (!(await this.#write(framed(chunk, frame)))) return false;
      }
      if (this.#stopped) return false;
      this.#watch.pause();
    }
    if (this.#stopped) return false;
    this.#watch.start();
    return true;
  }

  async #write(bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#connection.write(bytes);
      return true;
    } catch (error) {
      this.#failure = error;
      return false;
    }
  }
}

/** A chunk as RFC 9112, section 7.1 has it, in a buffer used over and over. */
function framed(chunk: Uint8Array, frame: Uint8Array): Uint8Array {
  const { written } = new TextEncoder().encodeInto(
    `${chunk.length.toString(16)}\r\n`,
    frame,
  );
  const end = written + chunk.length;
  frame.set(chunk, written);
  frame[end] = 13;
  frame[end + 1] = 10;
  return frame.subarray(0, end + 2);
}
