import { equalDicts, PlanFields, withoutEmpty } from "./_plan_fields.ts";

/** A log target as a layer's YAML has it. */
export interface LogTargetDict {
  /** How it combines with the log target of that name in layers below. */
  readonly override?: "merge" | "replace" | (string & Record<never, never>);
  /** Protocol of the receiver. */
  readonly type?:
    | "loki"
    | "opentelemetry"
    | "syslog"
    | (string & Record<never, never>);
  /** Address of the receiver. */
  readonly location?: string;
  /** Services whose logs to send; `"all"`, `"-all"` and `"-web"` work, too. */
  readonly services?: readonly string[] | null;
  /** Labels to send along. */
  readonly labels?: Readonly<Record<string, string>> | null;
}

/**
 * A receiver of logs in a layer or plan; what the YAML doesn't have is empty.
 *
 * Source: "Layer specification" of the Pebble documentation.
 *
 * @example Usage
 * ```ts
 * import { LogTarget } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const target = new LogTarget("loki", { type: "loki", services: ["all"] });
 *
 * assertEquals(target.toDict(), { type: "loki", services: ["all"] });
 * ```
 */
export class LogTarget {
  /** Its key in the layer. */
  readonly name: string;
  /** How it combines with layers below: `"merge"` or `"replace"`. */
  readonly override: string;
  /** Protocol of the receiver. */
  readonly type: string;
  /** Address of the receiver. */
  readonly location: string;
  /** Services whose logs to send; the last that matches wins. */
  readonly services: readonly string[];
  /** Labels to send along. */
  readonly labels: Readonly<Record<string, string>>;

  /**
   * Copies the fields of a dictionary; unknown ones are ignored.
   *
   * @throws {TypeError} If a field is of the wrong type.
   */
  constructor(name: string, raw: LogTargetDict = {}) {
    const fields = new PlanFields(raw, `log target "${name}"`);
    this.name = name;
    this.override = fields.text("override");
    this.type = fields.text("type");
    this.location = fields.text("location");
    this.services = fields.list("services");
    this.labels = fields.map("labels");
  }

  /** A new dictionary as the YAML has it, without empty fields. */
  toDict(): LogTargetDict {
    return withoutEmpty({
      override: this.override,
      type: this.type,
      location: this.location,
      services: [...this.services],
      labels: { ...this.labels },
    });
  }

  /**
   * Whether another log target, or a dictionary as it is written, says the
   * same; the name doesn't matter.
   */
  equals(other: unknown): boolean {
    return equalDicts(this, other);
  }

  /** A form for logs. */
  toString(): string {
    return `LogTarget(${this.name})`;
  }
}
