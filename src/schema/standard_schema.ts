/**
 * A schema as zod, valibot, arktype and others make it: something that checks a
 * value and gives it back with a type.
 *
 * Only schemas that answer at once can be used: the model is synchronous.
 *
 * Source: Standard Schema, version 1 (standardschema.dev).
 *
 * @example A schema without a library
 * ```ts
 * import type { StandardSchema } from "@charmkit/ops";
 * import { assertEquals } from "@std/assert";
 *
 * const port: StandardSchema<unknown, number> = {
 *   "~standard": {
 *     version: 1,
 *     vendor: "example",
 *     validate: (value) =>
 *       typeof value === "number"
 *         ? { value }
 *         : { issues: [{ message: "must be a number" }] },
 *   },
 * };
 *
 * assertEquals(port["~standard"].validate(80), { value: 80 });
 * ```
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** What Standard Schema asks of a schema. */
  readonly "~standard": StandardSchemaProps<Input, Output>;
}

/** The members that Standard Schema asks of a schema. */
export interface StandardSchemaProps<Input = unknown, Output = Input> {
  /** Version of Standard Schema. */
  readonly version: 1;
  /** The library that made the schema. */
  readonly vendor: string;
  /** Checks a value: gives it back, changed perhaps, or says what is wrong with it. */
  readonly validate: (
    value: unknown,
  ) => StandardSchemaResult<Output> | Promise<StandardSchemaResult<Output>>;
  /** For the compiler only: never there at run time. */
  readonly types?: {
    /** What the schema takes. */
    readonly input: Input;
    /** What it gives. */
    readonly output: Output;
  } | undefined;
}

/** What a schema says of a value: the value, or what is wrong with it. */
export type StandardSchemaResult<Output> = {
  /** The value, changed as the schema wants it. */
  readonly value: Output;
  /** Never there with a value. */
  readonly issues?: undefined;
} | {
  /** What is wrong with the value. */
  readonly issues: readonly StandardSchemaIssue[];
};

/** One thing that a schema finds wrong. */
export interface StandardSchemaIssue {
  /** What is wrong, in the schema's words. */
  readonly message: string;
  /** Keys that lead to the place in the value; absent: the value itself. */
  readonly path?:
    | readonly (PropertyKey | {
      /** The key. */
      readonly key: PropertyKey;
    })[]
    | undefined;
}

/** Type of what the schema `S` takes. */
export type SchemaInput<S extends StandardSchema> = NonNullable<
  S["~standard"]["types"]
>["input"];

/** Type of what the schema `S` gives. */
export type SchemaOutput<S extends StandardSchema> = NonNullable<
  S["~standard"]["types"]
>["output"];
