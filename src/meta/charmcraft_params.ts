import type { Charmcraft } from "./charmcraft.ts";

/**
 * Type of the parameters of the action `N` in the metadata `C`, by their JSON
 * Schema (draft 4): `type`, `enum`, `items`, `properties`, `required`,
 * `additionalProperties`, `anyOf`, `oneOf`, `allOf` and `default`, which Juju
 * fills in. Without metadata, any name with a value of unknown type.
 *
 * @example Usage
 * ```ts
 * import type { ActionParams, Charmcraft } from "@charmkit/ops";
 *
 * const charmcraft = {
 *   name: "hello",
 *   actions: {
 *     backup: {
 *       params: {
 *         path: { type: "string" },
 *         level: { type: "integer", default: 3 },
 *         mode: { enum: ["full", "fast"] },
 *       },
 *       required: ["path"],
 *     },
 *   },
 * } as const satisfies Charmcraft;
 *
 * const params: ActionParams<typeof charmcraft, "backup"> = {
 *   path: "/data",
 *   level: 3,
 * };
 * const mode: "full" | "fast" | undefined = params.mode;
 * ```
 */
export type ActionParams<C extends Charmcraft, N extends string> =
  Charmcraft extends C ? Readonly<Record<string, unknown>>
    : C["actions"] extends { readonly [K in N]: infer A }
      ? A extends { readonly params: infer P }
        ? SchemaObject<{ readonly properties: P } & Omit<A, "params">>
      : SchemaObject<A>
    : Readonly<Record<string, unknown>>;

/** Type of a value by its JSON Schema (draft 4) `S`. */
export type SchemaValue<S> =
  | (
    & (S extends { readonly enum: readonly (infer V)[] } ? V
      : S extends { readonly type: readonly (infer T)[] } ? SchemaValueOf<T, S>
      : S extends { readonly type: infer T } ? SchemaValueOf<T, S>
      : unknown)
    & (S extends { readonly anyOf: readonly (infer A)[] } ? SchemaValue<A>
      : unknown)
    & (S extends { readonly oneOf: readonly (infer O)[] } ? SchemaValue<O>
      : unknown)
    & (S extends { readonly allOf: infer L } ? SchemaAll<L> : unknown)
  )
  | (S extends { readonly default: null } ? null : never);

/** Type of a value that fits all of the JSON Schemas in the list `L`. */
export type SchemaAll<L> = L extends readonly [infer S, ...infer R]
  ? SchemaValue<S> & SchemaAll<R>
  : unknown;

/** Type of a value by its JSON Schema `S`, one of whose types is `T`. */
export type SchemaValueOf<T, S> = T extends "string" ? string
  : T extends "integer" | "number" ? number
  : T extends "boolean" ? boolean
  : T extends "null" ? null
  : T extends "object" ? SchemaObject<S>
  : T extends "array" ? S extends { readonly items: infer I }
      // One schema for each place says nothing of how many there are.
      ? I extends readonly unknown[] ? readonly unknown[]
      : readonly SchemaValue<I>[]
    : readonly unknown[]
  : unknown;

/**
 * Type of an object by its JSON Schema `S`: of the members that it names, and of
 * any others if it names none or says that there may be some.
 */
export type SchemaObject<S> = S extends
  { readonly properties: infer P extends object } ?
    & ((
      & { readonly [K in SchemaPresentKey<S, P>]: SchemaValue<P[K]> }
      & {
        readonly [K in Exclude<keyof P, SchemaPresentKey<S, P>>]?: SchemaValue<
          P[K]
        >;
      }
    ) extends infer M ? { [K in keyof M]: M[K] } : never)
    & (S extends { readonly additionalProperties: true | object }
      ? { readonly [name: string]: unknown }
      : unknown)
  : S extends { readonly additionalProperties: false } ? Record<never, never>
  : S extends { readonly additionalProperties: infer A extends object }
    ? { readonly [name: string]: SchemaValue<A> }
  : S extends { readonly additionalProperties: true } | {
    readonly type: unknown;
  } ? { readonly [name: string]: unknown }
  : Record<never, never>;

/** Names of the members `P` that are always there by the JSON Schema `S`: those required, and those that Juju fills in. */
export type SchemaPresentKey<S, P> =
  | (S extends { readonly required: readonly (infer R)[] } ? Extract<keyof P, R>
    : never)
  | { [K in keyof P]: SchemaIsFilled<P[K]> extends true ? K : never }[keyof P];

/** Whether Juju fills in a value by its JSON Schema `S`: its own default, or that of a member. */
export type SchemaIsFilled<S> = S extends { readonly default: unknown } ? true
  : S extends { readonly properties: infer P extends object }
    ? true extends { [K in keyof P]: SchemaIsFilled<P[K]> }[keyof P] ? true
    : false
  : false;
