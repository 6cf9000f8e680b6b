import { fromFileUrl } from "@std/path";
import { assertExportRequest, type ExportRequest } from "./otlp_schema.ts";

/** A request that a collector got. */
export interface Received {
  readonly path: string;
  readonly contentType: string | null;
  /** The body, which is checked by the rules of OTLP's JSON. */
  readonly request: ExportRequest;
}

/** What a collector answers; undefined stands for an empty 200. */
export type Answer = (
  request: Request,
  number: number,
) => Response | Promise<Response> | undefined;

/** A server that takes traces, and keeps them for the test to look at. */
export class Collector implements AsyncDisposable {
  readonly received: Received[] = [];
  /** What was wrong in what came. */
  readonly mistakes: unknown[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #protocol: "http" | "https";

  /** Listens at a port, or at one that is free. */
  constructor(
    options: {
      readonly port?: number;
      readonly tls?: boolean;
      readonly answer?: Answer;
    } = {},
  ) {
    const { port = 0, tls = false, answer = () => undefined } = options;
    this.#protocol = tls ? "https" : "http";
    let count = 0;
    this.#server = Deno.serve({
      hostname: "127.0.0.1",
      port,
      onListen() {},
      ...tls ? { cert: readPem("server.pem"), key: readPem("server.key") } : {},
    }, async (request) => {
      const given = await answer(request, count++);
      if (given !== undefined) return given;
      await this.#take(request);
      return Response.json({});
    });
  }

  /** Where it listens, without a path. */
  get url(): string {
    return `${this.#protocol}://127.0.0.1:${this.port}`;
  }

  /** The port at which it listens. */
  get port(): number {
    return this.#server.addr.port;
  }

  /** Names of the spans that came, by request. */
  get spanNames(): string[][] {
    return this.received.map(({ request }) => spansOf(request).map(nameOf));
  }

  async #take(request: Request): Promise<void> {
    try {
      const body: unknown = await request.json();
      assertExportRequest(body);
      this.received.push({
        path: new URL(request.url).pathname,
        contentType: request.headers.get("content-type"),
        request: body,
      });
    } catch (error) {
      this.mistakes.push(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** All spans of a request. */
export function spansOf(
  { resourceSpans }: ExportRequest,
): ExportRequest["resourceSpans"][number]["scopeSpans"][number]["spans"] {
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans)
  );
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

/** A certificate or key of this folder: `ca.pem` has signed `server.pem`, `other_ca.pem` has not. */
export function readPem(name: string): string {
  return Deno.readTextFileSync(
    fromFileUrl(new URL(name, import.meta.url)),
  );
}

/** A port at which nobody listens. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
