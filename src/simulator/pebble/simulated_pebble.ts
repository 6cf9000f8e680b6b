/**
 * A Pebble in memory.
 *
 * It answers as the daemon does (spec: Pebble v1.32), at once and without
 * timers: a service that is started is active, one that is stopped is not, and
 * a change is ready when its id is returned.
 *
 * What it doesn't do, it says:
 *
 * - Services and checks run nothing. `failStart` lets a service fail,
 *   `setServiceStatus` and `recordCheck` play what the world would do.
 * - `exec` needs a handler (`handleExec`) and fails without one. A process
 *   takes no signals and has no terminal, which `sendSignal` and `resize` say.
 * - Changes of checks go on until the check turns; waiting for one is a
 *   `TimeoutError` at once, whatever the limit.
 * - Notices are those that are notified; changes make none. They don't expire.
 * - The caller is root, who may do everything. The container has the users
 *   that `users` was told of, and root.
 * - Files have modes and owners, which nobody enforces; there are no sockets,
 *   pipes and devices. An executable is never looked for.
 *
 * The file is long as it is one facade: a short method for each call, over the
 * parts beside it.
 *
 * @module
 */

import { nameList, pathText } from "../../pebble/_arguments.ts";
import { signalName } from "../../pebble/_signals.ts";
import type { Change } from "../../pebble/change.ts";
import type { CheckInfo } from "../../pebble/check_info.ts";
import {
  ChangeError,
  ConnectionError,
  TimeoutError,
} from "../../pebble/errors.ts";
import { checkExecArguments } from "../../pebble/exec_arguments.ts";
import type { ExecOptions, ExecProcess } from "../../pebble/exec_process.ts";
import type { FileInfo } from "../../pebble/file_info.ts";
import type { Layer, LayerDict } from "../../pebble/layer.ts";
import { labelText, layerText } from "../../pebble/layer_text.ts";
import type { Notice, NoticeType } from "../../pebble/notice.ts";
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
} from "../../pebble/pebble_client.ts";
import type { Plan } from "../../pebble/plan.ts";
import type { PulledFile } from "../../pebble/pulled_file.ts";
import type { ServiceInfo, ServiceStatus } from "../../pebble/service_info.ts";
import { SystemInfo } from "../../pebble/system_info.ts";
import { Clock } from "./clock.ts";
import { MemoryFile, readSource } from "./memory_file.ts";
import { q, refuse } from "./refuse.ts";
import { SimulatedChanges } from "./simulated_changes.ts";
import { SimulatedChecks } from "./simulated_checks.ts";
import {
  outcomeOf,
  type SimulatedExec,
  type SimulatedExecHandler,
  SimulatedProcess,
} from "./simulated_exec.ts";
import { SimulatedFiles } from "./simulated_files.ts";
import { SimulatedNotices } from "./simulated_notices.ts";
import { SimulatedPlan } from "./simulated_plan.ts";
import { type ServiceAction, SimulatedServices } from "./simulated_services.ts";
import { SimulatedUsers } from "./simulated_users.ts";

/** Options of {@linkcode SimulatedPebble}. */
export interface SimulatedPebbleOptions {
  /** Whether it answers at all. @default {true} */
  readonly canConnect?: boolean;
  /** Where the error of one that doesn't answer says it is. */
  readonly socketPath?: string;
  /** Version that it says it is. @default {"v1.32.1"} */
  readonly version?: string;
  /** Tells the milliseconds since 1970. @default {Date.now} */
  readonly now?: () => number;
}

/** A Pebble in memory; the module doc says what it doesn't do. */
export class SimulatedPebble implements PebbleClient {
  /** Whether it answers; each call is a `ConnectionError` if not. */
  canConnect: boolean;
  /** The files of the container, to look at and to prepare. */
  readonly files: SimulatedFiles;
  /** The users of the container. */
  readonly users: SimulatedUsers = new SimulatedUsers();
  /** The layers and the plan. */
  readonly plan: SimulatedPlan = new SimulatedPlan();
  /** The notices, to look at and to prepare. */
  readonly notices: SimulatedNotices;
  readonly #socketPath: string;
  readonly #systemInfo: SystemInfo;
  readonly #changes: SimulatedChanges;
  readonly #checks: SimulatedChecks;
  readonly #services: SimulatedServices;
  readonly #execHandlers: Map<string, SimulatedExecHandler> = new Map();
  readonly #execHistory: SimulatedExec[] = [];

  /** Makes one with no layers, files and notices. */
  constructor(options: SimulatedPebbleOptions = {}) {
    const now = options.now ?? Date.now;
    const clock = new Clock(now);
    this.canConnect = options.canConnect ?? true;
    this.#socketPath = options.socketPath ?? "/simulated/pebble.socket";
    this.#systemInfo = new SystemInfo({
      version: options.version ?? "v1.32.1",
      bootId: crypto.randomUUID(),
    });
    this.#changes = new SimulatedChanges(clock);
    this.#checks = new SimulatedChecks(this.#changes);
    this.#services = new SimulatedServices(this.plan, this.#changes, clock);
    this.files = new SimulatedFiles(this.users, now);
    this.notices = new SimulatedNotices(clock);
  }

  /** How commands were run, in order. */
  get execHistory(): readonly SimulatedExec[] {
    return this.#execHistory;
  }

  /** Signals that services were sent, in order. */
  get signals(): SimulatedServices["signals"] {
    return this.#services.signals;
  }

  /**
   * Lets a handler play commands that begin with these words. The one with
   * most words wins; none at all match any command.
   */
  handleExec(prefix: readonly string[], handler: SimulatedExecHandler): void {
    this.#execHandlers.set(JSON.stringify(prefix), handler);
  }

  /** Lets each start of a service fail for a reason; `null` ends that. */
  failStart(service: string, reason: string | null): void {
    this.#services.failStart(service, reason);
  }

  /**
   * Sets what a service does, as if it had crashed or recovered.
   *
   * @throws {Error} If the plan has no such service.
   */
  setServiceStatus(service: string, status: ServiceStatus): void {
    this.#services.setStatus(service, status);
  }

  /**
   * Plays one run of a check.
   *
   * @throws {Error} If the plan has no such check, or it is stopped.
   */
  recordCheck(check: string, succeeded: boolean): void {
    this.#checks.record(check, succeeded);
  }

  async getSystemInfo(): Promise<SystemInfo> {
    await this.#connect();
    return this.#systemInfo;
  }

  async addLayer(
    label: string,
    layer: string | LayerDict | Layer,
    options: AddLayerOptions = {},
  ): Promise<void> {
    const name = labelText(label);
    const text = layerText(layer);
    await this.#connect();
    await this.plan.add(name, text, options.combine ?? false);
    this.#checks.planChanged(this.plan.dict.checks ?? {});
  }

  async getPlan(): Promise<Plan> {
    await this.#connect();
    return this.plan.toPlan();
  }

  async getPlanText(): Promise<string> {
    return (await this.getPlan()).toYaml();
  }

  async getServices(names: Iterable<string> = []): Promise<ServiceInfo[]> {
    const list = nameList(names, "services");
    await this.#connect();
    return this.#services.list(list);
  }

  async autostartServices(options?: ServiceActionOptions): Promise<string> {
    return await this.#act("autostart", [], options);
  }

  async replanServices(options?: ServiceActionOptions): Promise<string> {
    return await this.#act("replan", [], options);
  }

  async startServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#act("start", names, options);
  }

  async stopServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#act("stop", names, options);
  }

  async restartServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#act("restart", names, options);
  }

  async sendSignal(
    signal: string | number,
    services: Iterable<string>,
  ): Promise<void> {
    const name = signalName(signal);
    const list = nameList(services, "services");
    await this.#connect();
    this.#services.signal(name, list);
  }

  async getChanges(options: GetChangesOptions = {}): Promise<Change[]> {
    await this.#connect();
    const { select = "in-progress", service } = options;
    return this.#changes.list(select, service ?? undefined);
  }

  async getChange(id: string): Promise<Change> {
    await this.#connect();
    return this.#changes.get(id);
  }

  async waitChange(
    id: string,
    options: WaitChangeOptions = {},
  ): Promise<Change> {
    const { timeoutMs = 30_000, signal } = options;
    await this.#connect(signal);
    const change = this.#changes.get(id);
    if (change.ready && timeoutMs !== 0) return change;
    const seconds = (timeoutMs ?? 0) / 1000;
    throw new TimeoutError(
      `timed out waiting for change ${id} (${seconds} seconds)`,
    );
  }

  async abortChange(id: string): Promise<Change> {
    await this.#connect();
    return this.#changes.abort(id);
  }

  async pull(
    path: string | URL,
    options: PullOptions = {},
  ): Promise<PulledFile> {
    await this.#connect(options.signal);
    const bytes = this.files.read(pathText(path));
    return new MemoryFile(bytes, options.encoding ?? "utf-8");
  }

  async push(
    path: string | URL,
    source: PushSource,
    options: PushOptions = {},
  ): Promise<void> {
    const name = pathText(path);
    if (/[\r\n]/.test(name)) {
      throw new TypeError(
        `Cannot push to path ${JSON.stringify(name)}: it has a line end`,
      );
    }
    await this.#connect(options.signal);
    const bytes = await readSource(source);
    this.files.write(name, bytes, options);
  }

  async listFiles(
    path: string | URL,
    options: ListFilesOptions = {},
  ): Promise<FileInfo[]> {
    await this.#connect();
    return this.files.list(pathText(path), options);
  }

  async makeDir(
    path: string | URL,
    options: MakeDirOptions = {},
  ): Promise<void> {
    await this.#connect();
    this.files.makeDir(pathText(path), options);
  }

  async removePath(
    path: string | URL,
    options: RemovePathOptions = {},
  ): Promise<void> {
    await this.#connect();
    this.files.remove(pathText(path), options);
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
    options: ExecOptions<T> = {},
  ): Promise<ExecProcess<T>> {
    checkExecArguments(command, options);
    await this.#connect(options.signal);
    const handler = this.#execHandler(command);
    const how = this.#execContext(command, options);
    return new SimulatedProcess<T>(command, options, async (stdin) => {
      const exec: SimulatedExec = { ...how, stdin };
      this.#execHistory.push(exec);
      const outcome = outcomeOf(await handler(exec), exec.combineStderr);
      const summary = `Execute command ${q(command[0] ?? "")}`;
      const data = { "exit-code": outcome.exitCode };
      const tasks = [{ kind: "exec", summary, data }];
      this.#changes.record({ kind: "exec", summary, tasks });
      return outcome;
    });
  }

  async getChecks(options: GetChecksOptions = {}): Promise<CheckInfo[]> {
    const names = nameList(options.names ?? [], "checks");
    await this.#connect();
    return this.#checks.list(options.level ?? undefined, names);
  }

  async startChecks(names: Iterable<string>): Promise<string[]> {
    const list = nameList(names, "checks");
    await this.#connect();
    return this.#checks.act("start", list);
  }

  async stopChecks(names: Iterable<string>): Promise<string[]> {
    const list = nameList(names, "checks");
    await this.#connect();
    return this.#checks.act("stop", list);
  }

  async getNotice(id: string): Promise<Notice> {
    await this.#connect();
    return this.notices.get(id);
  }

  async getNotices(options: GetNoticesOptions = {}): Promise<Notice[]> {
    await this.#connect();
    return this.notices.list(options);
  }

  async notify(
    type: NoticeType,
    key: string,
    options: NotifyOptions = {},
  ): Promise<string> {
    await this.#connect();
    return this.notices.notify(type, key, options);
  }

  /** Does nothing: there is nothing to release. */
  close(): void {}

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {}

  /** Every call waits for this, so that no answer comes at once. */
  async #connect(signal?: AbortSignal): Promise<void> {
    await Promise.resolve();
    signal?.throwIfAborted();
    if (this.canConnect) return;
    throw new ConnectionError(
      "Could not connect to Pebble: socket not found at " +
        `'${this.#socketPath}' (container restarted?)`,
    );
  }

  async #act(
    action: ServiceAction,
    given: Iterable<string>,
    options: ServiceActionOptions = {},
  ): Promise<string> {
    const names = nameList(given, "services");
    await this.#connect(options.signal);
    const id = this.#services.act(action, names);
    if (action === "replan") this.#checks.replan(this.plan.dict.checks ?? {});
    const { timeoutMs = 30_000 } = options;
    const change = this.#changes.get(id);
    if (timeoutMs && change.err) throw new ChangeError(change.err, change);
    return id;
  }

  #execHandler(command: readonly string[]): SimulatedExecHandler {
    for (let length = command.length; length >= 0; length--) {
      const prefix = JSON.stringify(command.slice(0, length));
      const handler = this.#execHandlers.get(prefix);
      if (handler !== undefined) return handler;
    }
    return refuse(
      `cannot exec ${q(command[0] ?? "")}: the simulated Pebble has no ` +
        "handler for it",
      500,
    );
  }

  #execContext<T extends string | Uint8Array>(
    command: readonly string[],
    options: ExecOptions<T>,
  ): Omit<SimulatedExec, "stdin"> {
    const { serviceContext, workingDir } = options;
    const services = this.plan.dict.services ?? {};
    const service = serviceContext ? services[serviceContext] : undefined;
    if (serviceContext && service === undefined) {
      refuse(`context service ${q(serviceContext)} not found`);
    }
    return {
      command: [...command],
      environment: { ...service?.environment, ...options.environment },
      workingDir: workingDir === undefined
        ? service?.["working-dir"] ?? null
        : pathText(workingDir),
      timeoutMs: options.timeoutMs ?? null,
      userId: options.userId ?? service?.["user-id"] ?? null,
      user: options.user ?? service?.user ?? null,
      groupId: options.groupId ?? service?.["group-id"] ?? null,
      group: options.group ?? service?.group ?? null,
      combineStderr: options.combineStderr ?? false,
      bytes: options.encoding === null,
    };
  }
}
