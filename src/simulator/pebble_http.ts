import { concat } from "../pebble/_bytes.ts";
import { STATUS_TEXTS } from "./pebble/refuse.ts";

/** A request as it came in. */
export interface HttpRequest {
  /** Such as `"GET"`. */
  readonly method: string;
  /** Path, decoded. */
  readonly path: string;
  /** What follows the path. */
  readonly query: URLSearchParams;
  /** Headers by name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Its body, piece by piece; to be read once, if at all. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** An answer to write. */
export interface HttpAnswer {
  /** HTTP status. */
  readonly code: number;
  /** Media type; none for an answer without body. */
  readonly type?: string;
  /** What to write; in chunks if it comes piece by piece. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

const LINE_FEED = 10;
const MAX_LINE_BYTES = 64 * 1024;

/** A connection of a client to a server on a Unix socket. */
export class HttpConnection {
  readonly #socket: Deno.UnixConn;
  #buffer: Uint8Array = new Uint8Array();
  #reading: Promise<boolean> | undefined;
  #closed = false;

  /** Takes a connection that was accepted; closing it is up to this now. */
  constructor(socket: Deno.UnixConn) {
    this.#socket = socket;
  }

  /** Closes at once; twice is fine. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }

  /** The next request; `null` if the client hangs up, or speaks nonsense. */
  async readRequest(): Promise<HttpRequest | null> {
    const line = await this.#line();
    const match = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(line ?? "");
    if (match === null) return null;
    const headers = new Map<string, string>();
    for (let header; (header = await this.#line()) !== "";) {
      const [, name, value = ""] = /^([^:\s]+):\s*(.*?)\s*$/.exec(
        header ?? "",
      ) ?? [];
      if (name === undefined) return null;
      headers.set(name.toLowerCase(), value);
    }
    const [, method = "", target = ""] = match;
    const body = this.#body(headers);
    const url = URL.parse(target, "http://localhost");
    if (url === null) return null;
    return {
      method,
      path: pathOf(url),
      query: url.searchParams,
      headers,
      // Who leaves it in the middle leaves the rest to be skipped.
      body: { [Symbol.asyncIterator]: () => ({ next: () => body.next() }) },
    };
  }

  /**
   * Writes an answer.
   *
   * @throws {Deno.errors.BrokenPipe} If the client has hung up.
   */
  async answer({ code, type, body }: HttpAnswer): Promise<void> {
    const whole = typeof body === "string"
      ? new TextEncoder().encode(body)
      : body;
    const head = [`HTTP/1.1 ${code} ${STATUS_TEXTS[code] ?? ""}`];
    if (type !== undefined) head.push(`Content-Type: ${type}`);
    if (whole instanceof Uint8Array) {
      head.push(`Content-Length: ${whole.length}`, "", "");
      await this.write(new TextEncoder().encode(head.join("\r\n")));
      return await this.write(whole);
    }
    head.push("Transfer-Encoding: chunked", "", "");
    // The head comes with the first piece, as Pebble's does.
    let before = head.join("\r\n");
    const encoder = new TextEncoder();
    for await (const bytes of whole) {
      if (bytes.length === 0) continue;
      const size = encoder.encode(`${before}${bytes.length.toString(16)}\r\n`);
      before = "";
      await this.write(concat([size, bytes, encoder.encode("\r\n")]));
    }
    await this.write(encoder.encode(`${before}0\r\n\r\n`));
  }

  /**
   * Whether the client hangs up, told when it does so or sends something else.
   */
  async hangsUp(): Promise<boolean> {
    return this.#buffer.length === 0 && !(await this.#fill());
  }

  /** Reads what is left of a request, so that another one can follow. */
  async skip(request: HttpRequest): Promise<void> {
    for await (const _ of request.body);
  }

  /** So many bytes; `null` if the client hangs up before. */
  async take(count: number): Promise<Uint8Array | null> {
    while (this.#buffer.length < count) {
      if (!(await this.#fill())) return null;
    }
    const taken = this.#buffer.slice(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }

  /** Writes bytes as they are. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      written += await this.#socket.write(bytes.subarray(written));
    }
  }

  async *#body(
    headers: ReadonlyMap<string, string>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    if (headers.get("transfer-encoding") !== "chunked") {
      return yield* this.#bytes(Number(headers.get("content-length") ?? 0));
    }
    for (;;) {
      const size = Number.parseInt(await this.#line() ?? "", 16);
      if (!(size >= 0)) {
        throw new Deno.errors.UnexpectedEof("Request cut short");
      }
      yield* this.#bytes(size);
      await this.#line();
      if (size === 0) return;
    }
  }

  async *#bytes(count: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let left = count; left > 0;) {
      if (this.#buffer.length === 0 && !(await this.#fill())) {
        throw new Deno.errors.UnexpectedEof("Request cut short");
      }
      const piece = await this.take(Math.min(left, this.#buffer.length));
      left -= piece?.length ?? 0;
      yield piece ?? new Uint8Array();
    }
  }

  async #line(): Promise<string | null> {
    let end: number;
    while ((end = this.#buffer.indexOf(LINE_FEED)) < 0) {
      if (this.#buffer.length > MAX_LINE_BYTES) return null;
      if (!(await this.#fill())) return null;
    }
    const line = await this.take(end + 1);
    return new TextDecoder().decode(line ?? undefined).replace(/\r?\n$/, "");
  }

  /** Reads more; false at the end. Who reads meanwhile gets the same read. */
  #fill(): Promise<boolean> {
    return this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
  }

  async #read(): Promise<boolean> {
    const chunk = new Uint8Array(64 * 1024);
    const count = await this.#socket.read(chunk).catch(() => null);
    if (count === null) return false;
    const buffer = new Uint8Array(this.#buffer.length + count);
    buffer.set(this.#buffer);
    buffer.set(chunk.subarray(0, count), this.#buffer.length);
    this.#buffer = buffer;
    return true;
  }
}

function pathOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
