import type { HttpConnection } from "./pebble_http.ts";

const TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10;
const FINAL = 0x80, MASKED = 0x80;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** What every server adds to the key of the client (RFC 6455). */
const KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The server's side of a WebSocket over a Unix socket (RFC 6455). */
export class ServerWebSocket {
  readonly #connection: HttpConnection;
  #sent: Promise<unknown> = Promise.resolve();
  #closedPolitely = false;

  private constructor(connection: HttpConnection) {
    this.#connection = connection;
  }

  /** Answers a request to upgrade. */
  static async accept(
    connection: HttpConnection,
    key: string,
  ): Promise<ServerWebSocket> {
    const hash = await crypto.subtle.digest(
      "SHA-1",
      new TextEncoder().encode(key + KEY_SUFFIX),
    );
    const accepted = btoa(String.fromCharCode(...new Uint8Array(hash)));
    await connection.write(new TextEncoder().encode(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
        `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\n\r\n`,
    ));
    return new ServerWebSocket(connection);
  }

  /** Whether the client said good-bye before it hung up. */
  get closedPolitely(): boolean {
    return this.#closedPolitely;
  }

  /** Sends a message; resolves when the system has taken it. */
  async send(message: string | Uint8Array): Promise<void> {
    if (typeof message === "string") {
      await this.#send(TEXT, new TextEncoder().encode(message));
    } else {
      await this.#send(BINARY, message);
    }
  }

  /** What the client sends, until it closes or hangs up. */
  async *messages(): AsyncGenerator<string | Uint8Array, void, undefined> {
    let kind = 0;
    let text = "";
    const decoder = new TextDecoder();
    for (let frame; (frame = await this.#frame()) !== null;) {
      const { opcode, final, payload } = frame;
      if (opcode === CLOSE) {
        this.#closedPolitely = true;
        return await this.#send(CLOSE, payload).catch(() => {});
      }
      if (opcode === PING) await this.#send(PONG, payload);
      if (opcode > BINARY) continue;
      // A continuation has opcode 0 and is of the kind that was begun.
      kind = opcode || kind;
      if (kind === BINARY) {
        yield payload;
        continue;
      }
      text += decoder.decode(payload, { stream: !final });
      if (!final) continue;
      yield text;
      text = "";
    }
  }

  /** Hangs up without a word, as Pebble does. */
  drop(): void {
    this.#connection.close();
  }

  async #frame(): Promise<
    | {
      readonly opcode: number;
      readonly final: boolean;
      readonly payload: Uint8Array;
    }
    | null
  > {
    const head = await this.#connection.take(2);
    if (head === null) return null;
    const [first = 0, second = 0] = head;
    let length = second & 0x7f;
    if (length > 125) {
      const bytes = await this.#connection.take(length === 126 ? 2 : 8);
      if (bytes === null) return null;
      length = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    }
    // A client has to mask what it sends.
    if (length > MAX_FRAME_BYTES || (second & MASKED) === 0) return null;
    const mask = await this.#connection.take(4);
    const payload = await this.#connection.take(length);
    if (mask === null || payload === null) return null;
    for (let i = 0; i < payload.length; i++) {
      payload[i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
    }
    return {
      opcode: first & 0x0f,
      final: (first & FINAL) !== 0,
      payload,
    };
  }

  async #send(opcode: number, payload: Uint8Array): Promise<void> {
    const { length } = payload;
    const headBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    const frame = new Uint8Array(headBytes + length);
    const view = new DataView(frame.buffer);
    frame[0] = FINAL | opcode;
    frame[1] = headBytes === 2 ? length : headBytes === 4 ? 126 : 127;
    if (headBytes === 4) view.setUint16(2, length);
    if (headBytes === 10) view.setBigUint64(2, BigInt(length));
    frame.set(payload, headBytes);
    // Two frames must not be mixed, even if one is sent in several writes.
    const sent = this.#sent.then(() => this.#connection.write(frame));
    this.#sent = sent.catch(() => {});
    await sent;
  }
}
