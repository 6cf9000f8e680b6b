import { concat } from "./_bytes.ts";
import { typeName } from "./_json.ts";
import type { UploadBody } from "./_upload.ts";
import type { FileReader, PushSource } from "./pebble_client.ts";

/** Up to this size content is sent at once. */
const SMALL_BYTES = 64 * 1024;
/** How much of an open file is read at a time. */
const READ_BYTES = 256 * 1024;

/** The body of a request that writes a file. */
export interface PushBody {
  /** What separates its parts. */
  readonly boundary: string;
  /** Its parts; the source is read when they are. */
  readonly body: UploadBody;
}

/**
 * Makes the body that Pebble wants: first what to write, then the content.
 *
 * Source: `writeFiles` in `internals/daemon/api_files.go` of Pebble. The
 * runtime's `FormData` writes a quote in a name as `%22`, which Pebble takes
 * for the name itself.
 *
 * @throws {TypeError} If the source is nothing that can be read.
 */
export function pushBody(
  path: string,
  request: unknown,
  source: PushSource,
): PushBody {
  const boundary = crypto.randomUUID().replaceAll("-", "");
  const encoder = new TextEncoder();
  const head = encoder.encode(
    `--${boundary}\r\nContent-Type: application/json\r\n` +
      'Content-Disposition: form-data; name="request"\r\n\r\n' +
      JSON.stringify(request) +
      `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\n` +
      `Content-Disposition: form-data; name="files"; ${filename(path)}` +
      "\r\n\r\n",
  );
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  const known = typeof source === "string" ? encoder.encode(source) : source;
  if (known instanceof Uint8Array && known.length <= SMALL_BYTES) {
    return { boundary, body: concat([head, known, tail]) };
  }
  const content = contentOf(known);
  const parts = async function* () {
    yield head;
    yield* content;
    yield tail;
  };
  return { boundary, body: parts() };
}

/**
 * The parameter that names the file: a quoted text or, as no line end can be in
 * one, in the extended form of RFC 2231.
 */
function filename(path: string): string {
  if (!/[\r\n]/.test(path)) {
    return `filename="${path.replace(/["\\]/g, "\\$&")}"`;
  }
  const bytes = [...new TextEncoder().encode(path)];
  const encoded = bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`);
  return `filename*=utf-8''${encoded.join("")}`;
}

/**
 * What is to be written, piece by piece; each is to be used before the next is
 * asked for.
 *
 * @throws {TypeError} If the source, or a piece of it, is nothing that can be
 * written.
 */
export function contentOf(source: PushSource): AsyncGenerator<Uint8Array> {
  return encoded(pieces(source));
}

async function* encoded(
  content: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of content) {
    const bytes = typeof piece === "string" ? encoder.encode(piece) : piece;
    if (!(bytes instanceof Uint8Array)) {
      throw new TypeError(
        `Cannot push a piece of type ${typeName(piece)}: it must be text or ` +
          "bytes",
      );
    }
    yield bytes;
  }
}

function pieces(
  source: PushSource,
): Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array> {
  if (typeof source === "string" || source instanceof Uint8Array) {
    return [source];
  }
  if (typeof source === "object" && source !== null) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source) {
      return source;
    }
    if ("read" in source) return readerChunks(source);
  }
  throw new TypeError(
    `Cannot push a source of type ${typeName(source)}: it must be text, ` +
      "bytes, a stream, an iterable or an open file",
  );
}

async function* readerChunks(reader: FileReader): AsyncGenerator<Uint8Array> {
  // What is yielded is copied before the next is asked for.
  const buffer = new Uint8Array(READ_BYTES);
  for (let count; (count = await reader.read(buffer)) !== null;) {
    yield buffer.subarray(0, count);
  }
}
