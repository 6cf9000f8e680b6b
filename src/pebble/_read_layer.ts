import { goDuration } from "./_go_duration.ts";
import { isObject, typeName } from "./_json.ts";
import {
  type FieldType,
  type FieldTypes,
  type SectionKey,
  SECTIONS,
  type SectionType,
} from "./_layer_fields.ts";
import { parseDuration } from "./duration.ts";
import type { LayerDict } from "./layer.ts";
import type { LayerProblem } from "./layer_problem.ts";

/** A problem, and how Pebble would tell it. */
export interface ReadProblem extends LayerProblem {
  /**
   * Whether Pebble finds it in the form of a section, not in what the section
   * says.
   */
  readonly ofForm: boolean;
}

/** A layer as Pebble keeps it, and what is wrong with what it was read from. */
export interface ReadLayer {
  /** Texts for all scalars that are to be texts, durations as Go writes them. */
  readonly layer: LayerDict;
  /** All that is wrong, in the order of the layer. */
  readonly problems: readonly ReadProblem[];
}

/**
 * Reads a layer as strictly as Pebble does, but to the end.
 *
 * Source: `ParseLayer` in `internals/plan/plan.go` of Pebble.
 */
export function readLayer(raw: unknown): ReadLayer {
  const problems: ReadProblem[] = [];
  const add = (path: readonly string[], message: string, ofForm = true) =>
    void problems.push({ path, message, ofForm });
  if (!isObject(raw ?? {})) {
    add([], `expected an object, got ${typeName(raw)}`);
    return { layer: {}, problems };
  }
  const layer: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw ?? {})) {
    if (value === undefined) continue;
    if (key === "summary" || key === "description") {
      layer[key] = readField(value ?? "", "text", [key], add);
    } else if (isSection(key)) {
      layer[key] = readSection(value ?? {}, key, add);
    } else {
      add([key], `unknown section "${key}"`, false);
    }
  }
  return { layer, problems };
}

type Add = (path: readonly string[], message: string, ofForm?: boolean) => void;

function isSection(key: string): key is SectionKey {
  return Object.hasOwn(SECTIONS, key);
}

function readSection(value: unknown, key: SectionKey, add: Add): unknown {
  const { kind, type, fields } = SECTIONS[key];
  if (!isObject(value)) {
    return add([key], `cannot unmarshal ${typeName(value)} into a map`);
  }
  const section = Object.create(null);
  for (const [name, item] of Object.entries(value)) {
    if ((item ?? null) === null) {
      const message = `${kind} object cannot be null for ${kind} "${name}"`;
      add([key, name], message, false);
    } else {
      section[name] = readFields(item, { type, fields }, [key, name], add);
    }
  }
  return section;
}

function readFields(
  value: unknown,
  { type, fields }: Pick<SectionType, "type" | "fields">,
  path: readonly string[],
  add: Add,
): unknown {
  if (!isObject(value)) {
    return add(path, `cannot unmarshal ${typeName(value)} into ${type}`);
  }
  const known: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const expected = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (expected === undefined) {
      add([...path, key], `field ${key} not found in type ${type}`);
    } else if ((item ?? null) !== null) {
      known[key] = readField(item, expected, [...path, key], add);
    }
  }
  return known;
}

const INNER_TYPES: Readonly<Record<string, string>> = {
  http: "plan.HTTPCheck",
  tcp: "plan.TCPCheck",
  exec: "plan.ExecCheck",
};

/** The value as Pebble keeps it; `undefined` if it is wrong. */
function readField(
  value: unknown,
  expected: FieldType,
  path: readonly string[],
  add: Add,
): unknown {
  const wrong = (into: string) =>
    add(path, `cannot unmarshal ${typeName(value)} into ${into}`);
  if (typeof expected === "object") {
    const type = INNER_TYPES[path.at(-1) ?? ""] ?? "an object";
    return readFields(
      value,
      { type, fields: expected as FieldTypes },
      path,
      add,
    );
  }
  switch (expected) {
    case "text":
      return isScalar(value) ? String(value) : wrong("string");
    case "whole":
      return Number.isInteger(value) ? value : wrong("int");
    case "number":
      return typeof value === "number" ? value : wrong("a number");
    case "texts":
      return Array.isArray(value) && value.every(isScalar)
        ? value.map(String)
        : wrong("[]string");
    case "map":
      return isObject(value) && Object.values(value).every(isScalarOrNull)
        ? texts(value)
        : wrong("map[string]string");
    case "duration":
      return readDuration(value, path, add);
  }
}

/** Pebble takes what YAML makes of an empty value for an empty text. */
function texts(map: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, String(value ?? "")]),
  );
}

function readDuration(
  value: unknown,
  path: readonly string[],
  add: Add,
): string | undefined {
  if (!isScalar(value)) {
    add(path, "duration must be a YAML string");
    return undefined;
  }
  try {
    return goDuration(parseDuration(String(value)));
  } catch {
    add(path, `invalid duration "${value}"`);
    return undefined;
  }
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isScalarOrNull(value: unknown): boolean {
  return isScalar(value) || value === null || value === undefined;
}
