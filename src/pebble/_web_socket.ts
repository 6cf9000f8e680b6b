import { type Connection, cutShort } from "./_connection.ts";
import type { Transport } from "./_transport.ts";
import { ConnectionError, ProtocolError } from "./errors.ts";

/**
 * A message as it comes in; text is always whole, bytes are in pieces, each to
 * be used before the next is asked for.
 */
export type Message = string | Uint8Array<ArrayBuffer>;

const CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10;
const FINAL = 0x80, RESERVED = 0x70, OPCODE = 0x0f;
const MASKED = 0x80, LENGTH = 0x7f;
/** Longest payload of a frame that is about the connection itself. */
const MAX_CONTROL_BYTES = 125;
/** Far longer than any command. */
const MAX_TEXT_BYTES = 64 * 1024;
const MASK_BYTES = 4;
const NORMAL_CLOSURE = new Uint8Array([0x03, 0xe8]);

/**
 * Key and proof of the handshake are those of the RFC's example: a random key
 * shows whether a cache sits between, which a unix socket has not.
 */
const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const PROOF = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/** What comes before the payload of a frame. */
interface FrameHead {
  readonly opcode: number;
  readonly final: boolean;
  readonly length: number;
}

/**
 * The client's side of a WebSocket (RFC 6455).
 *
 * The runtime's `WebSocket` can't be used for Pebble: its `close` waits for an
 * answer that Pebble never gives, so that the connection stays open for ever;
 * nor does it tell when what was sent is on its way, or slow the sender down.
 */
export class WebSocketConnection {
  readonly #connection: Connection;
  #sent: Promise<unknown> = Promise.resolve();

  /** Takes a connection on which both sides agreed on this protocol. */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Connects.
   *
   * @param transport Where the daemon listens.
   * @param path Path on the daemon.
   * @param signal Gives up.
   * @throws {ConnectionError} If the daemon refuses or can't be reached.
   * @throws {ProtocolError} If what answers is no daemon.
   * @throws {TimeoutError} If the daemon is silent for too long.
   */
  static async open(
    transport: Transport,
    path: string,
    signal?: AbortSignal,
  ): Promise<WebSocketConnection> {
    const { connection, head } = await transport.upgrade({
      path,
      headers: {
        upgrade: "websocket",
        connection: "Upgrade",
        "sec-websocket-key": KEY,
        "sec-websocket-version": "13",
      },
      signal,
    });
    const { code, headers } = head;
    if (code === 101 && headers.get("sec-websocket-accept") === PROOF) {
      return new WebSocketConnection(connection);
    }
    connection.close();
    if (code !== 101) {
      throw new ConnectionError(`Invalid status code: ${code}`);
    }
    throw malformed("the answer to its handshake is not valid");
  }

  /**
   * Sends a message; resolves when the system has taken it.
   *
   * @throws {ConnectionError} If the connection breaks.
   */
  async send(message: string | Uint8Array): Promise<void> {
    if (typeof message === "string") {
      await this.#sendFrame(TEXT, new TextEncoder().encode(message));
    } else {
      await this.#sendFrame(BINARY, message);
    }
  }

  /**
   * What the daemon sends, until this side closes.
   *
   * @throws {ConnectionError} If the daemon closes, or the connection breaks.
   * @throws {ProtocolError} If what comes in is no WebSocket's.
   */
  async *messages(): AsyncGenerator<Message> {
    try {
      yield* this.#messages();
    } catch (error) {
      if (this.#connection.closed) return;
      this.close();
      throw error;
    }
  }

  /** Whether it was closed on this side. */
  get closed(): boolean {
    return this.#connection.closed;
  }

  /** Says good-bye and closes. */
  async closePolitely(): Promise<void> {
    await this.#sendFrame(CLOSE, NORMAL_CLOSURE).catch(() => {});
    this.close();
  }

  /** Closes at once; twice is fine. */
  close(): void {
    this.#connection.close();
  }

  async *#messages(): AsyncGenerator<Message> {
    const decoder = new TextDecoder();
    // A message may go on in further frames, and others may come between.
    let opcode = CONTINUATION;
    let text = "";
    for (;;) {
      const frame = await this.#frameHead();
      if (frame.opcode > BINARY) {
        await this.#onControl(frame);
        continue;
      }
      if ((frame.opcode === CONTINUATION) === (opcode === CONTINUATION)) {
        throw malformed("a message begins in another, or goes on in none");
      }
      opcode ||= frame.opcode;
      if (opcode === BINARY) {
        yield* this.#pieces(frame.length);
      } else {
        if (text.length + frame.length > MAX_TEXT_BYTES) {
          throw malformed("a text is too long");
        }
        const bytes = await this.#connection.takeAll(frame.length);
        text += decoder.decode(bytes, { stream: !frame.final });
        if (frame.final) {
          yield text;
          text = "";
        }
      }
      if (frame.final) opcode = CONTINUATION;
    }
  }

  /** A payload piece by piece, each the receiver's until the next. */
  async *#pieces(length: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (let left = length; left > 0;) {
      const piece = await this.#connection.take(left);
      if (piece === null) throw cutShort();
      left -= piece.length;
      yield piece;
    }
  }

  async #onControl({ opcode, final, length }: FrameHead): Promise<void> {
    const known = opcode >= CLOSE && opcode <= PONG;
    if (!known || !final || length > MAX_CONTROL_BYTES) {
      throw malformed("a frame is of no known kind");
    }
    const payload = (await this.#connection.takeAll(length)).slice();
    if (opcode === CLOSE) {
      throw new ConnectionError(
        "Lost connection to Pebble: the other side closed it",
      );
    }
    // If that can't be sent, there may still be something to read.
    if (opcode === PING) await this.#sendFrame(PONG, payload).catch(() => {});
  }

  async #frameHead(): Promise<FrameHead> {
    const [first = 0, second = 0] = await this.#connection.takeAll(2);
    // Nobody agreed on extensions, and only the client masks.
    if ((first & RESERVED) !== 0 || (second & MASKED) !== 0) {
      throw malformed("a frame is malformed");
    }
    const opcode = first & OPCODE;
    const final = (first & FINAL) !== 0;
    const short = second & LENGTH;
    if (short <= MAX_CONTROL_BYTES) return { opcode, final, length: short };
    const bytes = await this.#connection.takeAll(short === 126 ? 2 : 8);
    const length = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(length)) throw malformed("a frame is too long");
    return { opcode, final, length };
  }

  async #sendFrame(opcode: number, payload: Uint8Array): Promise<void> {
    const frame = frameOf(opcode, payload);
    // Two frames must not be mixed, even if one is sent in several writes.
    const sent = this.#sent.then(() => this.#connection.write(frame));
    this.#sent = sent.catch(() => {});
    await sent;
  }
}

/**
 * A whole frame. Its mask is zero, which leaves the payload as it is: masks
 * are to keep scripts from talking to caches in between, and there are none.
 */
function frameOf(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const headBytes = 2 + lengthBytes + MASK_BYTES;
  const frame = new Uint8Array(headBytes + length);
  const view = new DataView(frame.buffer);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | (length < 126 ? length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) view.setUint16(2, length);
  if (lengthBytes === 8) view.setBigUint64(2, BigInt(length));
  frame.set(payload, headBytes);
  return frame;
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(`Cannot read WebSocket of Pebble: ${what}`);
}
