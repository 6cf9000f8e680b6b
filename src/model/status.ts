import type { SettableStatusName, StatusName } from "../hook_commands/types.ts";
import { InvalidStatusError } from "./errors.ts";

/**
 * The base of the statuses of units and applications.
 *
 * Two statuses are equal when class and message are. Source: Juju's `status-set`
 * and `status-get`.
 *
 * @example Usage
 * ```ts
 * import { ActiveStatus, BlockedStatus } from "@charmkit/ops";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new ActiveStatus().name, "active");
 * assertEquals(new BlockedStatus("Set the password").message, "Set the password");
 * assertEquals(new ActiveStatus("ready").equals(new ActiveStatus("ready")), true);
 * ```
 */
export abstract class StatusBase {
  /** The status in Juju's words. */
  abstract readonly name: StatusName;
  /** Text shown beside the status in `juju status`; may be empty. */
  readonly message: string;

  /**
   * Takes the message.
   *
   * @throws {TypeError} If the message is not text.
   */
  constructor(message: string = "") {
    if (typeof message !== "string") {
      throw new TypeError(
        `Cannot make a status: its message is a ${typeof message}, not a string`,
      );
    }
    this.message = message;
  }

  /** Whether the other is a status of the same kind with the same message. */
  equals(other: unknown): boolean {
    return other instanceof StatusBase && other.name === this.name &&
      other.message === this.message;
  }

  /** Shows kind and message, as in `ActiveStatus("ready")`. */
  toString(): string {
    return `${this.constructor.name}(${JSON.stringify(this.message)})`;
  }

  /**
   * Makes a status of what Juju says.
   *
   * @param name The status in Juju's words.
   * @param message Its text; an unknown status has none.
   * @throws {InvalidStatusError} If there is no such status.
   */
  static fromName(name: string, message: string): StatusBase {
    switch (name) {
      case "active":
        return new ActiveStatus(message);
      case "blocked":
        return new BlockedStatus(message);
      case "error":
        return new ErrorStatus(message);
      case "maintenance":
        return new MaintenanceStatus(message);
      case "unknown":
        return new UnknownStatus();
      case "waiting":
        return new WaitingStatus(message);
      default:
        throw new InvalidStatusError(
          `Cannot read a status: Juju says "${name}", which is not a status known here`,
        );
    }
  }
}

/** The workload is ready and does what it is there for. */
export class ActiveStatus extends StatusBase {
  /** Always `"active"`. */
  override readonly name: "active" = "active" as const;
}

/** An operator must do something before the unit can go on; the message says what. */
export class BlockedStatus extends StatusBase {
  /** Always `"blocked"`. */
  override readonly name: "blocked" = "blocked" as const;
  /** Takes what the operator is to do. */
  // Not useless: here, the message has no default.
  constructor(message: string) {
    super(message);
  }
}

/** The unit is busy with work of its own, such as installing. */
export class MaintenanceStatus extends StatusBase {
  /** Always `"maintenance"`. */
  override readonly name: "maintenance" = "maintenance" as const;
  /** Takes what the unit is doing. */
  // Not useless: here, the message has no default.
  constructor(message: string) {
    super(message);
  }
}

/** The unit waits for another one, or for an application it is related to. */
export class WaitingStatus extends StatusBase {
  /** Always `"waiting"`. */
  override readonly name: "waiting" = "waiting" as const;
  /** Takes what the unit waits for. */
  // Not useless: here, the message has no default.
  constructor(message: string) {
    super(message);
  }
}

/** A hook failed. Only Juju sets this status. */
export class ErrorStatus extends StatusBase {
  /** Always `"error"`. */
  override readonly name: "error" = "error" as const;
}

/** Nobody has set a status yet, or it is another unit's. */
export class UnknownStatus extends StatusBase {
  /** Always `"unknown"`. */
  override readonly name: "unknown" = "unknown" as const;
  /** Takes nothing: there is no message. */
  constructor() {
    super("");
  }
}

/** How much a status matters when several are collected; the highest wins. */
const PRIORITY: Readonly<Record<StatusName, number>> = {
  error: 5,
  blocked: 4,
  maintenance: 3,
  waiting: 2,
  active: 1,
  unknown: 0,
};

/** The collected status that matters most; the first of equals. */
export function highestPriority(
  statuses: readonly StatusBase[],
): StatusBase | null {
  return statuses.reduce<StatusBase | null>(
    (best, status) =>
      best === null || PRIORITY[status.name] > PRIORITY[best.name]
        ? status
        : best,
    null,
  );
}

/**
 * Checks that a status can be set by a charm, and gives its name.
 *
 * @throws {InvalidStatusError} If it is no status, or one that only Juju sets.
 */
export function settableName(status: unknown): SettableStatusName {
  if (!(status instanceof StatusBase)) {
    throw new InvalidStatusError(
      `Cannot set a status: got a ${typeof status}, not a status such as ActiveStatus`,
    );
  }
  const { name } = status;
  if (name === "error" || name === "unknown") {
    throw new InvalidStatusError(
      `Cannot set the status "${name}": only Juju does; use active, blocked, maintenance or waiting`,
    );
  }
  return name;
}
