// Long, as it is one facade: a short method for each call, and the docs of each.

import type { JujuVersion } from "../backend/juju_version.ts";
import type { CheckInfo } from "../pebble/check_info.ts";
import type {
  EnsureLayerOptions,
  LayerChange,
} from "../pebble/ensure_layer.ts";
import { APIError, ConnectionError } from "../pebble/errors.ts";
import type { ExecOptions, ExecProcess } from "../pebble/exec_process.ts";
import type { Layer, LayerDict } from "../pebble/layer.ts";
import type { Notice } from "../pebble/notice.ts";
import type {
  AddLayerOptions,
  GetChecksOptions,
  GetNoticesOptions,
  PebbleClient,
} from "../pebble/pebble_client.ts";
import type { Plan } from "../pebble/plan.ts";
import type { ServiceInfo } from "../pebble/service_info.ts";
import { ContainerFiles } from "./container_files.ts";
import type { ContainerLog } from "./container_log.ts";
import { ModelError } from "./errors.ts";
import { userId } from "./_user_id.ts";

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
 *   const written = await container.ensureFile("/etc/web.conf", "port 80\n");
 *   const replanned = await container.ensureLayer("web", {
 *     services: { web: { override: "replace", command: "/bin/web" } },
 *   });
 *   if (written && !replanned) await container.restart("web");
 * }
 * ```
 */
export class Container extends ContainerFiles {
  /** Its name in charmcraft.yaml. */
  readonly name: string;
  readonly #options: ContainerOptions;

  /** Takes the name and the client of its Pebble. */
  constructor(
    name: string,
    client: PebbleClient,
    options: ContainerOptions = {},
  ) {
    super(client, options);
    this.name = name;
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
   * Sees to it that the plan is as a layer says and that its services run.
   *
   * The layer is added only where the plan does not say the same already, and
   * services are replanned only if the plan changed by it. They are as well if
   * a service of the layer with `startup: enabled` does not run: a replan that
   * failed leaves the plan as it should be, but not the services. Services that
   * run and did not change are left alone. So this may be called for every
   * event.
   *
   * @param label Name of the layer; one that exists is combined with, in its
   * place: layers above it may still say otherwise.
   * @param layer A layer, its fields, or its YAML. Entries of lists that the
   * plan has already are not appended again by `override: merge`.
   * @param options How long services may take to stop and start.
   * @returns What was done; `null`, so that `if` is enough, if nothing was to be.
   * @throws {APIError} 400 if Pebble refuses the layer.
   * @throws {ChangeError} If a service doesn't stop or start.
   */
  async ensureLayer(
    label: string,
    layer: string | LayerDict | Layer,
    options?: EnsureLayerOptions,
  ): Promise<LayerChange | null> {
    const { ensureLayer } = await import("../pebble/ensure_layer.ts");
    return await ensureLayer(this.pebble, label, layer, options);
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
  override toString(): string {
    return `Container(${this.name})`;
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
