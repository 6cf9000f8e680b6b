/** What a field of a layer can hold. */
export type FieldType =
  | "text"
  | "whole"
  | "number"
  | "duration"
  | "texts"
  | "map"
  | FieldTypes;

/** Fields by key; there are no others. */
export interface FieldTypes {
  readonly [key: string]: FieldType;
}

/** A part of a layer: what it has under names that its author chooses. */
export interface SectionType {
  /** What one of its objects is called in Pebble's errors. */
  readonly kind: "service" | "check" | "log target";
  /** The same in errors about its form. */
  readonly type: string;
  /** Fields of an object. */
  readonly fields: FieldTypes;
}

/** Keys of the sections, in the order in which problems are told. */
export type SectionKey = "services" | "checks" | "log-targets";

const COMMAND = {
  command: "text",
  environment: "map",
  "user-id": "whole",
  user: "text",
  "group-id": "whole",
  group: "text",
  "working-dir": "text",
} as const;

/**
 * The sections of a layer and their fields.
 *
 * Source: the types in `internals/plan/plan.go` of Pebble.
 */
export const SECTIONS: Readonly<Record<SectionKey, SectionType>> = {
  services: {
    kind: "service",
    type: "plan.Service",
    fields: {
      ...COMMAND,
      summary: "text",
      description: "text",
      startup: "text",
      override: "text",
      after: "texts",
      before: "texts",
      requires: "texts",
      "on-success": "text",
      "on-failure": "text",
      "on-check-failure": "map",
      "backoff-delay": "duration",
      "backoff-factor": "number",
      "backoff-limit": "duration",
      "kill-delay": "duration",
    },
  },
  checks: {
    kind: "check",
    type: "plan.Check",
    fields: {
      override: "text",
      level: "text",
      startup: "text",
      period: "duration",
      timeout: "duration",
      threshold: "whole",
      http: { url: "text", headers: "map" },
      tcp: { port: "whole", host: "text" },
      exec: { ...COMMAND, "service-context": "text" },
    },
  },
  "log-targets": {
    kind: "log target",
    type: "plan.LogTarget",
    fields: {
      override: "text",
      type: "text",
      location: "text",
      services: "texts",
      labels: "map",
    },
  },
};
