import { ConnectionError, ProtocolError } from "./errors.ts";

/** What a connection needs of a socket; `Deno.UnixConn` is one. */
export interface Socket {
  /** Reads into the buffer; `null` at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes at least some of the bytes, and says how many. */
  write(bytes: Uint8Array): Promise<number>;
  /** Closes both ways; what waits in `read` or `write` fails. */
  close(): void;
}

const FIRST_BUFFER_BYTES = 4 * 1024;
const MAX_BUFFER_BYTES = 256 * 1024;
const LINE_FEED = 10;
/** So many bytes become text at a time; each is an argument of a call. */
const TEXT_BYTES = 4 * 1024;

/** A connection to the daemon that is read by lines and by pieces. */
export class Connection {
  readonly #socket: Socket;
  #buffer = new Uint8Array(0);
  #bufferBytes = FIRST_BUFFER_BYTES;
  #start = 0;
  #end = 0;
  #received = 0;
  #closed = false;
  #reason: unknown;
  /** Called once, when it is closed on this side. */
  onClose: () => void = () => {};

  /** Takes a socket that is connected; closing it is up to this now. */
  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * Connects.
   *
   * @throws {ConnectionError} If nobody listens there, or it isn't allowed.
   */
  static async open(socketPath: string): Promise<Connection> {
    try {
      const options = { transport: "unix", path: socketPath } as const;
      return new Connection(await Deno.connect(options));
    } catch (cause) {
      const message = cause instanceof Deno.errors.NotFound
        ? `Could not connect to Pebble: socket not found at '${socketPath}' ` +
          "(container restarted?)"
        : `Could not connect to Pebble at '${socketPath}': ${reasonOf(cause)}`;
      throw new ConnectionError(message, { cause });
    }
  }

  /** How many bytes came in since it was opened. */
  get receivedBytes(): number {
    return this.#received;
  }

  /** Whether bytes came in that nobody took. */
  get hasUnread(): boolean {
    return this.#start < this.#end;
  }

  /**
   * So many bytes; they are the caller's until the next read.
   *
   * @throws {ConnectionError} If the connection ends or breaks before.
   */
  async takeAll(count: number): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#end - this.#start >= count) {
      this.#start += count;
      return this.#buffer.subarray(this.#start - count, this.#start);
    }
    const all = new Uint8Array(count);
    for (let end = 0; end < count;) {
      const piece = await this.take(count - end);
      if (piece === null) throw cutShort();
      all.set(piece, end);
      end += piece.length;
    }
    return all;
  }

  /** Whether it was closed on this side. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Bytes as they come in: at least one, at most so many; `null` at the end.
   *
   * They are the caller's until the next read: the buffer is used again then.
   *
   * @throws {ConnectionError} If the connection breaks.
   */
  async take(limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
    if (!this.hasUnread && !(await this.#fill())) return null;
    const end = Math.min(this.#end, this.#start + limit);
    const taken = this.#buffer.subarray(this.#start, end);
    this.#start = end;
    return taken;
  }

  /** Leaves the last so many of the bytes that were just taken to be read. */
  giveBack(count: number): void {
    this.#start -= count;
  }

  /**
   * A line without its end, which is a line feed, as a rule after a return.
   *
   * @param limitBytes Longest line.
   * @throws {ConnectionError} If the connection ends or breaks before.
   * @throws {ProtocolError} If the line is longer.
   */
  async line(limitBytes: number): Promise<string> {
    let text = "";
    for (let found = false; !found;) {
      if (!this.hasUnread && !(await this.#fill())) throw cutShort();
      const end = Math.min(this.#end, this.#start + TEXT_BYTES);
      const unread = this.#buffer.subarray(this.#start, end);
      const at = unread.indexOf(LINE_FEED);
      found = at >= 0;
      const part = found ? unread.subarray(0, at) : unread;
      this.#start += part.length + (found ? 1 : 0);
      if (text.length + part.length > limitBytes) {
        throw new ProtocolError(
          "Cannot read answer of Pebble: its head, or a line of it, is too long",
        );
      }
      text += String.fromCharCode(...part);
    }
    return text.endsWith("\r") ? text.slice(0, -1) : text;
  }

  /**
   * Resolves when the system has taken all bytes.
   *
   * @throws {ConnectionError} If the connection breaks.
   */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      let written = await this.#socket.write(bytes);
      while (written < bytes.length) {
        written += await this.#socket.write(bytes.subarray(written));
      }
    } catch (error) {
      throw this.#lost(error);
    }
  }

  /**
   * Closes at once; twice is fine.
   *
   * @param reason What those who read or write now are to fail with.
   */
  close(reason?: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#reason = reason;
    this.#socket.close();
    this.onClose();
  }

  /** Reads more, when all that came in was taken; false at the end. */
  async #fill(): Promise<boolean> {
    if (this.#buffer.length < this.#bufferBytes) {
      this.#buffer = new Uint8Array(this.#bufferBytes);
    }
    this.#start = this.#end = 0;
    let count: number | null;
    try {
      count = await this.#socket.read(this.#buffer);
    } catch (error) {
      throw this.#lost(error);
    }
    // A read that was under way when this side closed may end as if at the end.
    if (this.#closed) throw this.#lost(undefined);
    if (count === null) return false;
    this.#received += count;
    this.#end = count;
    // Who fills a buffer is likely to have more.
    if (count === this.#buffer.length && this.#bufferBytes < MAX_BUFFER_BYTES) {
      this.#bufferBytes *= 4;
    }
    return true;
  }

  #lost(cause: unknown): unknown {
    if (this.#closed && this.#reason !== undefined) return this.#reason;
    const reason = this.#closed ? "it was closed" : reasonOf(cause);
    return new ConnectionError(`Lost connection to Pebble: ${reason}`, {
      cause,
    });
  }
}

/** The error of an answer that ends before it is complete. */
export function cutShort(): ConnectionError {
  const cause = new Deno.errors.UnexpectedEof("unexpected end of file");
  return new ConnectionError(
    "Lost connection to Pebble: unexpected end of file before the end of its " +
      "answer",
    { cause },
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
