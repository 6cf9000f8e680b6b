// Long, as it is one facade: a short method for each call, and the docs of each.

import { nameList } from "./_arguments.ts";
import { Fields, type JsonObject, readList, typeName } from "./_json.ts";
import { pollChange } from "./_poll_change.ts";
import { type Query, Transport } from "./_transport.ts";
import { Change } from "./change.ts";
import type { CheckInfo } from "./check_info.ts";
import type { CheckRefresh } from "./check_refresh.ts";
import { formatDuration } from "./duration.ts";
import {
  APIError,
  ChangeError,
  ProtocolError,
  TimeoutError,
} from "./errors.ts";
import type { ExecOptions, ExecProcess } from "./exec_process.ts";
import type { FileInfo } from "./file_info.ts";
import type { Identities, Identity } from "./identity.ts";
import type { Layer, LayerDict } from "./layer.ts";
import { labelText, layerText } from "./layer_text.ts";
import type { LogEntry } from "./log_entry.ts";
import type { Notice, NoticeType } from "./notice.ts";
import type {
  AddLayerOptions,
  CallOptions,
  GetChangesOptions,
  GetChecksOptions,
  GetHealthOptions,
  GetNoticesOptions,
  GetWarningsOptions,
  ListFilesOptions,
  LogsOptions,
  MakeDirOptions,
  NotifyOptions,
  PebbleClient,
  PullOptions,
  PushOptions,
  PushSource,
  RemovePathOptions,
  ServiceActionOptions,
  WaitChangeOptions,
} from "./pebble_client.ts";
import { Plan } from "./plan.ts";
import type { PulledFile } from "./pulled_file.ts";
import { ServiceInfo } from "./service_info.ts";
import { SystemInfo } from "./system_info.ts";
import type { Warning } from "./warning.ts";

/** Options of {@linkcode Client}. */
export interface ClientOptions {
  /** Scheme and authority of requests. @default {"http://localhost"} */
  readonly baseUrl?: string;
  /**
   * How long the daemon may be silent: before its answer, and before each
   * piece of it. What makes progress may take longer.
   *
   * @default {5000}
   */
  readonly timeoutMs?: number;
}

/**
 * Asks a Pebble daemon over its unix socket.
 *
 * Nothing is opened before the first call, and a few connections are kept for
 * the calls to come. After the daemon was restarted the next call reaches the
 * new one. A call is never sent twice unless it only reads.
 *
 * Each call takes a `signal` that ends it, and fails when the daemon is silent
 * for longer than `timeoutMs`. Closing the client ends all that is under way,
 * also the commands that `exec` started and nobody waited for.
 *
 * Source: the HTTP API in `internals/daemon/api.go` of Pebble v1.32.
 *
 * @example Usage
 * ```ts ignore
 * import { Client } from "@charmkit/ops/pebble";
 *
 * using client = new Client("/charm/containers/web/pebble.socket");
 * await client.addLayer("web", {
 *   services: { web: { override: "replace", command: "/bin/web" } },
 * }, { combine: true });
 * await client.replanServices();
 * ```
 *
 * @example Tell a Pebble that isn't there yet from one that refuses
 * ```ts
 * import { APIError, Client, ConnectionError } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * async function start(client: Client): Promise<string> {
 *   try {
 *     await client.startServices(["web"]);
 *     return "started";
 *   } catch (error) {
 *     if (error instanceof ConnectionError) return "not there yet";
 *     if (error instanceof APIError) return `refused: ${error.message}`;
 *     throw error;
 *   }
 * }
 * using client = new Client("/nowhere/pebble.socket");
 *
 * assertEquals(await start(client), "not there yet");
 * ```
 */
export class Client implements PebbleClient {
  /** Scheme and authority of requests. */
  readonly baseUrl: string;
  readonly #transport: Transport;

  /**
   * Takes where the daemon listens; connects to nothing.
   *
   * @throws {TypeError} If the path is no text.
   */
  constructor(socketPath: string, options: ClientOptions = {}) {
    if (typeof socketPath !== "string") {
      throw new TypeError(
        `\`socket_path\` should be a string, not: ${typeName(socketPath)}`,
      );
    }
    this.baseUrl = options.baseUrl ?? "http://localhost";
    const timeoutMs = options.timeoutMs ?? 5000;
    this.#transport = new Transport(socketPath, this.baseUrl, timeoutMs);
  }

  /** Where the daemon listens. */
  get socketPath(): string {
    return this.#transport.socketPath;
  }

  /** How long the daemon may be silent. */
  get timeoutMs(): number {
    return this.#transport.timeoutMs;
  }

  async getSystemInfo(options?: CallOptions): Promise<SystemInfo> {
    return SystemInfo.fromDict(await this.#get("/v1/system-info", options));
  }

  async getWarnings(options: GetWarningsOptions = {}): Promise<Warning[]> {
    const result = await this.#get("/v1/warnings", options, {
      select: options.select ?? "pending",
    });
    const { Warning } = await import("./_rarely_used.ts");
    return readList(result, "warnings", Warning.fromDict);
  }

  async ackWarnings(
    timestamp: Date | string,
    options?: CallOptions,
  ): Promise<number> {
    const result = await this.#post("/v1/warnings", {
      action: "okay",
      timestamp: typeof timestamp === "string"
        ? timestamp
        : timestamp.toISOString(),
    }, options);
    return new Fields({ count: result }, "warnings").number("count");
  }

  async addLayer(
    label: string,
    layer: string | LayerDict | Layer,
    options: AddLayerOptions = {},
  ): Promise<void> {
    await this.#post("/v1/layers", {
      action: "add",
      combine: options.combine ?? false,
      label: labelText(label),
      format: "yaml",
      layer: layerText(layer),
    }, options);
  }

  async getPlan(options?: CallOptions): Promise<Plan> {
    const text = await this.getPlanText(options);
    try {
      return await Plan.fromYaml(text);
    } catch (cause) {
      throw new ProtocolError("Cannot read plan: it is none", { cause });
    }
  }

  async getPlanText(options?: CallOptions): Promise<string> {
    const result = await this.#get("/v1/plan", options, { format: "yaml" });
    return new Fields({ result }, "plan").string("result");
  }

  async getServices(
    names?: Iterable<string>,
    options?: CallOptions,
  ): Promise<ServiceInfo[]> {
    const list = names && nameList(names, "services").join(",");
    const result = await this.#get("/v1/services", options, { names: list });
    return readList(result, "services", ServiceInfo.fromDict);
  }

  async autostartServices(options?: ServiceActionOptions): Promise<string> {
    return await this.#serviceAction("autostart", [], options);
  }

  async replanServices(options?: ServiceActionOptions): Promise<string> {
    return await this.#serviceAction("replan", [], options);
  }

  async startServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#serviceAction("start", names, options);
  }

  async stopServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#serviceAction("stop", names, options);
  }

  async restartServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#serviceAction("restart", names, options);
  }

  async sendSignal(
    signal: string | number,
    services: Iterable<string>,
    options?: CallOptions,
  ): Promise<void> {
    const { signalName } = await import("./_rarely_used.ts");
    await this.#post("/v1/signals", {
      signal: signalName(signal),
      services: nameList(services, "services"),
    }, options);
  }

  async getChanges(options: GetChangesOptions = {}): Promise<Change[]> {
    const result = await this.#get("/v1/changes", options, {
      select: options.select ?? "in-progress",
      for: options.service ?? undefined,
    });
    return readList(result, "changes", Change.fromDict);
  }

  async getChange(id: string, options?: CallOptions): Promise<Change> {
    return Change.fromDict(await this.#get(changePath(id), options));
  }

  async waitChange(
    id: string,
    options: WaitChangeOptions = {},
  ): Promise<Change> {
    const { timeoutMs = 30_000, delayMs = 100, signal } = options;
    const deadline = timeoutMs === null
      ? Infinity
      : performance.now() + timeoutMs;
    for (let left; (left = deadline - performance.now()) > 0;) {
      const longest = Math.max(this.#transport.timeoutMs - 1000, 1000);
      // To the daemon, zero is no limit.
      const step = Math.max(Math.min(left, longest), 1);
      try {
        const envelope = await this.#transport.json({
          path: `${changePath(id)}/wait`,
          query: { timeout: formatDuration(step) },
          limitMs: Math.max(this.#transport.timeoutMs, step + 1000),
          signal,
        });
        return Change.fromDict(envelope["result"]);
      } catch (error) {
        if (error instanceof APIError && error.code === 404) {
          const poll = { deadline, delayMs, signal };
          const change = await pollChange(this, id, poll);
          if (change === null) break;
          return change;
        }
        const waitOver = error instanceof APIError && error.code === 504;
        if (!waitOver && !(error instanceof TimeoutError)) throw error;
      }
    }
    throw waitTimeout(id, timeoutMs);
  }

  async abortChange(id: string, options?: CallOptions): Promise<Change> {
    const action = { action: "abort" };
    const result = await this.#post(changePath(id), action, options);
    return Change.fromDict(result);
  }

  async pull(
    path: string | URL,
    options: PullOptions = {},
  ): Promise<PulledFile> {
    const { pull } = await import("./_files.ts");
    return await pull(this.#transport, path, options);
  }

  async push(
    path: string | URL,
    source: PushSource,
    options: PushOptions = {},
  ): Promise<void> {
    const { push } = await import("./_files.ts");
    await push(this.#transport, path, source, options);
  }

  async listFiles(
    path: string | URL,
    options: ListFilesOptions = {},
  ): Promise<FileInfo[]> {
    const { listFiles } = await import("./_files.ts");
    return await listFiles(this.#transport, path, options);
  }

  async makeDir(
    path: string | URL,
    options: MakeDirOptions = {},
  ): Promise<void> {
    const { makeDir } = await import("./_files.ts");
    await makeDir(this.#transport, path, options);
  }

  async removePath(
    path: string | URL,
    options: RemovePathOptions = {},
  ): Promise<void> {
    const { removePath } = await import("./_files.ts");
    await removePath(this.#transport, path, options);
  }

  exec(
    command: readonly string[],
    options?: ExecOptions<string>,
  ): Promise<ExecProcess<string>>;
  exec(
    command: readonly string[],
    options: ExecOptions<Uint8Array>,
  ): Promise<ExecProcess<Uint8Array>>;
  async exec<T extends string | Uint8Array>(
    command: readonly string[],
    options?: ExecOptions<T>,
  ): Promise<ExecProcess<T>> {
    const { startExec } = await import("./_exec.ts");
    return await startExec<T>(this.#transport, this, command, options ?? {});
  }

  async getChecks(options: GetChecksOptions = {}): Promise<CheckInfo[]> {
    const result = await this.#get("/v1/checks", options, {
      level: options.level ?? undefined,
      names: options.names && nameList(options.names, "checks"),
    });
    const { CheckInfo } = await import("./_rarely_used.ts");
    return readList(result, "checks", CheckInfo.fromDict);
  }

  async startChecks(
    names: Iterable<string>,
    options?: CallOptions,
  ): Promise<string[]> {
    return await this.#checkAction("start", names, options);
  }

  async stopChecks(
    names: Iterable<string>,
    options?: CallOptions,
  ): Promise<string[]> {
    return await this.#checkAction("stop", names, options);
  }

  async refreshCheck(
    name: string,
    options?: CallOptions,
  ): Promise<CheckRefresh> {
    const result = await this.#post("/v1/checks/refresh", { name }, options);
    const { readCheckRefresh } = await import("./_rarely_used.ts");
    return readCheckRefresh(result);
  }

  async getHealth(options: GetHealthOptions = {}): Promise<boolean> {
    const envelope = await this.#transport.json({
      path: "/v1/health",
      query: {
        level: options.level ?? undefined,
        names: options.names && nameList(options.names, "checks"),
      },
      // That something is down is the answer, not its failure.
      accepts: 502,
      signal: options.signal,
    });
    return new Fields(envelope["result"], "health").boolean("healthy");
  }

  async getNotice(id: string, options?: CallOptions): Promise<Notice> {
    const path = `/v1/notices/${encodeURIComponent(id)}`;
    const { Notice } = await import("./_rarely_used.ts");
    return Notice.fromDict(await this.#get(path, options));
  }

  async getNotices(options: GetNoticesOptions = {}): Promise<Notice[]> {
    const { getNotices } = await import("./_rarely_used.ts");
    return await getNotices(this.#transport, options);
  }

  async waitNotices(
    timeoutMs: number,
    options: GetNoticesOptions = {},
  ): Promise<Notice[]> {
    const { getNotices } = await import("./_rarely_used.ts");
    return await getNotices(this.#transport, options, timeoutMs);
  }

  async notify(
    type: NoticeType,
    key: string,
    options: NotifyOptions = {},
  ): Promise<string> {
    const { data, repeatAfterMs } = options;
    const result = await this.#post("/v1/notices", {
      action: "add",
      type,
      key,
      ...(data ? { data } : {}),
      ...((repeatAfterMs ?? null) === null
        ? {}
        : { "repeat-after": formatDuration(repeatAfterMs ?? 0) }),
    }, options);
    return new Fields(result, "notice").string("id");
  }

  async getIdentities(
    options?: CallOptions,
  ): Promise<Record<string, Identity>> {
    const result = await this.#get("/v1/identities", options);
    const { readIdentities } = await import("./_rarely_used.ts");
    return readIdentities(result);
  }

  async addIdentities(
    identities: Identities,
    options?: CallOptions,
  ): Promise<void> {
    await this.#identityAction("add", identities, options);
  }

  async updateIdentities(
    identities: Identities,
    options?: CallOptions,
  ): Promise<void> {
    await this.#identityAction("update", identities, options);
  }

  async replaceIdentities(
    identities: Readonly<Record<string, Identities[string] | null>>,
    options?: CallOptions,
  ): Promise<void> {
    await this.#identityAction("replace", identities, options);
  }

  async removeIdentities(
    names: Iterable<string>,
    options?: CallOptions,
  ): Promise<void> {
    const nulls = nameList(names, "identities").map((name) => [name, null]);
    const identities = Object.fromEntries(nulls);
    await this.#identityAction("remove", identities, options);
  }

  async *getLogs(
    options: LogsOptions = {},
  ): AsyncGenerator<LogEntry, void, undefined> {
    const { readLogs } = await import("./_rarely_used.ts");
    yield* readLogs(this.#transport, { ...options, follow: false });
  }

  async *followLogs(
    options: LogsOptions = {},
  ): AsyncGenerator<LogEntry, void, undefined> {
    const { readLogs } = await import("./_rarely_used.ts");
    yield* readLogs(this.#transport, { ...options, follow: true });
  }

  async getMetrics(options: CallOptions = {}): Promise<string> {
    const { signal } = options;
    const answer = await this.#transport.send({ path: "/v1/metrics", signal });
    // Of nothing the daemon says no type.
    if (answer.contentType !== "") answer.expectType("text/plain");
    return await answer.text();
  }

  close(): void {
    this.#transport.close();
  }

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {
    this.close();
  }

  async #get(
    path: string,
    { signal }: CallOptions = {},
    query?: Query,
  ): Promise<unknown> {
    return (await this.#transport.json({ path, query, signal }))["result"];
  }

  async #post(
    path: string,
    json: JsonObject,
    { signal }: CallOptions = {},
  ): Promise<unknown> {
    return (await this.#transport.json({ path, json, signal }))["result"];
  }

  async #serviceAction(
    action: string,
    names: Iterable<string>,
    options: ServiceActionOptions = {},
  ): Promise<string> {
    const { timeoutMs = 30_000, signal } = options;
    const envelope = await this.#transport.json({
      path: "/v1/services",
      json: { action, services: nameList(names, "services") },
      signal,
    });
    const id = new Fields(envelope, "answer").string("change");
    if (!timeoutMs) return id;
    const change = await this.waitChange(id, options);
    if (change.err) throw new ChangeError(change.err, change);
    return id;
  }

  async #checkAction(
    action: string,
    names: Iterable<string>,
    options?: CallOptions,
  ): Promise<string[]> {
    const checks = nameList(names, "checks");
    const result = await this.#post("/v1/checks", { action, checks }, options);
    return [...new Fields(result, "checks").strings("changed")];
  }

  async #identityAction(
    action: string,
    given: Readonly<Record<string, Identities[string] | null>>,
    options?: CallOptions,
  ): Promise<void> {
    const { identitiesJson } = await import("./_rarely_used.ts");
    const identities = identitiesJson(given);
    await this.#post("/v1/identities", { action, identities }, options);
  }
}

function changePath(id: string): string {
  return `/v1/changes/${encodeURIComponent(id)}`;
}

function waitTimeout(id: string, timeoutMs: number | null): TimeoutError {
  const seconds = (timeoutMs ?? 0) / 1000;
  return new TimeoutError(
    `timed out waiting for change ${id} (${seconds} seconds)`,
  );
}
