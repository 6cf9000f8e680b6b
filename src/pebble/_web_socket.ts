import { ConnectionError } from "./errors.ts";

/** A message as it comes in; text is always whole, bytes are in pieces. */
export type Message = string | Uint8Array<ArrayBuffer>;

const TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10;
const FINAL = 0x80, MASKED = 0x80;
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
const MAX_HEAD_BYTES = 64 * 1024;

/**
 * The client's side of a WebSocket over a unix socket (RFC 6455).
 *
 * The runtime's `WebSocket` can't be used for Pebble: its `close` waits for an
 * answer that Pebble never gives, so that the connection stays open for ever;
 * nor does it tell when what was sent is on its way, or slow the sender down.
 */
export class WebSocketConnection {
  readonly #connection: Deno.UnixConn;
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array();
  #sent: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(connection: Deno.UnixConn) {
    this.#connection = connection;
  }

  /**
   * Connects.
   *
   * @param socketPath Where the daemon listens.
   * @param path Path on the daemon.
   * @param limitMs Longest time it may take.
   * @throws {ConnectionError} If the daemon refuses or does not answer.
   */
  static async open(
    socketPath: string,
    path: string,
    limitMs: number,
  ): Promise<WebSocketConnection> {
    const connection = await Deno.connect({
      transport: "unix",
      path: socketPath,
    });
    const socket = new WebSocketConnection(connection);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      socket.close();
    }, limitMs);
    try {
      await socket.#shakeHands(path);
      return socket;
    } catch (error) {
      socket.close();
      if (!late) throw error;
      throw new ConnectionError(`no answer within ${limitMs} ms`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a message; resolves when the system has taken it. */
  async send(message: string | Uint8Array): Promise<void> {
    if (typeof message === "string") {
      await this.#sendFrame(TEXT, new TextEncoder().encode(message));
    } else {
      await this.#sendFrame(BINARY, message);
    }
  }

  /** What the daemon sends, until either side closes or it breaks. */
  async *messages(): AsyncGenerator<Message> {
    const decoder = new TextDecoder();
    let text = "";
    let opcode = 0;
    for (let frame; (frame = await this.#readFrame()) !== null;) {
      if (frame.opcode === CLOSE) return;
      if (frame.opcode === PING) await this.#sendFrame(PONG, frame.payload);
      if (frame.opcode > BINARY) continue;
      // A continuation has opcode 0 and is of the kind that was begun.
      opcode = frame.opcode || opcode;
      if (opcode === BINARY) {
        yield frame.payload;
        continue;
      }
      text += decoder.decode(frame.payload, { stream: !frame.final });
      if (!frame.final) continue;
      yield text;
      text = "";
    }
  }

  /** Says good-bye and closes. */
  async closePolitely(): Promise<void> {
    await this.#sendFrame(CLOSE, new Uint8Array([0x03, 0xe8])).catch(() => {});
    this.close();
  }

  /** Closes at once; twice is fine. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }

  async #shakeHands(path: string): Promise<void> {
    const key = btoa(
      String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))),
    );
    await this.#write(new TextEncoder().encode(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n` +
        `Connection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\n` +
        "Sec-WebSocket-Version: 13\r\n\r\n",
    ));
    const head = await this.#readHead();
    const code = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? "none";
    if (code !== "101") {
      throw new ConnectionError(`Invalid status code: ${code}`);
    }
  }

  async #readHead(): Promise<string> {
    for (;;) {
      const text = new TextDecoder().decode(this.#buffer);
      const end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        this.#buffer = this.#buffer.slice(
          new TextEncoder().encode(text.slice(0, end + 4)).length,
        );
        return text.slice(0, end);
      }
      if (this.#buffer.length > MAX_HEAD_BYTES || !(await this.#fill())) {
        throw new ConnectionError("Unexpected end of answer");
      }
    }
  }

  async #readFrame(): Promise<
    | {
      readonly opcode: number;
      readonly final: boolean;
      readonly payload: Uint8Array<ArrayBuffer>;
    }
    | null
  > {
    const head = await this.#take(2);
    if (head === null) return null;
    const [first = 0, second = 0] = head;
    let length = second & 0x7f;
    if (length > 125) {
      const bytes = await this.#take(length === 126 ? 2 : 8);
      if (bytes === null) return null;
      length = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    }
    if (length > MAX_FRAME_BYTES || (second & MASKED) !== 0) return null;
    const payload = await this.#take(length);
    if (payload === null) return null;
    return {
      opcode: first & 0x0f,
      final: (first & FINAL) !== 0,
      payload,
    };
  }

  /** So many bytes, or `null` if the connection ends before. */
  async #take(count: number): Promise<Uint8Array<ArrayBuffer> | null> {
    while (this.#buffer.length < count) {
      if (!(await this.#fill())) return null;
    }
    const taken = this.#buffer.slice(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }

  /** Reads more; false at the end, which a broken connection is, too. */
  async #fill(): Promise<boolean> {
    const chunk = new Uint8Array(32 * 1024);
    let count: number | null;
    try {
      count = await this.#connection.read(chunk);
    } catch {
      return false;
    }
    if (count === null) return false;
    const buffer = new Uint8Array(this.#buffer.length + count);
    buffer.set(this.#buffer);
    buffer.set(chunk.subarray(0, count), this.#buffer.length);
    this.#buffer = buffer;
    return true;
  }

  async #sendFrame(opcode: number, payload: Uint8Array): Promise<void> {
    const mask = crypto.getRandomValues(new Uint8Array(4));
    const head = frameHead(opcode, payload.length);
    const frame = new Uint8Array(head.length + 4 + payload.length);
    frame.set(head);
    frame.set(mask, head.length);
    for (let i = 0; i < payload.length; i++) {
      frame[head.length + 4 + i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
    }
    // Two frames must not be mixed, even if one is sent in several writes.
    const sent = this.#sent.then(() => this.#write(frame));
    this.#sent = sent.catch(() => {});
    await sent;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      let written = 0;
      while (written < bytes.length) {
        written += await this.#connection.write(bytes.subarray(written));
      }
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ConnectionError(`Lost connection to Pebble: ${reason}`, {
        cause,
      });
    }
  }
}

function frameHead(opcode: number, length: number): Uint8Array {
  const first = FINAL | opcode;
  if (length < 126) return new Uint8Array([first, MASKED | length]);
  const head = new Uint8Array(length < 65_536 ? 4 : 10);
  const view = new DataView(head.buffer);
  head[0] = first;
  if (length < 65_536) {
    head[1] = MASKED | 126;
    view.setUint16(2, length);
  } else {
    head[1] = MASKED | 127;
    view.setBigUint64(2, BigInt(length));
  }
  return head;
}
