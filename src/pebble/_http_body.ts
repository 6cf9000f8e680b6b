import { type Connection, cutShort } from "./_connection.ts";
import { type Head, readHeaders } from "./_http_head.ts";
import { ProtocolError } from "./errors.ts";

const MAX_CHUNK_LINE_BYTES = 16 * 1024;

/** How it is told where the body of an answer ends. */
export type Framing =
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "close" };

/**
 * Finds where the body of an answer ends.
 *
 * Source: RFC 9112, section 6.3.
 *
 * @throws {ProtocolError} If the headers don't say so clearly.
 */
export function framingOf({ code, headers }: Head): Framing {
  if (code === 204 || code === 304) return { kind: "length", bytes: 0 };
  const encoding = headers.get("transfer-encoding");
  if (encoding !== undefined) {
    if (encoding.toLowerCase() === "chunked") return { kind: "chunked" };
    throw malformed(`transfer encoding "${encoding}" is not known`);
  }
  const text = headers.get("content-length");
  if (text === undefined) return { kind: "close" };
  // The same length twice is harmless; different ones are not.
  const [length = "", ...others] = new Set(text.split(/\s*,\s*/));
  if (others.length > 0 || !/^\d{1,15}$/.test(length)) {
    throw malformed(`its length is "${text}"`);
  }
  return { kind: "length", bytes: Number(length) };
}

/** Whether another request may follow when this answer was read. */
export function keepsAlive(head: Head, framing: Framing): boolean {
  const connection = head.headers.get("connection")?.toLowerCase() ?? "";
  return head.version === "1.1" && framing.kind !== "close" &&
    !connection.split(/\s*,\s*/).includes("close");
}

/**
 * Reads a body piece by piece, to its end and no further; a piece is to be used
 * before the next is asked for.
 *
 * @throws {ConnectionError} If the connection ends or breaks before.
 * @throws {ProtocolError} If chunks are malformed.
 */
export async function* readBody(
  connection: Connection,
  framing: Framing,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (framing.kind === "chunked") {
    yield* readChunks(connection);
    return;
  }
  let left = framing.kind === "length" ? framing.bytes : Infinity;
  while (left > 0) {
    const bytes = await connection.take(left);
    if (bytes === null && left === Infinity) return;
    if (bytes === null) throw cutShort();
    left -= bytes.length;
    yield bytes;
  }
}

async function* readChunks(
  connection: Connection,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const decoder = new ChunkDecoder();
  while (!decoder.done) {
    const bytes = await connection.take(Infinity);
    if (bytes === null) throw cutShort();
    const { content, used } = decoder.decode(bytes);
    connection.giveBack(bytes.length - used);
    if (content.length > 0) yield content;
  }
  await readHeaders(connection);
}

const LINE_FEED = 10;

/**
 * Takes the sizes out from between the chunks of a body.
 *
 * The daemon writes small chunks, of which many come in at a time: what they
 * hold is moved together, so that it is passed on and written in one piece.
 */
class ChunkDecoder {
  /** Whether the size was read that says there is no more. */
  done = false;
  /** How much of the chunk is to come. */
  #left = 0;
  /** Whether there was a chunk, whose line end comes before the next size. */
  #inChunk = false;
  #line = "";

  /** The content, at its place in the bytes, and how many of those it took. */
  decode(
    bytes: Uint8Array<ArrayBuffer>,
  ): { readonly content: Uint8Array<ArrayBuffer>; readonly used: number } {
    let at = 0;
    let start = -1;
    let end = 0;
    while (at < bytes.length && !this.done) {
      if (this.#left === 0) {
        at = this.#readSize(bytes, at);
        continue;
      }
      const next = Math.min(bytes.length, at + this.#left);
      if (start < 0) start = end = at;
      else bytes.copyWithin(end, at, next);
      end += next - at;
      this.#left -= next - at;
      at = next;
    }
    return { content: bytes.subarray(Math.max(start, 0), end), used: at };
  }

  /** Reads on in the line before a chunk, and returns where that led. */
  #readSize(bytes: Uint8Array, at: number): number {
    const lineFeed = bytes.indexOf(LINE_FEED, at);
    const end = lineFeed < 0 ? bytes.length : lineFeed;
    if (this.#line.length + end - at > MAX_CHUNK_LINE_BYTES) {
      throw malformed("a line between its chunks is too long");
    }
    this.#line += String.fromCharCode(...bytes.subarray(at, end));
    if (lineFeed < 0) return end;
    const line = this.#line.replace(/\r$/, "");
    this.#line = "";
    if (this.#inChunk) {
      if (line !== "") throw malformed("a chunk is longer than it says");
      this.#inChunk = false;
    } else {
      this.#left = chunkSize(line);
      this.#inChunk = true;
      this.done = this.#left === 0;
    }
    return end + 1;
  }
}

function chunkSize(line: string): number {
  const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
  if (size === undefined) {
    throw malformed(`chunk size ${JSON.stringify(line.slice(0, 80))}`);
  }
  return parseInt(size, 16);
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(`Cannot read answer of Pebble: ${what}`);
}
