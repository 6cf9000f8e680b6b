import { memberOf } from "../plain_map.ts";

/** A part of a charm, as a file of its own in the packed charm. */
export type SectionName = "metadata" | "config" | "actions";

/** What goes into the charm, as it was written; null for what there is not. */
export interface Sections {
  /** The value of metadata.yaml. */
  readonly metadata: unknown;
  /** The value of config.yaml. */
  readonly config: unknown;
  /** The value of actions.yaml. */
  readonly actions: unknown;
  /** How the plain scalar at a path is written; null if that is not known. */
  writtenAt?(section: SectionName, path: readonly string[]): string | null;
}

/** What a rule found. */
export interface Verdict {
  /** `"error"`: Juju refuses the charm. */
  readonly severity: "error" | "warning";
  /** Which part of the charm it is in. */
  readonly section: SectionName;
  /** Where in that part. */
  readonly path: readonly PropertyKey[];
  /** What was expected, what was found. */
  readonly message: string;
}

/** Takes what a rule found. */
export type Report = (path: readonly PropertyKey[], message: string) => void;

/**
 * Rules are about values that have the right shape; a schema tells of the others,
 * so a rule lets them pass.
 */
export type Rule = (sections: Sections, report: Report) => void;

/** Whether Juju keeps a name of an endpoint, an interface or an action for itself. */
export function isReserved(metadata: unknown, name: string): boolean {
  const charm = memberOf(metadata, "name");
  const isOwn = typeof charm === "string" && charm.startsWith("juju-");
  return !isOwn && /^juju(?:-|$)/.test(name);
}

/** A value as messages show it. */
export function shown(value: unknown): string {
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}
