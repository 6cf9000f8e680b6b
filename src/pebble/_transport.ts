import { isObject, type JsonObject } from "./_json.ts";
import {
  APIError,
  ConnectionError,
  ProtocolError,
  TimeoutError,
} from "./errors.ts";

/** Query parameters: a list is a repeated one, `undefined` is left out. */
export type Query = Readonly<
  Record<string, string | readonly string[] | undefined>
>;

/** One HTTP request. */
export interface Request {
  /** HTTP method; GET unless there is a body. */
  readonly method?: "GET" | "POST";
  /** Path on the daemon, such as `"/v1/plan"`. */
  readonly path: string;
  /** Query parameters. */
  readonly query?: Query;
  /** HTTP headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What to send, made when the request is; `watch` may pause the limit. */
  readonly body?: (watch: Watch) => BodyInit;
  /** Longest wait for the daemon at a time; that of the client by default. */
  readonly limitMs?: number;
  /** Gives up the request. */
  readonly signal?: AbortSignal;
}

/** Limits how long the daemon may be silent, over and over. */
export class Watch {
  readonly #controller = new AbortController();
  readonly #limitMs: number;
  readonly #outer: AbortSignal | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the limit, and the caller's own signal if there is one. */
  constructor(limitMs: number, outer?: AbortSignal) {
    outer?.throwIfAborted();
    this.#limitMs = limitMs;
    this.#outer = outer;
    outer?.addEventListener("abort", this.#onAbort);
  }

  /** Aborts when the limit is exceeded or the caller gives up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Counts from now: the daemon is to do something. */
  start(): void {
    this.pause();
    this.#timer = setTimeout(() => {
      this.#controller.abort(
        new TimeoutError(`Pebble did not answer within ${this.#limitMs} ms`),
      );
    }, this.#limitMs);
  }

  /** Stops counting: it is not the daemon who is slow. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  /** Stops for good. */
  end(): void {
    this.pause();
    this.#outer?.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = () => this.#controller.abort(this.#outer?.reason);
}

/** The answer to a request, its body still to be read. */
export class Answer {
  readonly #response: Response;
  readonly #watch: Watch;

  /** Takes a response that has its head. */
  constructor(response: Response, watch: Watch) {
    this.#response = response;
    this.#watch = watch;
  }

  /** HTTP status, such as 200. */
  get code(): number {
    return this.#response.status;
  }

  /** Reason phrase of the status; empty if there is none. */
  get status(): string {
    return this.#response.statusText;
  }

  /** The `Content-Type` header; empty if there is none. */
  get contentType(): string {
    return this.#response.headers.get("content-type") ?? "";
  }

  /** The body piece by piece; whoever stops early ends the request. */
  async *chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const reader = this.#response.body?.getReader();
    try {
      while (reader !== undefined) {
        this.#watch.start();
        const { done, value } = await reader.read();
        this.#watch.pause();
        if (done) return;
        yield value;
      }
    } catch (error) {
      throw asPebbleError(error, this.#watch);
    } finally {
      this.#watch.end();
      // What is read to its end or broken can't be cancelled, and need not be.
      await reader?.cancel().catch(() => {});
    }
  }

  /** The whole body as text. */
  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of this.chunks()) {
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  }

  /**
   * The body if it is JSON with an object.
   *
   * @throws {ProtocolError} If it is of another type or no such JSON.
   */
  async json(): Promise<JsonObject> {
    await this.expectType("application/json");
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
  async expectType(expected: string): Promise<void> {
    const type = (this.contentType.split(";")[0] ?? "").trim();
    if (type.toLowerCase() === expected) return;
    await this.drop();
    throw new ProtocolError(
      `expected Content-Type '${expected}', got '${type}'`,
    );
  }

  /** Drops the body. */
  async drop(): Promise<void> {
    this.#watch.end();
    await this.#response.body?.cancel().catch(() => {});
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

/** HTTP over a unix socket, with one pool of connections. */
export class Transport implements Disposable {
  /** Where the daemon listens. */
  readonly socketPath: string;
  /** Longest silence of the daemon. */
  readonly timeoutMs: number;
  readonly #baseUrl: string;
  #httpClient: Deno.HttpClient | undefined;
  #closed = false;

  /** Connects to nothing yet. */
  constructor(socketPath: string, baseUrl: string, timeoutMs: number) {
    this.socketPath = socketPath;
    this.timeoutMs = timeoutMs;
    this.#baseUrl = baseUrl;
  }

  /** The pool of connections, made when first needed. */
  get httpClient(): Deno.HttpClient {
    if (this.#closed) {
      throw new TypeError("Cannot use Pebble client: it was closed");
    }
    return this.#httpClient ??= Deno.createHttpClient({
      proxy: { transport: "unix", path: this.socketPath },
    });
  }

  /**
   * Sends a request and waits for the head of the answer.
   *
   * @throws {APIError} If the daemon refuses it.
   * @throws {ConnectionError} If the daemon can't be reached.
   * @throws {TimeoutError} If the daemon is silent for too long.
   */
  async send(request: Request): Promise<Answer> {
    const client = this.httpClient;
    const watch = new Watch(request.limitMs ?? this.timeoutMs, request.signal);
    let response: Response;
    try {
      watch.start();
      response = await fetch(this.#url(request), {
        client,
        method: request.method ?? (request.body ? "POST" : "GET"),
        headers: request.headers,
        body: request.body?.(watch),
        redirect: "manual",
        signal: watch.signal,
      });
      watch.pause();
    } catch (error) {
      watch.end();
      throw asPebbleError(error, watch, this.socketPath);
    }
    const answer = new Answer(response, watch);
    if (response.status < 300) return answer;
    throw await answer.error();
  }

  /** Sends JSON or nothing, and reads the JSON of the answer. */
  async json(
    request: Omit<Request, "body" | "headers"> & { readonly json?: unknown },
  ): Promise<JsonObject> {
    const { json, ...rest } = request;
    const text = json === undefined ? undefined : JSON.stringify(json);
    const answer = await this.send({
      ...rest,
      headers: {
        accept: "application/json",
        ...(text === undefined ? {} : { "content-type": "application/json" }),
      },
      body: text === undefined ? undefined : () => text,
    });
    return await answer.json();
  }

  /** Releases the connections. */
  close(): void {
    this.#closed = true;
    this.#httpClient?.close();
    this.#httpClient = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #url(request: Request): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value === undefined) continue;
      for (const item of typeof value === "string" ? [value] : value) {
        query.append(name, item);
      }
    }
    const text = query.size === 0 ? "" : `?${query}`;
    return this.#baseUrl + request.path + text;
  }
}

/** What Deno's fetch and streams throw, as an error of this module. */
function asPebbleError(
  error: unknown,
  watch: Watch,
  socketPath?: string,
): unknown {
  // An abort is the caller's or ours: its reason says more than the error.
  if (watch.signal.aborted) return watch.signal.reason;
  if (!(error instanceof TypeError)) return error;
  // Deno 2.6 has the reason in the message, 2.9 in that of the cause.
  const reason = error.cause instanceof Error
    ? error.cause.message
    : error.message;
  if (socketPath === undefined) {
    return new ConnectionError(`Lost connection to Pebble: ${reason}`, {
      cause: error,
    });
  }
  const message = reason.includes("(os error 2)")
    ? `Could not connect to Pebble: socket not found at '${socketPath}' ` +
      "(container restarted?)"
    : `Could not connect to Pebble at '${socketPath}': ${reason}`;
  return new ConnectionError(message, { cause: error });
}
