import { equalDicts, PlanFields, withoutEmpty } from "./_plan_fields.ts";
import { toYaml, type YamlValue } from "./_yaml.ts";
import { Check, type CheckDict } from "./check.ts";
import { LogTarget, type LogTargetDict } from "./log_target.ts";
import { Service, type ServiceDict } from "./service.ts";

/** A plan as its YAML has it. */
export interface PlanDict {
  /** Services by name. */
  readonly services?: Readonly<Record<string, ServiceDict>> | null;
  /** Checks by name. */
  readonly checks?: Readonly<Record<string, CheckDict>> | null;
  /** Receivers of logs by name. */
  readonly "log-targets"?: Readonly<Record<string, LogTargetDict>> | null;
}

/**
 * What Pebble is to run: all its layers combined.
 *
 * Pebble fills in and rewrites values (a check's threshold, the form of
 * durations), so a plan seldom equals the layer it was made from.
 *
 * @example Usage
 * ```ts
 * import { Plan } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const plan = await Plan.fromYaml("services:\n  web:\n    command: /web\n");
 *
 * assertEquals(plan.services["web"]?.command, "/web");
 * ```
 */
export class Plan {
  /** Services by name. */
  readonly services: Readonly<Record<string, Service>>;
  /** Checks by name. */
  readonly checks: Readonly<Record<string, Check>>;
  /** Receivers of logs by name. */
  readonly logTargets: Readonly<Record<string, LogTarget>>;

  /**
   * Copies a dictionary; unknown fields are ignored.
   *
   * @throws {TypeError} If a field is of the wrong type.
   */
  constructor(raw: PlanDict = {}) {
    const sections = readSections(raw, "plan");
    this.services = sections.services;
    this.checks = sections.checks;
    this.logTargets = sections.logTargets;
  }

  /**
   * Reads YAML. The parser is loaded when it is first needed, which is not so
   * for most that Pebble writes; so this waits, and the constructor takes no
   * text.
   *
   * @throws {SyntaxError} If the text is no YAML.
   * @throws {TypeError} If a field is of the wrong type.
   */
  static async fromYaml(text: string): Promise<Plan> {
    const { parsePlanYaml } = await import("./_layer_yaml.ts");
    const raw = await parsePlanYaml(text);
    return new Plan(raw as PlanDict);
  }

  /** A new dictionary as the YAML has it, without empty fields. */
  toDict(): PlanDict {
    return sectionDicts(this);
  }

  /** YAML with sorted keys. */
  toYaml(): string {
    return toYaml(this.toDict() as YamlValue);
  }

  /** Whether another plan, or a dictionary as it is written, says the same. */
  equals(other: unknown): boolean {
    return equalDicts(this, other);
  }

  /** The same as {@linkcode toYaml}. */
  toString(): string {
    return this.toYaml();
  }
}

/** The parts that layers and plans have in common. */
export interface Sections {
  /** Services by name. */
  readonly services: Readonly<Record<string, Service>>;
  /** Checks by name. */
  readonly checks: Readonly<Record<string, Check>>;
  /** Receivers of logs by name. */
  readonly logTargets: Readonly<Record<string, LogTarget>>;
}

/** Reads the parts that layers and plans have in common. */
export function readSections(raw: unknown, what: string): Sections {
  const fields = new PlanFields(raw, what);
  return {
    services: fields.section(
      "services",
      (name, value) => new Service(name, value as ServiceDict),
    ),
    checks: fields.section(
      "checks",
      (name, value) => new Check(name, value as CheckDict),
    ),
    logTargets: fields.section(
      "log-targets",
      (name, value) => new LogTarget(name, value as LogTargetDict),
    ),
  };
}

/** Writes the parts that layers and plans have in common. */
export function sectionDicts(sections: Sections): PlanDict {
  return withoutEmpty({
    services: dicts<ServiceDict>(sections.services),
    checks: dicts<CheckDict>(sections.checks),
    "log-targets": dicts<LogTargetDict>(sections.logTargets),
  });
}

function dicts<T>(
  section: Readonly<Record<string, { toDict(): T }>>,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(section).map(([name, item]) => [name, item.toDict()]),
  );
}
