import { Fields } from "./_json.ts";

/** Whether a service starts by itself; another word if Pebble learns one. */
export type ServiceStartup =
  | "enabled"
  | "disabled"
  | (string & Record<never, never>);
/** What a service does; another word if Pebble learns one. */
export type ServiceStatus =
  | "active"
  | "inactive"
  | "error"
  | "backoff"
  | (string & Record<never, never>);

/** What {@linkcode ServiceInfo} is made from. */
export interface ServiceInfoFields {
  /** Name in the plan. */
  readonly name: string;
  /** Whether autostart and replan start it. */
  readonly startup: ServiceStartup;
  /** What it does now. */
  readonly current: ServiceStatus;
  /** Since when; `null` if it was never started. @default {null} */
  readonly currentSince?: Date | null;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly currentSinceText?: string | null;
}

/**
 * State of a service, from `GET /v1/services`.
 *
 * @example Usage
 * ```ts
 * import { ServiceInfo } from "@charmkit/ops/pebble";
 * import { assert } from "@std/assert";
 *
 * const info = ServiceInfo.fromDict({
 *   name: "web",
 *   startup: "enabled",
 *   current: "active",
 * });
 *
 * assert(info.isRunning());
 * ```
 */
export class ServiceInfo {
  /** Name in the plan. */
  readonly name: string;
  /** Whether autostart and replan start it. */
  readonly startup: ServiceStartup;
  /** What it does now. */
  readonly current: ServiceStatus;
  /** Since when; `null` if this daemon never started it. */
  readonly currentSince: Date | null;
  /** The same as Pebble wrote it, or `null`. */
  readonly currentSinceText: string | null;

  /** Takes the fields as they are. */
  constructor(fields: ServiceInfoFields) {
    this.name = fields.name;
    this.startup = fields.startup;
    this.current = fields.current;
    this.currentSince = fields.currentSince ?? null;
    this.currentSinceText = fields.currentSinceText ??
      this.currentSince?.toISOString() ?? null;
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If a field is missing or of the wrong type.
   */
  static fromDict(json: unknown): ServiceInfo {
    const fields = new Fields(json, "service");
    const since = fields.optionalTime("current-since");
    return new ServiceInfo({
      name: fields.string("name"),
      startup: fields.string("startup"),
      current: fields.string("current"),
      currentSince: since?.date,
      currentSinceText: since?.text,
    });
  }

  /** Whether it is `"active"`; false while it waits to be tried again. */
  isRunning(): boolean {
    return this.current === "active";
  }

  /** A form for logs. */
  toString(): string {
    return `ServiceInfo(${this.name}, ${this.startup}, ${this.current})`;
  }
}
