import { AbortError } from "../abort.ts";
import type { JujuRebootOptions } from "../hook_commands/reboot.ts";
import type { PortProtocol } from "../hook_commands/types.ts";
import type { Application } from "./application.ts";
import type { Container } from "./container.ts";
import type { ContainerMapping } from "./container_mapping.ts";
import { ModelError } from "./errors.ts";
import type { ModelContext } from "./model_context.ts";
import {
  closePort,
  openedPorts,
  openPort,
  type OpenPortOptions,
  Port,
  setPorts,
} from "./port.ts";
import type { Secret } from "./secret.ts";
import type { SecretOptions } from "./secret_info.ts";
import { addSecret } from "./secrets.ts";
import { settableName, StatusBase, UnknownStatus } from "./status.ts";
import { translateErrors } from "./_translate_errors.ts";
import { userId } from "./_user_id.ts";

/**
 * A unit of the model: this one, or one of the units it is related to.
 *
 * A model has one object for each name, so two of them can be compared with `===`.
 */
export class Unit {
  /** Name of the unit, such as `"web/0"`. */
  readonly name: string;
  /** The application that the unit belongs to. */
  readonly app: Application;
  readonly #context: ModelContext;
  readonly #containers: ContainerMapping | null;
  #status: StatusBase | null = null;
  #sent: StatusBase | null = null;
  #version: string | null = null;

  /** Takes name and parts; nothing is asked of Juju. Containers are null for another unit. */
  constructor(
    name: string,
    parts: {
      readonly app: Application;
      readonly context: ModelContext;
      readonly containers: ContainerMapping | null;
    },
  ) {
    this.name = name;
    this.app = parts.app;
    this.#context = parts.context;
    this.#containers = parts.containers;
  }

  /** Whether this is the unit that the charm runs in. */
  get isOwn(): boolean {
    return this.name === this.#context.unitName;
  }

  /**
   * The unit's status.
   *
   * Of another unit it is always {@linkcode UnknownStatus}. Setting takes effect
   * at once, and stays even if the hook fails later. A status equal to the last
   * one that this dispatch set is not sent again.
   *
   * @throws {ModelError} If it is another unit that is set, or Juju refuses.
   * @throws {InvalidStatusError} If the value is not a status that a charm can set.
   */
  get status(): StatusBase {
    if (!this.isOwn) return new UnknownStatus();
    return this.#status ??= translateErrors(
      this.#context,
      "Cannot read the status of the unit",
      () => {
        const { status, message } = this.#context.backend.statusGet();
        return StatusBase.fromName(status, message);
      },
    );
  }

  set status(status: StatusBase) {
    const name = settableName(status);
    this.#assertOwn("set the status");
    if (this.#sent?.equals(status)) return;
    translateErrors(
      this.#context,
      "Cannot set the status of the unit",
      () => this.#context.backend.statusSet(name, status.message),
    );
    this.#status = this.#sent = status;
  }

  /**
   * Whether this unit leads its application. The answer is good for 30 seconds
   * and not asked again in that time. Source: `is-leader`.
   *
   * @throws {ModelError} If it is another unit, or Juju does not know.
   */
  isLeader(): boolean {
    this.#assertOwn("tell the leadership");
    return translateErrors(
      this.#context,
      "Cannot tell whether this unit leads",
      () => this.#context.leadership.isLeader(),
    );
  }

  /**
   * Sets the version of the workload that `juju status` shows; a version equal
   * to the last one that this dispatch set is not sent again.
   *
   * @throws {TypeError} If the version is not text.
   * @throws {ModelError} If it is another unit, or Juju refuses.
   */
  setWorkloadVersion(version: string): void {
    if (typeof version !== "string") {
      throw new TypeError(
        `Cannot set the workload version: got a ${typeof version}, not a string`,
      );
    }
    this.#assertOwn("set the workload version");
    if (this.#version === version) return;
    translateErrors(
      this.#context,
      "Cannot set the workload version",
      () => this.#context.backend.applicationVersionSet(version),
    );
    this.#version = version;
  }

  /**
   * Reboots the machine, once this hook has succeeded. Source: `juju-reboot`.
   *
   * With `now`, the dispatch ends here: no state is kept, and Juju runs the same
   * hook again after the reboot.
   *
   * @param options Whether to wait for the end of the hook.
   * @throws {ModelError} If Juju refuses, as in an action, or it is another unit.
   */
  reboot(options: JujuRebootOptions = {}): void {
    this.#assertOwn("reboot the machine");
    const { backend, log } = this.#context;
    log.security({
      level: "WARN",
      event: `sys_restart:${userId()}`,
      description:
        `Rebooting unit ${this.name} in model ${backend.context.modelName}`,
    });
    // The machine may be gone before the queue would be sent.
    if (options.now) log.flush();
    translateErrors(
      this.#context,
      "Cannot reboot the machine",
      () => backend.jujuReboot(options),
    );
    if (options.now) throw new AbortError("The machine reboots now");
  }

  /**
   * The containers that the metadata declares, by name.
   *
   * @throws {ModelError} If it is another unit.
   */
  get containers(): ContainerMapping {
    this.#assertOwn("reach the containers");
    return this.#containers!;
  }

  /**
   * One container.
   *
   * @throws {ModelError} If the metadata declares no such container, or it is another unit.
   */
  getContainer(name: string): Container {
    return this.containers.get(name);
  }

  /**
   * Opens a port, a range of ports or, with `"icmp"`, the protocol. Source:
   * `open-port`.
   *
   * @param protocol Transport protocol.
   * @param port Number of the port, or of the first one of a range.
   * @param options The last port of a range, and endpoints.
   * @throws {ModelError} If Juju refuses, or it is another unit.
   * @throws {TypeError} If endpoints are given but none.
   */
  openPort(
    protocol: PortProtocol,
    port?: number,
    options: OpenPortOptions = {},
  ): void {
    this.#assertOwn("open a port");
    const { endpoints, ...range } = options;
    openPort(this.#context, new Port(protocol, port, range), endpoints);
  }

  /**
   * Closes a port, a range of ports as it was opened or, with `"icmp"`, the
   * protocol. Source: `close-port`.
   *
   * @param protocol Transport protocol.
   * @param port Number of the port, or of the first one of a range.
   * @param options The last port of a range, and endpoints.
   * @throws {ModelError} If Juju refuses, or it is another unit.
   * @throws {TypeError} If endpoints are given but none.
   */
  closePort(
    protocol: PortProtocol,
    port?: number,
    options: OpenPortOptions = {},
  ): void {
    this.#assertOwn("close a port");
    const { endpoints, ...range } = options;
    closePort(this.#context, new Port(protocol, port, range), endpoints);
  }

  /**
   * The ports and ranges that this unit has open for any endpoint, asked anew
   * each time. Source: `opened-ports`.
   */
  openedPorts(): readonly Port[] {
    this.#assertOwn("list the ports");
    return openedPorts(this.#context);
  }

  /**
   * Opens exactly these ports and ranges, for all endpoints, and closes all
   * others; a number alone is a TCP port. What is open already is left as it is.
   *
   * @throws {ModelError} If Juju refuses: on machines it does not open a part of a
   * range in the hook that closes the range.
   */
  setPorts(...ports: (number | Port)[]): void {
    this.#assertOwn("set the ports");
    setPorts(this.#context, ports);
  }

  /** Creates a secret that belongs to this unit. */
  addSecret(
    content: Readonly<Record<string, string>>,
    options: SecretOptions = {},
  ): Secret {
    this.#assertOwn("add a secret");
    return addSecret(this.#context, "unit", content, options);
  }

  /**
   * Forgets what was read and set, as another dispatch begins.
   *
   * @internal
   */
  forget(): void {
    this.#status = this.#sent = this.#version = null;
  }

  /** Shows the name, as in `Unit("web/0")`. */
  toString(): string {
    return `Unit("${this.name}")`;
  }

  #assertOwn(what: string): void {
    if (this.isOwn) return;
    throw new ModelError(
      `Cannot ${what} of unit "${this.name}": a charm can do this only for its own unit`,
    );
  }
}
