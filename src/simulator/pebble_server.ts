import { APIError } from "../pebble/errors.ts";
import type { SimulatedPebble } from "./pebble/simulated_pebble.ts";
import { PebbleExecApi, type PebbleExecApiOptions } from "./pebble_exec_api.ts";
import {
  type HttpAnswer,
  HttpConnection,
  type HttpRequest,
} from "./pebble_http.ts";
import { answerTo } from "./pebble_routes.ts";
import { isDict, readJson, refused } from "./pebble_request.ts";

/** Options of {@linkcode PebbleServer}. */
export interface PebbleServerOptions extends PebbleExecApiOptions {
  /** Called after a request was answered, but for a command's websockets. */
  readonly onAnswered?: (
    request: HttpRequest,
    code: number,
    durationMs: number,
  ) => void;
}

/**
 * Serves a simulated Pebble on a Unix socket with the HTTP API of the real
 * daemon, for programs that know nothing else: JSON, files as multipart,
 * logs as lines, and commands over websockets.
 *
 * It speaks HTTP/1.1 by itself, as Pebble's way with websockets (the daemon
 * hangs up on one without a word, and never closes the others) can't be had of
 * the runtime's server.
 *
 * Whoever connects is root. There is no TCP, no TLS and no pairing.
 *
 * Source: `internals/daemon/api.go` of Pebble v1.32.
 */
export class PebbleServer implements AsyncDisposable {
  readonly #pebble: SimulatedPebble;
  readonly #execs: PebbleExecApi;
  readonly #onAnswered: NonNullable<PebbleServerOptions["onAnswered"]>;
  readonly #listener: Deno.UnixListener;
  readonly #connections: Set<HttpConnection> = new Set();
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  /** Listens at once; the simulated Pebble stays the caller's. */
  constructor(
    pebble: SimulatedPebble,
    socketPath: string,
    options: PebbleServerOptions = {},
  ) {
    this.#pebble = pebble;
    this.#onAnswered = options.onAnswered ?? (() => {});
    this.#execs = new PebbleExecApi(pebble, options);
    this.#listener = Deno.listen({ transport: "unix", path: socketPath });
    this.#done = this.#accept();
  }

  /** Stops listening; requests and commands under way are dropped. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#stop.signal.aborted) return await this.#done;
    this.#stop.abort();
    this.#execs.close();
    this.#listener.close();
    for (const connection of this.#connections) connection.close();
    await this.#done;
  }

  async #accept(): Promise<void> {
    const served = new Set<Promise<void>>();
    for await (const socket of this.#listener) {
      const connection = new HttpConnection(socket);
      this.#connections.add(connection);
      const serving = this.#serve(connection)
        // A client that hangs up, in whatever state, is its own business.
        .catch(() => {})
        .finally(() => {
          connection.close();
          this.#connections.delete(connection);
          served.delete(serving);
        });
      served.add(serving);
    }
    await Promise.all(served);
  }

  async #serve(connection: HttpConnection): Promise<void> {
    for (;;) {
      const request = await connection.readRequest();
      if (request === null) return;
      if (!(await this.#answer(connection, request))) return;
      await connection.skip(request);
    }
  }

  /** Answers a request; whether another one may follow. */
  async #answer(
    connection: HttpConnection,
    request: HttpRequest,
  ): Promise<boolean> {
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, this.#stop.signal]);
    const start = performance.now();
    const answer = async (given: HttpAnswer) => {
      await connection.answer(given);
      this.#onAnswered(request, given.code, performance.now() - start);
    };
    try {
      const [, taskId, which] =
        /^\/v1\/tasks\/([^/]+)\/websocket\/([^/]+)$/.exec(request.path) ?? [];
      if (taskId !== undefined && which !== undefined) {
        const refusal = await this.#execs.connect(
          connection,
          request,
          taskId,
          which,
        );
        if (refusal === null) return false;
        await connection.answer(refusal);
        return true;
      }
      if (request.path === "/v1/exec" && request.method === "POST") {
        const body = await readJson(request);
        await answer(this.#execs.start(body));
        return true;
      }
      if (request.method === "GET") {
        connection.hangsUp().then((hangsUp) => hangsUp && gone.abort());
      }
      await answer(await answerTo(this.#pebble, request, signal));
    } catch (error) {
      if (signal.aborted) return false;
      await answer(failure(error));
    }
    return true;
  }
}

function failure(error: unknown): ReturnType<typeof refused> {
  if (error instanceof APIError) {
    const { result } = error.body;
    const kind = isDict(result) ? result["kind"] : undefined;
    return refused(error.code, error.message, kind);
  }
  return refused(500, error instanceof Error ? error.message : String(error));
}
