import { equalDicts, PlanFields, withoutEmpty } from "./_plan_fields.ts";

/** A service as a layer's YAML has it. */
export interface ServiceDict {
  /** One line for people. */
  readonly summary?: string;
  /** More for people. */
  readonly description?: string;
  /** Whether autostart and replan start it. */
  readonly startup?: "enabled" | "disabled" | (string & Record<never, never>);
  /** How it combines with the service of that name in layers below. */
  readonly override?: "merge" | "replace" | (string & Record<never, never>);
  /** Program and arguments, quoted as in a shell. */
  readonly command?: string;
  /** Services to start before this one. */
  readonly after?: readonly string[];
  /** Services to start after this one. */
  readonly before?: readonly string[];
  /** Services to start with this one. */
  readonly requires?: readonly string[];
  /** Environment variables of the process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** User name to run as. */
  readonly user?: string;
  /** User id to run as. */
  readonly "user-id"?: number | null;
  /** Group name to run as. */
  readonly group?: string;
  /** Group id to run as. */
  readonly "group-id"?: number | null;
  /** Folder to run in. */
  readonly "working-dir"?: string;
  /** What to do when it exits with code 0. */
  readonly "on-success"?: string;
  /** What to do when it exits with another code. */
  readonly "on-failure"?: string;
  /** What to do when a check fails, by check. */
  readonly "on-check-failure"?: Readonly<Record<string, string>>;
  /** Pause before the first restart, such as `"500ms"`. */
  readonly "backoff-delay"?: string;
  /** By how much each pause is longer than the one before. */
  readonly "backoff-factor"?: number | null;
  /** Longest pause, such as `"30s"`. */
  readonly "backoff-limit"?: string;
  /** Time from SIGTERM to SIGKILL, such as `"5s"`. */
  readonly "kill-delay"?: string;
}

/**
 * A service of a layer or plan; what the YAML doesn't have is empty.
 *
 * Source: "Layer specification" of the Pebble documentation.
 *
 * @example Usage
 * ```ts
 * import { Service } from "@charmkit/ops/pebble";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const service = new Service("web", { command: "/bin/web", "user-id": 0 });
 *
 * assertEquals(service.userId, 0);
 * assert(service.equals({ command: "/bin/web", "user-id": 0 }));
 * ```
 */
export class Service {
  /** Its key in the layer. */
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** More for people. */
  readonly description: string;
  /** `"enabled"` if autostart and replan start it. */
  readonly startup: string;
  /** How it combines with layers below: `"merge"` or `"replace"`. */
  readonly override: string;
  /** Program and arguments, quoted as in a shell. */
  readonly command: string;
  /** Services to start before this one. */
  readonly after: readonly string[];
  /** Services to start after this one. */
  readonly before: readonly string[];
  /** Services to start with this one. */
  readonly requires: readonly string[];
  /** Environment variables of the process. */
  readonly environment: Readonly<Record<string, string>>;
  /** User name to run as. */
  readonly user: string;
  /** User id to run as. */
  readonly userId: number | undefined;
  /** Group name to run as. */
  readonly group: string;
  /** Group id to run as. */
  readonly groupId: number | undefined;
  /** Folder to run in. */
  readonly workingDir: string;
  /** What to do when it exits with code 0. */
  readonly onSuccess: string;
  /** What to do when it exits with another code. */
  readonly onFailure: string;
  /** What to do when a check fails, by check. */
  readonly onCheckFailure: Readonly<Record<string, string>>;
  /** Pause before the first restart, as Go writes durations. */
  readonly backoffDelay: string;
  /** By how much each pause is longer than the one before. */
  readonly backoffFactor: number | undefined;
  /** Longest pause, as Go writes durations. */
  readonly backoffLimit: string;
  /** Time from SIGTERM to SIGKILL, as Go writes durations. */
  readonly killDelay: string;

  /**
   * Copies the fields of a dictionary; unknown ones are ignored.
   *
   * @throws {TypeError} If a field is of the wrong type.
   */
  constructor(name: string, raw: ServiceDict = {}) {
    const fields = new PlanFields(raw, `service "${name}"`);
    this.name = name;
    this.summary = fields.text("summary");
    this.description = fields.text("description");
    this.startup = fields.text("startup");
    this.override = fields.text("override");
    this.command = fields.text("command");
    this.after = fields.list("after");
    this.before = fields.list("before");
    this.requires = fields.list("requires");
    this.environment = fields.map("environment");
    this.user = fields.text("user");
    this.userId = fields.number("user-id");
    this.group = fields.text("group");
    this.groupId = fields.number("group-id");
    this.workingDir = fields.text("working-dir");
    this.onSuccess = fields.text("on-success");
    this.onFailure = fields.text("on-failure");
    this.onCheckFailure = fields.map("on-check-failure");
    this.backoffDelay = fields.text("backoff-delay");
    this.backoffFactor = fields.number("backoff-factor");
    this.backoffLimit = fields.text("backoff-limit");
    this.killDelay = fields.text("kill-delay");
  }

  /** A new dictionary as the YAML has it, without empty fields. */
  toDict(): ServiceDict {
    return withoutEmpty({
      summary: this.summary,
      description: this.description,
      startup: this.startup,
      override: this.override,
      command: this.command,
      after: [...this.after],
      before: [...this.before],
      requires: [...this.requires],
      environment: { ...this.environment },
      user: this.user,
      "user-id": this.userId,
      group: this.group,
      "group-id": this.groupId,
      "working-dir": this.workingDir,
      "on-success": this.onSuccess,
      "on-failure": this.onFailure,
      "on-check-failure": { ...this.onCheckFailure },
      "backoff-delay": this.backoffDelay,
      "backoff-factor": this.backoffFactor || undefined,
      "backoff-limit": this.backoffLimit,
      "kill-delay": this.killDelay,
    });
  }

  /**
   * Whether another service, or a dictionary as it is written, says the same;
   * the name doesn't matter.
   */
  equals(other: unknown): boolean {
    return equalDicts(this, other);
  }

  /** A form for logs; without the environment, which may have secrets. */
  toString(): string {
    return `Service(${this.name})`;
  }
}
