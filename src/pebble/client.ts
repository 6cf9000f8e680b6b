// Long, as it is one facade: a short method for each call, and the docs of each.

import { nameList } from "./_arguments.ts";
import { Fields, type JsonObject, readList, typeName } from "./_json.ts";
import { Transport } from "./_transport.ts";
import { Change } from "./change.ts";
import type { CheckInfo } from "./check_info.ts";
import { formatDuration } from "./duration.ts";
import { APIError, ChangeError, TimeoutError } from "./errors.ts";
import type { ExecOptions, ExecProcess } from "./exec_process.ts";
import type { FileInfo } from "./file_info.ts";
import type { Layer, LayerDict } from "./layer.ts";
import { labelText, layerText } from "./layer_text.ts";
import type { Notice, NoticeType } from "./notice.ts";
import type {
  AddLayerOptions,
  GetChangesOptions,
  GetChecksOptions,
  GetNoticesOptions,
  ListFilesOptions,
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
 * Nothing is opened before the first call. After the daemon was restarted the
 * next call reaches the new one.
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
 */
export class Client implements PebbleClient {
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
    const { baseUrl, timeoutMs } = options;
    this.#transport = new Transport(
      socketPath,
      baseUrl ?? "http://localhost",
      timeoutMs ?? 5000,
    );
  }

  /** Where the daemon listens. */
  get socketPath(): string {
    return this.#transport.socketPath;
  }

  async getSystemInfo(): Promise<SystemInfo> {
    return SystemInfo.fromDict(await this.#get("/v1/system-info"));
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
    });
  }

  async getPlan(): Promise<Plan> {
    return await Plan.fromYaml(await this.getPlanText());
  }

  async getPlanText(): Promise<string> {
    const query = { format: "yaml" };
    const envelope = await this.#transport.json({ path: "/v1/plan", query });
    return new Fields(envelope, "plan").string("result");
  }

  async getServices(names?: Iterable<string>): Promise<ServiceInfo[]> {
    const list = names && nameList(names, "services").join(",");
    const result = await this.#get("/v1/services", { names: list });
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
  ): Promise<void> {
    const { signalName } = await import("./_signals.ts");
    await this.#post("/v1/signals", {
      signal: signalName(signal),
      services: nameList(services, "services"),
    });
  }

  async getChanges(options: GetChangesOptions = {}): Promise<Change[]> {
    const result = await this.#get("/v1/changes", {
      select: options.select ?? "in-progress",
      for: options.service ?? undefined,
    });
    return readList(result, "changes", Change.fromDict);
  }

  async getChange(id: string): Promise<Change> {
    return Change.fromDict(await this.#get(changePath(id)));
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
          return await this.#pollChange(id, deadline, delayMs, options);
        }
        const waitOver = error instanceof APIError && error.code === 504;
        if (!waitOver && !(error instanceof TimeoutError)) throw error;
      }
    }
    throw waitTimeout(id, timeoutMs);
  }

  async abortChange(id: string): Promise<Change> {
    const result = await this.#post(changePath(id), { action: "abort" });
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
    const result = await this.#get("/v1/checks", {
      level: options.level ?? undefined,
      names: options.names && nameList(options.names, "checks"),
    });
    const { CheckInfo } = await import("./check_info.ts");
    return readList(result, "checks", CheckInfo.fromDict);
  }

  async startChecks(names: Iterable<string>): Promise<string[]> {
    return await this.#checkAction("start", names);
  }

  async stopChecks(names: Iterable<string>): Promise<string[]> {
    return await this.#checkAction("stop", names);
  }

  async getNotice(id: string): Promise<Notice> {
    const path = `/v1/notices/${encodeURIComponent(id)}`;
    const { Notice } = await import("./notice.ts");
    return Notice.fromDict(await this.#get(path));
  }

  async getNotices(options: GetNoticesOptions = {}): Promise<Notice[]> {
    const { users, userId, types, keys, after } = options;
    const result = await this.#get("/v1/notices", {
      users: users ?? undefined,
      "user-id": userId?.toString(),
      types: types && [...types],
      keys: keys && [...keys],
      after: after instanceof Date ? after.toISOString() : after ?? undefined,
    });
    const { Notice } = await import("./notice.ts");
    return readList(result, "notices", Notice.fromDict);
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
    });
    return new Fields(result, "notice").string("id");
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
    query?: Readonly<Record<string, string | readonly string[] | undefined>>,
  ): Promise<unknown> {
    return (await this.#transport.json({ path, query }))["result"];
  }

  async #post(path: string, json: JsonObject): Promise<unknown> {
    return (await this.#transport.json({ path, json }))["result"];
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
  ): Promise<string[]> {
    const checks = nameList(names, "checks");
    const result = await this.#post("/v1/checks", { action, checks });
    return [...new Fields(result, "checks").strings("changed")];
  }

  /** Waits for a change of a Pebble that has no way to wait itself. */
  async #pollChange(
    id: string,
    deadline: number,
    delayMs: number,
    options: WaitChangeOptions,
  ): Promise<Change> {
    while (performance.now() < deadline) {
      const change = await this.getChange(id);
      if (change.ready) return change;
      options.signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
    throw waitTimeout(id, options.timeoutMs ?? 30_000);
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
