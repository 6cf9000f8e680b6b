import { Fields } from "./_json.ts";
import { PebbleError } from "./errors.ts";

/** What a check says about; `""` if the plan doesn't tell. */
export type CheckLevel =
  | ""
  | "alive"
  | "ready"
  | (string & Record<never, never>);
/** Whether a check starts by itself; `""` if the plan doesn't tell. */
export type CheckStartup = "" | "enabled" | "disabled";
/** How a check goes; `"inactive"` while it is stopped. */
export type CheckStatus =
  | "up"
  | "down"
  | "inactive"
  | (string & Record<never, never>);

/** What {@linkcode CheckInfo} is made from. */
export interface CheckInfoFields {
  /** Name in the plan. */
  readonly name: string;
  /** What it says about. @default {""} */
  readonly level?: CheckLevel;
  /** Whether it starts by itself. @default {"enabled"} */
  readonly startup?: CheckStartup | (string & Record<never, never>);
  /** How it goes. */
  readonly status: CheckStatus;
  /** Successes since it started; `null` from an old Pebble. @default {null} */
  readonly successes?: number | null;
  /** Failures in a row. @default {0} */
  readonly failures?: number;
  /** How many failures in a row make it `"down"`. @default {3} */
  readonly threshold?: number;
  /** Id of the change that runs it; `null` while it is stopped. */
  readonly changeId?: string | null;
  /** Id of the change that ran it before that one. @default {null} */
  readonly prevChangeId?: string | null;
}

/**
 * State of a check, from `GET /v1/checks`.
 *
 * @example Usage
 * ```ts
 * import { CheckInfo } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const info = CheckInfo.fromDict({
 *   name: "http",
 *   startup: "enabled",
 *   status: "up",
 *   threshold: 3,
 * });
 *
 * // Without a change nothing runs it, whatever the status says.
 * assertEquals(info.status, "inactive");
 * ```
 */
export class CheckInfo {
  /** Name in the plan. */
  readonly name: string;
  /** What it says about. */
  readonly level: CheckLevel;
  /** Whether it starts by itself. */
  readonly startup: CheckStartup | (string & Record<never, never>);
  /** How it goes. */
  readonly status: CheckStatus;
  /** Successes since it started or recovered; `null` from an old Pebble. */
  readonly successes: number | null;
  /** Failures in a row. */
  readonly failures: number;
  /** How many failures in a row make it `"down"`. */
  readonly threshold: number;
  /**
   * Id of the change that runs it; `null` while it is stopped. It becomes
   * another one when the check fails and when it recovers.
   */
  readonly changeId: string | null;
  /** Id of the change that ran it before that one, or `null`. */
  readonly prevChangeId: string | null;

  /** Takes the fields as they are. */
  constructor(fields: CheckInfoFields) {
    this.name = fields.name;
    this.level = fields.level ?? "";
    this.startup = fields.startup ?? "enabled";
    this.status = fields.status;
    this.successes = fields.successes ?? null;
    this.failures = fields.failures ?? 0;
    this.threshold = fields.threshold ?? 3;
    this.changeId = fields.changeId ?? null;
    this.prevChangeId = fields.prevChangeId ?? null;
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If a field is missing or of the wrong type.
   */
  static fromDict(json: unknown): CheckInfo {
    const fields = new Fields(json, "check");
    const startup = fields.optionalString("startup");
    const changeId = fields.optionalString("change-id") || null;
    const stopped = startup !== null && changeId === null;
    return new CheckInfo({
      name: fields.string("name"),
      level: fields.optionalString("level") ?? "",
      startup: startup ?? "enabled",
      status: stopped ? "inactive" : fields.string("status"),
      successes: fields.optionalNumber("successes"),
      failures: fields.optionalNumber("failures") ?? 0,
      threshold: fields.number("threshold"),
      changeId,
      prevChangeId: fields.optionalString("prev-change-id") || null,
    });
  }

  /**
   * Whether it ran at least once since it was started.
   *
   * @throws {PebbleError} If this Pebble is too old to count successes.
   */
  get hasRun(): boolean {
    if (this.successes === null) {
      throw new PebbleError(
        `Pebble version doesn't support "successes" (introduced in Pebble 1.23.0)`,
      );
    }
    return this.successes > 0 || this.failures > 0;
  }

  /** A form for logs. */
  toString(): string {
    return `CheckInfo(${this.name}, ${this.status}, ${this.failures} of ` +
      `${this.threshold} failures)`;
  }
}
