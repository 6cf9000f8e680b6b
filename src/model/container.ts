// Long, as it is one facade: a short method for each call, and the docs of each.

import type { JujuVersion } from "../backend/juju_version.ts";
import type { SecurityEvent } from "../backend/logger.ts";
import type { CheckInfo } from "../pebble/check_info.ts";
import { APIError, ConnectionError } from "../pebble/errors.ts";
import type { ExecOptions, ExecProcess } from "../pebble/exec_process.ts";
import type { FileInfo } from "../pebble/file_info.ts";
import type { Layer, LayerDict } from "../pebble/layer.ts";
import type { Notice } from "../pebble/notice.ts";
import type {
  AddLayerOptions,
  GetChecksOptions,
  GetNoticesOptions,
  ListFilesOptions,
  MakeDirOptions,
  PebbleClient,
  PullOptions,
  PushOptions,
  PushSource,
  RemovePathOptions,
} from "../pebble/pebble_client.ts";
import type { Plan } from "../pebble/plan.ts";
import type { PulledFile } from "../pebble/pulled_file.ts";
import type { ServiceInfo } from "../pebble/service_info.ts";
import { ModelError } from "./errors.ts";

/** Where a {@linkcode Container} tells what it met. */
export interface ContainerLog {
  /** Takes what is usual, such as a container that is not ready. */
  debug(message: string): void;
  /** Takes what an operator should look at. */
  warning(message: string): void;
  /** Takes what security monitoring looks for. */
  security?(event: SecurityEvent): void;
}

/** Options of {@linkcode Container}. */
export interface ContainerOptions {
  /** Version of Juju, which says what its Pebble can do. */
  readonly jujuVersion?: JujuVersion;
  /** Where to log. @default {nowhere} */
  readonly logger?: ContainerLog;
}

/**
 * A workload container of this unit, and the Pebble in it.
 *
 * Making one connects to nothing. Every call may fail with `ConnectionError`,
 * also after `pebble-ready`: a container can be restarted at any time.
 *
 * @example Usage
 * ```ts ignore
 * import * as ops from "@charmkit/ops";
 *
 * async function configure(container: ops.Container): Promise<void> {
 *   if (!await container.canConnect()) return;
 *   await container.ensureLayer("web", {
 *     services: { web: { override: "replace", command: "/bin/web" } },
 *   });
 * }
 * ```
 */
export class Container {
  /** Its name in charmcraft.yaml. */
  readonly name: string;
  /** The client, for what this class doesn't offer. */
  readonly pebble: PebbleClient;
  readonly #options: ContainerOptions;

  /** Takes the name and the client of its Pebble. */
  constructor(
    name: string,
    client: PebbleClient,
    options: ContainerOptions = {},
  ) {
    this.name = name;
    this.pebble = client;
    this.#options = options;
  }

  /**
   * Whether Pebble answers now; it may not do so a moment later.
   *
   * @throws {ProtocolError} If something else than Pebble answers.
   * @throws {TimeoutError} If something listens but doesn't answer.
   */
  async canConnect(): Promise<boolean> {
    try {
      await this.pebble.getSystemInfo();
      return true;
    } catch (error) {
      const { logger } = this.#options;
      if (error instanceof ConnectionError) {
        logger?.debug(
          `Pebble of container "${this.name}" is not ready: ${error.message}`,
        );
      } else if (error instanceof APIError) {
        logger?.warning(
          `Pebble of container "${this.name}" answered with an error: ${error.message}`,
        );
      } else {
        throw error;
      }
      return false;
    }
  }

  /**
   * Starts the services with `startup: enabled`.
   *
   * @throws {ChangeError} If a service doesn't start.
   */
  async autostart(): Promise<void> {
    await this.pebble.autostartServices();
  }

  /**
   * Restarts services whose plan changed and starts those with
   * `startup: enabled`.
   *
   * @throws {ChangeError} If a service doesn't stop or start.
   */
  async replan(): Promise<void> {
    await this.pebble.replanServices();
  }

  /**
   * Starts services and what they require.
   *
   * @throws {APIError} 400 if a service is unknown.
   * @throws {ChangeError} If a service doesn't start.
   */
  async start(...names: string[]): Promise<void> {
    requireNames("start", names);
    await this.pebble.startServices(names);
  }

  /**
   * Stops services and those that require them.
   *
   * @throws {APIError} 400 if a service is unknown.
   * @throws {ChangeError} If a service doesn't stop.
   */
  async stop(...names: string[]): Promise<void> {
    requireNames("stop", names);
    await this.pebble.stopServices(names);
  }

  /**
   * Stops the running ones of these services, then starts all of them.
   *
   * @throws {APIError} 400 if a service is unknown; others may be stopped then.
   * @throws {ChangeError} If a service doesn't stop or start.
   */
  async restart(...names: string[]): Promise<void> {
    requireNames("restart", names);
    try {
      await this.pebble.restartServices(names);
    } catch (error) {
      // A Pebble too old to restart says only that the request is bad.
      if (!(error instanceof APIError) || error.code !== 400) throw error;
      const services = await this.pebble.getServices(names);
      const running = services.filter((service) => service.isRunning())
        .map((service) => service.name);
      if (running.length > 0) await this.pebble.stopServices(running);
      await this.pebble.startServices(names);
    }
  }

  /**
   * Adds a layer to the plan; services change only when replanned.
   *
   * @throws {APIError} 400 if the label exists and `combine` isn't given, or
   * Pebble refuses the layer.
   */
  async addLayer(
    label: string,
    layer: string | LayerDict | Layer,
    options?: AddLayerOptions,
  ): Promise<void> {
    await this.pebble.addLayer(label, layer, options);
  }

  /**
   * Combines a layer into the plan, and replans if that changed the plan.
   *
   * It replans as well if a service of the plan with `startup: enabled` does
   * not run: a replan that failed leaves the plan as it should be, but not the
   * services. Services that run and did not change are left alone.
   *
   * @param label Name of the layer; one that exists is combined with.
   * @param layer A layer, its fields, or its YAML. Lists such as `after` grow
   * with each call if a service in it has `override: merge`.
   * @returns Whether services were replanned.
   * @throws {APIError} 400 if Pebble refuses the layer.
   * @throws {ChangeError} If a service doesn't stop or start.
   */
  async ensureLayer(
    label: string,
    layer: string | LayerDict | Layer,
  ): Promise<boolean> {
    // Texts are compared, since reading the plan would load a YAML parser.
    const before = await this.pebble.getPlanText();
    await this.pebble.addLayer(label, layer, { combine: true });
    const needed = before !== await this.pebble.getPlanText() ||
      (await this.pebble.getServices()).some((service) =>
        service.startup === "enabled" && !service.isRunning()
      );
    if (needed) await this.replan();
    return needed;
  }

  /** The plan: all layers combined. */
  async getPlan(): Promise<Plan> {
    return await this.pebble.getPlan();
  }

  /** Services by name; all without names, and unknown ones are left out. */
  async getServices(
    ...names: string[]
  ): Promise<ReadonlyMap<string, ServiceInfo>> {
    const services = await this.pebble.getServices(
      names.length === 0 ? undefined : names,
    );
    return new Map(services.map((service) => [service.name, service]));
  }

  /**
   * One service.
   *
   * @throws {ModelError} If there is none of this name.
   */
  async getService(name: string): Promise<ServiceInfo> {
    const services = await this.getServices(name);
    return single(services, "service", name);
  }

  /** Checks by name; all without names, and unknown ones are left out. */
  async getChecks(
    options: Pick<GetChecksOptions, "level"> = {},
    ...names: string[]
  ): Promise<ReadonlyMap<string, CheckInfo>> {
    const checks = await this.pebble.getChecks({
      level: options.level,
      names: names.length === 0 ? undefined : names,
    });
    return new Map(checks.map((check) => [check.name, check]));
  }

  /**
   * One check.
   *
   * @throws {ModelError} If there is none of this name.
   */
  async getCheck(name: string): Promise<CheckInfo> {
    const checks = await this.getChecks({}, name);
    return single(checks, "check", name);
  }

  /**
   * Starts checks.
   *
   * @returns Names of those that did not run before.
   * @throws {APIError} 400 if one is unknown; then none is started.
   */
  async startChecks(...names: string[]): Promise<string[]> {
    requireNames("start-checks", names);
    return await this.pebble.startChecks(names);
  }

  /**
   * Stops checks; each that ran is told to security monitoring.
   *
   * @returns Names of those that ran before.
   * @throws {APIError} 400 if one is unknown; then none is stopped.
   */
  async stopChecks(...names: string[]): Promise<string[]> {
    requireNames("stop-checks", names);
    const stopped = await this.pebble.stopChecks(names);
    for (const check of stopped) {
      this.#options.logger?.security?.({
        level: "WARN",
        event: `sys_monitor_disabled:${userId()},${check}`,
        description: `Stopped check ${check}`,
      });
    }
    return stopped;
  }

  /**
   * Reads a file.
   *
   * @throws {PathError} If the path is not a file that can be read.
   */
  async pull(path: string | URL, options?: PullOptions): Promise<PulledFile> {
    return await this.pebble.pull(path, options);
  }

  /**
   * Writes a file.
   *
   * @throws {PathError} If it can't be written.
   */
  async push(
    path: string | URL,
    source: PushSource,
    options?: PushOptions,
  ): Promise<void> {
    await this.pebble.push(path, source, options);
  }

  /**
   * Entries of a folder by name, or the one of a file.
   *
   * @throws {APIError} 404 if there is nothing at the path.
   */
  async listFiles(
    path: string | URL,
    options?: ListFilesOptions,
  ): Promise<FileInfo[]> {
    return await this.pebble.listFiles(path, options);
  }

  /**
   * Whether there is anything at a path; a link to nothing is nothing.
   *
   * @throws {APIError} 400 if the path is relative or leads through a file.
   */
  async exists(path: string | URL): Promise<boolean> {
    return await this.#entry(path) !== undefined;
  }

  /**
   * Whether there is a folder, or a link to one, at a path.
   *
   * @throws {APIError} 400 if the path is relative or leads through a file.
   */
  async isDir(path: string | URL): Promise<boolean> {
    return (await this.#entry(path))?.type === "directory";
  }

  /**
   * Makes a folder.
   *
   * @throws {PathError} If it can't be made.
   */
  async makeDir(path: string | URL, options?: MakeDirOptions): Promise<void> {
    await this.pebble.makeDir(path, options);
  }

  /**
   * Removes a file or a folder.
   *
   * @throws {PathError} If it can't be removed.
   */
  async removePath(
    path: string | URL,
    options?: RemovePathOptions,
  ): Promise<void> {
    await this.pebble.removePath(path, options);
  }

  /**
   * Starts a command in the container.
   *
   * @throws {ModelError} If `serviceContext` is given and this Juju's Pebble
   * has none.
   * @throws {APIError} If the command can't be started as asked.
   */
  exec(
    command: readonly string[],
    options?: ExecOptions<string>,
  ): Promise<ExecProcess<string>>;
  /** The same with bytes instead of text. */
  exec(
    command: readonly string[],
    options: ExecOptions<Uint8Array>,
  ): Promise<ExecProcess<Uint8Array>>;
  async exec(
    command: readonly string[],
    options?: ExecOptions<string> | ExecOptions<Uint8Array>,
  ): Promise<ExecProcess<string> | ExecProcess<Uint8Array>> {
    const { jujuVersion } = this.#options;
    if (
      options?.serviceContext && jujuVersion &&
      !jujuVersion.supportsExecServiceContext
    ) {
      throw new ModelError(
        `exec with service_context not supported on Juju version ${jujuVersion}`,
      );
    }
    return await (isBytes(options)
      ? this.pebble.exec(command, options)
      : this.pebble.exec(command, options));
  }

  /**
   * Sends a signal to running services.
   *
   * @throws {APIError} 500 if one doesn't run or the name is unknown.
   */
  async sendSignal(
    signal: string | number,
    ...names: string[]
  ): Promise<void> {
    if (names.length === 0) {
      throw new TypeError(
        "send_signal expected at least 1 service name, got 0",
      );
    }
    await this.pebble.sendSignal(signal, names);
  }

  /**
   * One notice.
   *
   * @throws {ModelError} If there is none with this id.
   */
  async getNotice(id: string): Promise<Notice> {
    try {
      return await this.pebble.getNotice(id);
    } catch (error) {
      if (!(error instanceof APIError) || error.code !== 404) throw error;
      throw new ModelError(`notice '${id}' not found`, { cause: error });
    }
  }

  /** Notices by the time they were last repeated, oldest first. */
  async getNotices(options?: GetNoticesOptions): Promise<Notice[]> {
    return await this.pebble.getNotices(options);
  }

  /** A form for logs. */
  toString(): string {
    return `Container(${this.name})`;
  }

  async #entry(path: string | URL): Promise<FileInfo | undefined> {
    try {
      return (await this.pebble.listFiles(path, { itself: true }))[0];
    } catch (error) {
      if (error instanceof APIError && error.code === 404) return undefined;
      throw error;
    }
  }
}

function requireNames(verb: string, names: readonly string[]): void {
  if (names.length === 0) {
    throw new TypeError(`${verb} expected at least 1 argument, got 0`);
  }
}

function single<T>(
  found: ReadonlyMap<string, T>,
  kind: string,
  name: string,
): T {
  if (found.size > 1) {
    throw new Error(`expected 1 ${kind}, got ${found.size}`);
  }
  const info = found.get(name);
  if (info !== undefined) return info;
  throw new ModelError(`${kind} '${name}' not found`);
}

function isBytes(
  options: ExecOptions<string> | ExecOptions<Uint8Array> | undefined,
): options is ExecOptions<Uint8Array> {
  return options?.encoding === null;
}

/** Number of this process's user, or -1 if it may not be asked for. */
function userId(): number {
  try {
    return Deno.uid() ?? -1;
  } catch {
    return -1;
  }
}
