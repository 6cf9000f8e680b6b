import { equalDicts, PlanFields, withoutEmpty } from "./_plan_fields.ts";
import { toYaml, type YamlValue } from "./_yaml.ts";
import type { Check } from "./check.ts";
import type { LogTarget } from "./log_target.ts";
import {
  type PlanDict,
  readSections,
  sectionDicts,
  type Sections,
} from "./plan.ts";
import type { Service } from "./service.ts";

/** A layer as its YAML has it. */
export interface LayerDict extends PlanDict {
  /** One line for people. */
  readonly summary?: string;
  /** More for people. */
  readonly description?: string;
}

/**
 * Services, checks and log targets that a charm adds to the plan.
 *
 * Source: "Layer specification" of the Pebble documentation.
 *
 * @example Usage
 * ```ts
 * import { Layer } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new Layer({
 *   services: { web: { override: "replace", command: "/bin/web" } },
 * });
 *
 * assertEquals(
 *   layer.toYaml(),
 *   "services:\n  web:\n    command: /bin/web\n    override: replace\n",
 * );
 * ```
 */
export class Layer implements Sections {
  /** One line for people. */
  readonly summary: string;
  /** More for people. */
  readonly description: string;
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
  constructor(raw: LayerDict = {}) {
    const fields = new PlanFields(raw, "layer");
    const sections = readSections(raw, "layer");
    this.summary = fields.text("summary");
    this.description = fields.text("description");
    this.services = sections.services;
    this.checks = sections.checks;
    this.logTargets = sections.logTargets;
  }

  /**
   * Reads YAML. The parser is loaded when it is first needed, which is why
   * this waits and the constructor takes no text.
   *
   * @throws {SyntaxError} If the text is no YAML.
   * @throws {TypeError} If a field is of the wrong type.
   */
  static async fromYaml(text: string): Promise<Layer> {
    const { parseLayerYaml } = await import("./_layer_yaml.ts");
    return new Layer((await parseLayerYaml(text)) as LayerDict);
  }

  /** A new dictionary as the YAML has it, without empty fields. */
  toDict(): LayerDict {
    return withoutEmpty({
      summary: this.summary,
      description: this.description,
      ...sectionDicts(this),
    });
  }

  /** YAML with sorted keys, as Pebble takes it. */
  toYaml(): string {
    return toYaml(this.toDict() as YamlValue);
  }

  /** Whether another layer, or a dictionary as it is written, says the same. */
  equals(other: unknown): boolean {
    return equalDicts(this, other);
  }

  /** The same as {@linkcode toYaml}. */
  toString(): string {
    return this.toYaml();
  }
}
