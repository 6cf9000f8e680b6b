import { Answer } from "./_answer.ts";
import { Connection } from "./_connection.ts";
import { type Exchange, exchange, type Message } from "./_exchange.ts";
import { type Head, readHead, requestHead } from "./_http_head.ts";
import type { JsonObject } from "./_json.ts";
import type { UploadBody } from "./_upload.ts";
import { Watch } from "./_watch.ts";
import { ConnectionError } from "./errors.ts";

/** Query parameters: a list is a repeated one, `undefined` is left out. */
export type Query = Readonly<
  Record<string, string | readonly string[] | undefined>
>;

/** One HTTP request. */
export interface Request {
  /** Path on the daemon, such as `"/v1/plan"`. */
  readonly path: string;
  /** Query parameters. */
  readonly query?: Query;
  /** HTTP headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What to POST: bytes, or a source that is read as fast as it is sent. */
  readonly body?: UploadBody;
  /** Another status, beside those below 300, that is no refusal. */
  readonly accepts?: number;
  /** Longest wait for the daemon at a time; that of the client by default. */
  readonly limitMs?: number;
  /** Gives up the request. */
  readonly signal?: AbortSignal;
}

/** So many connections are kept for requests to come. */
const MAX_IDLE = 4;

/**
 * HTTP/1.1 over a unix socket.
 *
 * The runtime's `fetch` could do it, too, but a dispatch would pay about
 * 2 MiB and 2 ms for its HTTP client.
 */
export class Transport implements Disposable {
  /** Where the daemon listens. */
  readonly socketPath: string;
  /** Longest silence of the daemon. */
  readonly timeoutMs: number;
  readonly #host: string;
  readonly #basePath: string;
  readonly #open = new Set<Connection>();
  #idle: Connection[] = [];
  #closed = false;

  /** Connects to nothing yet. */
  constructor(socketPath: string, baseUrl: string, timeoutMs: number) {
    this.socketPath = socketPath;
    this.timeoutMs = timeoutMs;
    const [, host, basePath] = /^https?:\/\/([^/]+)(.*)$/.exec(baseUrl) ?? [];
    if (host === undefined || basePath === undefined) {
      throw new TypeError(
        `Cannot use base URL "${baseUrl}": it must look like "http://localhost"`,
      );
    }
    this.#host = host;
    this.#basePath = basePath.replace(/\/$/, "");
  }

  /**
   * Sends a request and waits for the head of the answer.
   *
   * @throws {APIError} If the daemon refuses it.
   * @throws {ConnectionError} If the daemon can't be reached.
   * @throws {ProtocolError} If what answers is no daemon.
   * @throws {TimeoutError} If the daemon is silent for too long.
   * @throws {TypeError} If this was closed.
   */
  async send(request: Request): Promise<Answer> {
    this.#checkOpen();
    const watch = new Watch(request.limitMs ?? this.timeoutMs, request.signal);
    let answer: Answer;
    try {
      watch.start();
      const exchange = await this.#exchange(request, watch);
      watch.pause();
      answer = this.#answer(exchange, watch);
    } catch (error) {
      watch.end();
      throw error;
    }
    const { code } = answer;
    if (code < 300 || code === request.accepts) return answer;
    throw await answer.error();
  }

  /**
   * Asks for another protocol, on a connection of its own. That is closed with
   * the others at the latest.
   *
   * @throws What {@linkcode Transport.send} throws; the head may be a refusal.
   */
  async upgrade(
    request: Pick<Request, "path" | "headers" | "signal">,
  ): Promise<{ readonly connection: Connection; readonly head: Head }> {
    this.#checkOpen();
    const { timeoutMs } = this;
    const watch = new Watch(timeoutMs, request.signal);
    try {
      const connection = await this.#connect();
      watch.onStop = (reason) => connection.close(reason);
      watch.start();
      try {
        const { head } = this.#message(request);
        await connection.write(new TextEncoder().encode(head));
        return {
          head: await readHead(connection, { upgrade: true }),
          connection,
        };
      } catch (error) {
        connection.close();
        throw error;
      }
    } finally {
      watch.end();
    }
  }

  /** Sends JSON or nothing, and reads the JSON of the answer. */
  async json(
    request: Omit<Request, "body" | "headers"> & { readonly json?: unknown },
  ): Promise<JsonObject> {
    const { json, ...rest } = request;
    const answer = await this.send({
      ...rest,
      headers: {
        accept: "application/json",
        ...(json === undefined ? {} : { "content-type": "application/json" }),
      },
      body: json === undefined
        ? undefined
        : new TextEncoder().encode(JSON.stringify(json)),
    });
    return await answer.json();
  }

  /** Closes all connections; requests under way fail. */
  close(): void {
    this.#closed = true;
    this.#closeAll(this.#open);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #exchange(request: Request, watch: Watch): Promise<Exchange> {
    const message = this.#message(request);
    // The daemon may have closed an idle connection, which shows only in use.
    // What changes nothing is sent anew then; the rest must not be at risk.
    const idle = request.body === undefined ? this.#idle.pop() : undefined;
    if (idle !== undefined) {
      const before = idle.receivedBytes;
      try {
        return await this.#on(idle, message, watch);
      } catch (error) {
        const stale = error instanceof ConnectionError && !this.#closed &&
          !watch.stopped && idle.receivedBytes === before;
        if (!stale) throw error;
        this.#closeAll(this.#idle);
      }
    }
    return await this.#on(await this.#connect(), message, watch);
  }

  async #connect(): Promise<Connection> {
    // To a unix socket this works or fails at once: there is nothing to stop.
    const connection = await Connection.open(this.socketPath);
    if (this.#closed) {
      connection.close();
    } else {
      this.#open.add(connection);
      connection.onClose = () => this.#open.delete(connection);
    }
    return connection;
  }

  #checkOpen(): void {
    if (!this.#closed) return;
    throw new TypeError("Cannot use Pebble client: it was closed");
  }

  async #on(
    connection: Connection,
    message: Message,
    watch: Watch,
  ): Promise<Exchange> {
    watch.onStop = (reason) => connection.close(reason);
    return await exchange(connection, message, watch);
  }

  #answer(exchange: Exchange, watch: Watch): Answer {
    const { connection } = exchange;
    const release = (reusable: boolean) => {
      if (
        reusable && !connection.closed && !connection.hasUnread &&
        this.#idle.length < MAX_IDLE
      ) {
        this.#idle.push(connection);
      } else {
        connection.close();
      }
    };
    try {
      return new Answer(exchange, watch, release);
    } catch (error) {
      release(false);
      throw error;
    }
  }

  #message(request: Request): Message {
    const { body } = request;
    const size: Record<string, string> = body === undefined
      ? {}
      : body instanceof Uint8Array
      ? { "content-length": String(body.length) }
      : { "transfer-encoding": "chunked" };
    return {
      head: requestHead(
        `${body === undefined ? "GET" : "POST"} ${this.#target(request)}`,
        { host: this.#host, ...request.headers, ...size },
      ),
      body: body ?? new Uint8Array(),
    };
  }

  #target({ path, query = {} }: Request): string {
    const parameters = Object.entries(query).flatMap(([name, value]) =>
      [value ?? []].flat().map((item) => `${name}=${encodeURIComponent(item)}`)
    );
    return encodeURI(this.#basePath + path) +
      (parameters.length === 0 ? "" : `?${parameters.join("&")}`);
  }

  #closeAll(connections: Iterable<Connection>): void {
    const reason = new ConnectionError(
      "Lost connection to Pebble: it was closed",
    );
    for (const connection of [...connections]) connection.close(reason);
    this.#idle = this.#idle.filter(({ closed }) => !closed);
  }
}
