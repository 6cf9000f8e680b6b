import type { Exchange } from "./_exchange.ts";
import { type Framing, framingOf, keepsAlive, readBody } from "./_http_body.ts";
import { isObject, type JsonObject } from "./_json.ts";
import type { Watch } from "./_watch.ts";
import { APIError, ProtocolError } from "./errors.ts";

/** Longest answer that is no file, in characters. */
const MAX_TEXT_LENGTH = 64 * 1024 * 1024;

/** The answer to a request, its body still to be read. */
export class Answer {
  readonly #exchange: Exchange;
  readonly #framing: Framing;
  readonly #watch: Watch;
  readonly #release: (reusable: boolean) => void;

  /**
   * Takes an answer that has its head.
   *
   * @param exchange Where it comes from.
   * @param watch Limits each wait for a piece of the body.
   * @param release Told once that the connection isn't needed any more.
   * @throws {ProtocolError} If it is not clear where the body ends.
   */
  constructor(
    exchange: Exchange,
    watch: Watch,
    release: (reusable: boolean) => void,
  ) {
    this.#exchange = exchange;
    this.#framing = framingOf(exchange.head);
    this.#watch = watch;
    this.#release = release;
  }

  /** HTTP status, such as 200. */
  get code(): number {
    return this.#exchange.head.code;
  }

  /** Reason phrase of the status; empty if there is none. */
  get status(): string {
    return this.#exchange.head.status;
  }

  /** The `Content-Type` header; empty if there is none. */
  get contentType(): string {
    return this.#exchange.head.headers.get("content-type") ?? "";
  }

  /** The body piece by piece; whoever stops early ends the request. */
  async *chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { connection, head, sent } = this.#exchange;
    let complete = false;
    try {
      this.#watch.start();
      for await (const chunk of readBody(connection, this.#framing)) {
        this.#watch.pause();
        yield chunk;
        this.#watch.start();
      }
      complete = true;
    } finally {
      this.#watch.end();
      this.#release(complete && sent() && keepsAlive(head, this.#framing));
    }
  }

  /**
   * The whole body as text.
   *
   * @throws {ProtocolError} If it is longer than anything that Pebble sends.
   */
  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of this.chunks()) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length <= MAX_TEXT_LENGTH) continue;
      throw new ProtocolError("Cannot read answer of Pebble: it is too long");
    }
    return text + decoder.decode();
  }

  /**
   * The body if it is JSON with an object.
   *
   * @throws {ProtocolError} If it is of another type or no such JSON.
   */
  async json(): Promise<JsonObject> {
    this.expectType("application/json");
    const text = await this.text();
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (error) {
      throw new ProtocolError("Cannot read answer of Pebble: invalid JSON", {
        cause: error,
      });
    }
    if (isObject(body)) return body;
    throw new ProtocolError("Cannot read answer of Pebble: not an object");
  }

  /**
   * Checks the media type.
   *
   * @throws {ProtocolError} If it is another; the body is dropped then.
   */
  expectType(expected: string): void {
    const type = (this.contentType.split(";")[0] ?? "").trim();
    if (type.toLowerCase() === expected) return;
    this.drop();
    throw new ProtocolError(
      `expected Content-Type '${expected}', got '${type}'`,
    );
  }

  /** Drops the body. */
  drop(): void {
    this.#watch.end();
    this.#release(false);
  }

  /** The error of an answer that is none of success. */
  async error(): Promise<APIError> {
    const { code, status } = this;
    const text = await this.text();
    try {
      const body: unknown = JSON.parse(text);
      if (!isObject(body)) throw new TypeError("the answer is no object");
      const { result } = body;
      const message = isObject(result) ? result["message"] : undefined;
      if (typeof message !== "string") {
        throw new TypeError("the answer has no result.message");
      }
      const known = typeof body["status"] === "string" ? body["status"] : "";
      return new APIError(message, { code, status: status || known, body });
    } catch (cause) {
      const { name, message } = cause as Error;
      return new APIError(`${name} - ${message}`, { code, status, cause });
    }
  }
}
