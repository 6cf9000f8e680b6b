/**
 * A JSON Schema (draft 4), read for checking values: each keyword once, and
 * those that apply to one kind of value together.
 */
export interface Schema {
  /** Types that the value may have; empty: any. */
  readonly types: readonly string[];
  /** The values allowed, as JSON; empty: any. */
  readonly enumTexts: readonly string[];
  /** What a number must be; null: any. */
  readonly number: NumberRules | null;
  /** What a text must be; null: any. */
  readonly text: TextRules | null;
  /** What a list must be; null: any. */
  readonly list: ListRules | null;
  /** What a map must be; null: any. */
  readonly map: MapRules | null;
  /** Schemas that the same value is checked by; null: none. */
  readonly combined: CombinedRules | null;
}

/** Keywords for numbers. */
export interface NumberRules {
  /** What it is a multiple of. */
  readonly multipleOf?: number;
  /** The highest. */
  readonly maximum?: number;
  /** Whether it must be lower than the highest. */
  readonly exclusiveMaximum: boolean;
  /** The lowest. */
  readonly minimum?: number;
  /** Whether it must be greater than the lowest. */
  readonly exclusiveMinimum: boolean;
}

/** Keywords for texts. */
export interface TextRules {
  /** Fewest characters. */
  readonly minLength?: number;
  /** Most characters. */
  readonly maxLength?: number;
  /** What it must match. */
  readonly pattern?: Pattern;
}

/** A regular expression of Go. */
export interface Pattern {
  /** As the schema has it. */
  readonly source: string;
  /** The same in JavaScript; null: it can't be said there, and all passes. */
  readonly regExp: RegExp | null;
}

/** Keywords for lists. */
export interface ListRules {
  /** Schema of each entry, or one for each place. */
  readonly items?: Schema | readonly Schema[];
  /** Schema of entries beyond those places, or whether there may be any. */
  readonly additionalItems: Schema | boolean;
  /** Fewest entries. */
  readonly minItems?: number;
  /** Most entries. */
  readonly maxItems?: number;
  /** Whether no two may be equal. */
  readonly uniqueItems: boolean;
}

/** Keywords for maps. */
export interface MapRules {
  /** Key to the schema of its value. */
  readonly properties: ReadonlyMap<string, Schema>;
  /** Patterns of keys with the schema of their values. */
  readonly patterns: readonly (readonly [Pattern, Schema])[];
  /** Schema of other values, or whether there may be any; null: not said. */
  readonly additional: Schema | boolean | null;
  /** Keys that must be there. */
  readonly required: readonly string[];
  /** Fewest keys. */
  readonly minProperties?: number;
  /** Most keys. */
  readonly maxProperties?: number;
}

/** Keywords that check the same value by other schemas. */
export interface CombinedRules {
  /** At least one of these. */
  readonly anyOf: readonly Schema[];
  /** Exactly one of these. */
  readonly oneOf: readonly Schema[];
  /** All of these. */
  readonly allOf: readonly Schema[];
  /** Not this one. */
  readonly not: Schema | null;
  /** Key of a map to what must hold where it is: other keys, or a schema. */
  readonly dependencies: ReadonlyMap<string, Schema | readonly string[]>;
}
