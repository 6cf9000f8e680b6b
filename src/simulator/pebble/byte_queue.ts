/** So many bytes may wait before who writes more is made to. */
const WAITING_BYTES = 1024 * 1024;

/** Bytes that one side writes and the other reads, in order. */
export class ByteQueue {
  readonly #chunks: Uint8Array[] = [];
  #waiting = 0;
  #ended = false;
  #more: PromiseWithResolvers<void> | undefined;
  #room: PromiseWithResolvers<void> | undefined;

  /** Whether nothing more is to come. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Adds bytes; resolves when there is room for more. */
  push(bytes: Uint8Array): Promise<void> {
    if (bytes.length > 0 && !this.#ended) {
      this.#chunks.push(bytes);
      this.#waiting += bytes.length;
      this.#wake();
    }
    if (this.#ended || this.#waiting < WAITING_BYTES) return Promise.resolve();
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** Says that nothing more is to come; twice is fine. */
  end(): void {
    this.#ended = true;
    this.#wake();
    this.#room?.resolve();
  }

  /** Bytes as they were added; `null` at the end. */
  async take(): Promise<Uint8Array | null> {
    for (;;) {
      const bytes = this.#chunks.shift();
      if (bytes !== undefined) {
        this.#waiting -= bytes.length;
        if (this.#waiting < WAITING_BYTES) {
          this.#room?.resolve();
          this.#room = undefined;
        }
        return bytes;
      }
      if (this.#ended) return null;
      this.#more ??= Promise.withResolvers();
      await this.#more.promise;
    }
  }

  #wake(): void {
    this.#more?.resolve();
    this.#more = undefined;
  }
}

/** Bytes of text, or bytes as they are. */
export function toBytes(data: string | Uint8Array): Uint8Array {
  return typeof data === "string" ? new TextEncoder().encode(data) : data;
}
