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
 * Reads a body piece by piece, to its end and no further.
 *
 * @throws {ConnectionError} If the connection ends or breaks before.
 * @throws {ProtocolError} If chunks are malformed.
 */
export async function* readBody(
  connection: Connection,
  framing: Framing,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (framing.kind === "length") {
    yield* readBytes(connection, framing.bytes);
  } else if (framing.kind === "close") {
    for (let bytes; (bytes = await connection.take(Infinity)) !== null;) {
      yield bytes;
    }
  } else {
    for (let size; (size = await chunkSize(connection)) > 0;) {
      yield* readBytes(connection, size);
      const end = await connection.line(MAX_CHUNK_LINE_BYTES);
      if (end !== "") throw malformed("a chunk is longer than it says");
    }
    await readHeaders(connection);
  }
}

async function* readBytes(
  connection: Connection,
  count: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let left = count; left > 0;) {
    const bytes = await connection.take(left);
    if (bytes === null) throw cutShort();
    left -= bytes.length;
    yield bytes;
  }
}

async function chunkSize(connection: Connection): Promise<number> {
  const line = await connection.line(MAX_CHUNK_LINE_BYTES);
  const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
  if (size === undefined) {
    throw malformed(`chunk size ${JSON.stringify(line.slice(0, 80))}`);
  }
  return parseInt(size, 16);
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(`Cannot read answer of Pebble: ${what}`);
}
