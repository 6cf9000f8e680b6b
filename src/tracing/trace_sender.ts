import type { TraceDestination } from "./tracing_setup.ts";
import { VERSION } from "../version.ts";

/** How long a request may take, as in ops-tracing. */
const TIMEOUT_MS = 1000;

/** How long a destination that did not answer in time is left alone: each try holds Juju up. */
const QUIET_MS = 60_000;

/** How much of an answer is read, for messages. */
const MAX_ANSWER = 1000;

/** Answers that say that this trace is wrong, and not that the destination is. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 422]);

/** The part of OTLP's answer that is there only when spans were rejected, or for a warning. */
const PARTIAL = /"partial_?success":\s*\{\s*"/i;

/** Where Linux systems keep the certificates that they trust. */
export const SYSTEM_CERTIFICATES: string = "/etc/ssl/certs/ca-certificates.crt";

/** What came of sending a trace. */
export type SendResult =
  | {
    readonly kind: "accepted";
    /** What the collector says of parts that it left out, or null. */
    readonly remark: string | null;
  }
  | { readonly kind: "refused"; readonly reason: string }
  | {
    /** The destination takes nothing at the moment. */
    readonly kind: "failed";
    /** Why, for the log. */
    readonly reason: string;
    /** Whether somebody must do something for it to work. */
    readonly isMistake: boolean;
    /** For how long to leave it alone. */
    readonly quietMs: number;
  };

/** Options of {@linkcode TraceSender}. */
export interface TraceSenderOptions {
  /** How long a request may take. @default {1000} */
  readonly timeoutMs?: number;
  /** File of the certificates that are trusted when none are given. */
  readonly systemCertificates?: string;
}

/** Sends traces to one destination. */
export class TraceSender implements Disposable {
  readonly #url: string;
  readonly #ca: string | null;
  readonly #options: TraceSenderOptions;
  #client: Deno.HttpClient | null = null;

  /** Takes the destination; nothing is asked of it yet. */
  constructor(
    { url, ca = null }: TraceDestination & { readonly url: string },
    options: TraceSenderOptions = {},
  ) {
    this.#url = url;
    this.#ca = ca;
    this.#options = options;
  }

  /** Sends a trace; what goes wrong is a result, never thrown. */
  async send(
    body: Uint8Array<ArrayBuffer>,
    mime: string,
  ): Promise<SendResult> {
    const { timeoutMs = TIMEOUT_MS } = this.#options;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      this.#client ??= this.#makeClient();
      const response = await fetch(this.#url, {
        method: "POST",
        headers: {
          "content-type": mime,
          "user-agent": `charmkit-ops/${VERSION}`,
        },
        body,
        // Where a trace goes is said by the relation, and by nobody else.
        redirect: "manual",
        signal: abort.signal,
        client: this.#client,
      });
      return await resultOf(response);
    } catch (error) {
      return abort.signal.aborted
        ? {
          kind: "failed",
          reason: `no answer within ${timeoutMs} ms`,
          isMistake: false,
          quietMs: QUIET_MS,
        }
        : failure(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the connections. */
  [Symbol.dispose](): void {
    this.#client?.close();
    this.#client = null;
  }

  #makeClient(): Deno.HttpClient {
    const isSecure = /^https:/i.test(this.#url);
    const certificates = isSecure ? this.#ca ?? this.#systemCertificates() : "";
    return Deno.createHttpClient({
      caCerts: certificates === "" ? [] : [certificates],
      poolMaxIdlePerHost: 1,
    });
  }

  /** Deno by itself trusts only what it was built with. */
  #systemCertificates(): string {
    const { systemCertificates = SYSTEM_CERTIFICATES } = this.#options;
    try {
      return Deno.readTextFileSync(systemCertificates);
    } catch {
      return "";
    }
  }
}

async function resultOf(response: Response): Promise<SendResult> {
  if (response.ok) {
    // What it took must not be sent again because the rest of its answer is late.
    const remark = await beginningOf(response).catch(() => "");
    return { kind: "accepted", remark: PARTIAL.test(remark) ? remark : null };
  }
  const { status, headers } = response;
  const text = await beginningOf(response);
  const reason = `HTTP ${status}${text === "" ? "" : `: ${text}`}`;
  if (REFUSALS.has(status)) return { kind: "refused", reason };
  return {
    kind: "failed",
    reason,
    // It is there, and will work again, or it wants something else.
    isMistake: status < 500 && status !== 408 && status !== 429,
    quietMs: retryAfterMs(headers.get("retry-after")),
  };
}

/** The beginning of an answer, on one line: a collector says there what it does not like. */
async function beginningOf(response: Response): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    size += part.length;
    if (size >= MAX_ANSWER) break;
  }
  const text = new TextDecoder().decode(await new Blob(parts).arrayBuffer());
  return text.slice(0, MAX_ANSWER).replace(/\p{C}+/gu, " ").trim();
}

/** What OTLP has a busy collector say, in seconds; an hour at most. */
function retryAfterMs(header: string | null): number {
  const seconds = /^\d+$/.test(header ?? "") ? Number(header) : 0;
  return Math.min(seconds, 3600) * 1000;
}

function failure(error: unknown): SendResult {
  // Deno before 2.9 has the cause in the message itself.
  const { name, message, cause } = error instanceof Error
    ? error
    : new Error(`${error}`);
  // The URL is of the relation, and may have a password.
  const reason = (cause instanceof Error ? cause.message : message)
    .replace(/ for url \(\S*\)/, "");
  const isForbidden = name === "NotCapable";
  return {
    kind: "failed",
    reason: isForbidden
      ? `${reason}; allow it in the section "charmkit" of deno.json: "permissions": { "net": true }`
      : reason,
    isMistake: isForbidden || /certificate|pem|tls|builder/i.test(reason),
    quietMs: 0,
  };
}
