import { concat } from "./_bytes.ts";
import { ProtocolError } from "./errors.ts";

/** What begins and continues in a multipart body, in order. */
export type MultipartEvent =
  | { readonly kind: "part"; readonly headers: ReadonlyMap<string, string> }
  | { readonly kind: "data"; readonly bytes: Uint8Array };

const CR = 13;
const DASH = 45;
const MAX_HEADER_BYTES = 64 * 1024;
const CRLF = new TextEncoder().encode("\r\n");

/**
 * Parses a multipart body as it comes in; content is passed on in pieces.
 *
 * Source: RFC 2046, section 5.1.1, as Go's `mime/multipart` writes it.
 *
 * @throws {ProtocolError} If the body ends early or a header is malformed.
 */
export async function* parseMultipart(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<MultipartEvent> {
  const input = new Input(chunks);
  const delimiter = new TextEncoder().encode(`\r\n--${boundary}`);
  try {
    // The first boundary has no line end before it; this makes all alike.
    input.unread(CRLF);
    for await (const _ of input.until(delimiter)) {
      // What is before the first boundary means nothing.
    }
    while (!(await isLast(input))) {
      yield { kind: "part", headers: await headers(input) };
      for await (const bytes of input.until(delimiter)) {
        yield { kind: "data", bytes };
      }
    }
    await input.drain();
  } finally {
    await input.close();
  }
}

/** Value and parameters of a header such as `Content-Disposition`. */
export function parseHeader(
  header: string,
): { readonly value: string; readonly parameters: Map<string, string> } {
  const value = (/^[^;]*/.exec(header)?.[0] ?? "").trim().toLowerCase();
  const parameters = new Map<string, string>();
  const parameter = /;\s*([^\s=;]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;]*))/gs;
  for (const [, name = "", quoted, plain] of header.matchAll(parameter)) {
    parameters.set(
      name.toLowerCase(),
      quoted?.replace(/\\(.)/gs, "$1") ?? plain ?? "",
    );
  }
  return { value, parameters };
}

/** Reads what follows a boundary; whether it was the last one. */
async function isLast(input: Input): Promise<boolean> {
  const next = await input.take(2);
  if (next[0] === DASH && next[1] === DASH) return true;
  input.unread(next);
  if ((await input.line()).trim() === "") return false;
  throw new ProtocolError("Cannot read multipart body: malformed boundary");
}

async function headers(input: Input): Promise<Map<string, string>> {
  const result = new Map<string, string>();
  for (let line; (line = await input.line()) !== "";) {
    const colon = line.indexOf(":");
    if (colon < 1) {
      throw new ProtocolError("Cannot read multipart body: malformed header");
    }
    const name = line.slice(0, colon).trim().toLowerCase();
    result.set(name, line.slice(colon + 1).trim());
  }
  return result;
}

/** Bytes that come in pieces, to be read up to what is looked for. */
class Input {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  unread(bytes: Uint8Array): void {
    this.#buffer = concat([bytes, this.#buffer]);
  }

  /** So many bytes. */
  async take(count: number): Promise<Uint8Array> {
    while (this.#buffer.length < count) await this.#fill();
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }

  /** Reads all that is left, so that the connection can be used again. */
  async drain(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** A line without its end. */
  async line(): Promise<string> {
    const bytes: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of this.until(CRLF)) {
      bytes.push(chunk);
      size += chunk.length;
      if (size > MAX_HEADER_BYTES) {
        throw new ProtocolError("Cannot read multipart body: header too long");
      }
    }
    return new TextDecoder().decode(concat(bytes));
  }

  /** What is before the delimiter, piece by piece; it is taken, too. */
  async *until(delimiter: Uint8Array): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = indexOf(this.#buffer, delimiter);
      const content = this.#buffer.subarray(0, at);
      const found = this.#buffer.length - at >= delimiter.length;
      this.#buffer = this.#buffer.subarray(
        found ? at + delimiter.length : at,
      );
      if (content.length > 0) yield content;
      if (found) return;
      await this.#fill();
    }
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) {
      throw new ProtocolError(
        "Cannot read multipart body: it ends before its last boundary",
      );
    }
    this.#buffer = concat([this.#buffer, value]);
  }
}

/** Where the delimiter is, or where it may begin at the end, or the end. */
function indexOf(bytes: Uint8Array, delimiter: Uint8Array): number {
  let at = bytes.indexOf(CR);
  while (at >= 0) {
    const end = Math.min(delimiter.length, bytes.length - at);
    let matched = 1;
    while (matched < end && bytes[at + matched] === delimiter[matched]) {
      matched++;
    }
    if (matched === end) return at;
    at = bytes.indexOf(CR, at + 1);
  }
  return bytes.length;
}
