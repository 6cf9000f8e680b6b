import { concat } from "./_bytes.ts";
import { ProtocolError } from "./errors.ts";

/** What begins and continues in a multipart body, in order. */
export type MultipartEvent =
  | { readonly kind: "part"; readonly headers: ReadonlyMap<string, string> }
  | { readonly kind: "data"; readonly bytes: Uint8Array };

const DASH = 45;
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * Parses a multipart body as it comes in; content is passed on in pieces, each
 * to be used before the next is asked for.
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
  const delimiter = new Pattern(`\r\n--${boundary}`);
  try {
    // The first boundary has no line end before it; this makes all alike.
    input.unread(CRLF.bytes);
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
    const text = quoted?.replace(/\\(.)/gs, "$1") ?? plain ?? "";
    // The extended form of RFC 2231, for what can't be in a quoted text.
    const extended = name.endsWith("*") && /^utf-8'[^']*'(.*)$/i.exec(text);
    if (extended) {
      const key = name.slice(0, -1).toLowerCase();
      parameters.set(key, decodeURIComponent(extended[1] ?? ""));
    } else {
      parameters.set(name.toLowerCase(), text);
    }
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
      bytes.push(chunk.slice());
      size += chunk.length;
      if (size > MAX_HEADER_BYTES) {
        throw new ProtocolError("Cannot read multipart body: header too long");
      }
    }
    return new TextDecoder().decode(concat(bytes));
  }

  /** What is before the delimiter, piece by piece; it is taken, too. */
  async *until(delimiter: Pattern): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = delimiter.indexIn(this.#buffer);
      const content = this.#buffer.subarray(0, at);
      const found = this.#buffer.length - at >= delimiter.bytes.length;
      this.#buffer = this.#buffer.subarray(
        found ? at + delimiter.bytes.length : at,
      );
      if (content.length > 0) yield content;
      if (found) return;
      await this.#fill();
    }
  }

  async #fill(): Promise<void> {
    // What is left over is a view of a piece that the next one may overwrite.
    const kept = this.#buffer.slice();
    const { done, value } = await this.#chunks.next();
    if (done) {
      throw new ProtocolError(
        "Cannot read multipart body: it ends before its last boundary",
      );
    }
    this.#buffer = kept.length === 0 ? value : concat([kept, value]);
  }
}

/**
 * Bytes to be looked for in others.
 *
 * Only about one byte in as many as it is long is looked at (Horspool's way):
 * a file of short lines, full of the line ends that a delimiter begins with,
 * takes no longer than any other.
 */
class Pattern {
  readonly bytes: Uint8Array;
  /** How far to move on, by the byte at which its last one was expected. */
  readonly #skip: Uint32Array;

  constructor(text: string) {
    this.bytes = new TextEncoder().encode(text);
    const last = this.bytes.length - 1;
    this.#skip = new Uint32Array(256).fill(this.bytes.length);
    for (let i = 0; i < last; i++) this.#skip[this.bytes[i] ?? 0] = last - i;
  }

  /** Where it is, or where it may begin at the end, or the end. */
  indexIn(text: Uint8Array): number {
    const length = this.bytes.length;
    let at = 0;
    while (at + length <= text.length) {
      if (this.#matches(text, at, length)) return at;
      at += this.#skip[text[at + length - 1] ?? 0] ?? length;
    }
    while (at < text.length && !this.#matches(text, at, text.length - at)) at++;
    return Math.min(at, text.length);
  }

  /** Whether the text goes on, from there, as this does for so many bytes. */
  #matches(text: Uint8Array, at: number, count: number): boolean {
    for (let i = count - 1; i >= 0; i--) {
      if (text[at + i] !== this.bytes[i]) return false;
    }
    return true;
  }
}

const CRLF = new Pattern("\r\n");
