import { concat } from "./_bytes.ts";
import type { Connection } from "./_connection.ts";
import type { Watch } from "./_watch.ts";

/** What a request can carry. */
export type UploadBody = Uint8Array | AsyncIterable<Uint8Array>;

/** Largest chunk, and so how far a source is read ahead of the connection. */
const CHUNK_BYTES = 256 * 1024;

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
    const writer = new ChunkWriter((chunk) => this.#write(chunk), {
      onBusy: () => this.#stopped || this.#watch.start(),
      onIdle: () => this.#stopped || this.#watch.pause(),
    });
    this.#watch.pause();
    for await (const piece of body) {
      if (this.#stopped || !(await writer.add(piece))) return false;
    }
    if (!(await writer.flush()) || this.#stopped) return false;
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

/**
 * Collects what a source gives into one chunk, while that before is on its way:
 * a slow source is sent as it comes, a fast one in large chunks.
 */
class ChunkWriter {
  readonly #write: (bytes: Uint8Array) => Promise<boolean>;
  readonly #listener: { onBusy(): void; onIdle(): void };
  #chunk = new Chunk();
  #spare = new Chunk();
  #sending: Promise<void> | undefined;
  #failed = false;

  /** Takes what sends, which says whether it could; and who is to know of it. */
  constructor(
    write: (bytes: Uint8Array) => Promise<boolean>,
    listener: { onBusy(): void; onIdle(): void },
  ) {
    this.#write = write;
    this.#listener = listener;
  }

  /** Takes a piece; false if sending failed. */
  async add(piece: Uint8Array): Promise<boolean> {
    for (let at = 0; at < piece.length && !this.#failed;) {
      at += this.#chunk.add(piece, at);
      if (this.#sending === undefined) this.#send();
      else if (this.#chunk.isFull) await this.#sending;
    }
    return !this.#failed;
  }

  /** Resolves when all was sent; to false if that failed. */
  async flush(): Promise<boolean> {
    while (this.#sending !== undefined) await this.#sending;
    return !this.#failed;
  }

  #send(): void {
    const chunk = this.#chunk;
    this.#chunk = this.#spare;
    this.#spare = chunk;
    this.#listener.onBusy();
    this.#sending = this.#write(chunk.take()).then((ok) => {
      this.#sending = undefined;
      this.#failed ||= !ok;
      if (ok && this.#chunk.isEmpty) this.#listener.onIdle();
      else if (ok) this.#send();
    });
  }
}

/** Room for the size of a chunk before it, and for the line end after it. */
const HEAD_BYTES = 16;
const TAIL_BYTES = 2;

/** A chunk as RFC 9112, section 7.1 has it, in a buffer used over and over. */
class Chunk {
  readonly #bytes = new Uint8Array(HEAD_BYTES + CHUNK_BYTES + TAIL_BYTES);
  #size = 0;

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  get isFull(): boolean {
    return this.#size === CHUNK_BYTES;
  }

  /** Takes what it has room for, from there, and says how much that was. */
  add(piece: Uint8Array, at: number): number {
    const part = piece.subarray(at, at + CHUNK_BYTES - this.#size);
    this.#bytes.set(part, HEAD_BYTES + this.#size);
    this.#size += part.length;
    return part.length;
  }

  /** All of it, framed; the next piece begins anew. */
  take(): Uint8Array {
    const head = new TextEncoder().encode(`${this.#size.toString(16)}\r\n`);
    const start = HEAD_BYTES - head.length;
    const end = HEAD_BYTES + this.#size;
    this.#bytes.set(head, start);
    this.#bytes[end] = 13;
    this.#bytes[end + 1] = 10;
    this.#size = 0;
    return this.#bytes.subarray(start, end + TAIL_BYTES);
  }
}
