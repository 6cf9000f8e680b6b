/**
 * What a schema that takes `Input` must also be, so that it only asks for what
 * the metadata declares as `Fields`: nothing more (`unknown`), or what no schema
 * is, when a name is not declared or its value is declared to be of another
 * type. Of the members of lists and maps it says nothing.
 *
 * A schema that takes any name, such as one of records, passes.
 *
 * @example Usage
 * ```ts
 * import type { DeclaredFields } from "@charmkit/ops";
 *
 * type Fields = { readonly port: number };
 *
 * const right: DeclaredFields<{ port: number }, Fields> = "anything";
 * const wrong: DeclaredFields<{ prot: number }, Fields> = {
 *   "not declared so in charmcraft.yaml": "prot",
 * };
 * ```
 */
export type DeclaredFields<Input, Fields> = string extends
  keyof Fields | (Input extends unknown ? keyof Input : never) ? unknown
  : (
    Input extends object ? {
        [K in keyof Input]-?: K extends keyof Fields
          ? unknown extends Fields[K] ? never
          : [NonNullable<Fields[K]>] extends
            [readonly unknown[] | Readonly<Record<string, unknown>>] ? never
          : [NonNullable<Fields[K]>] extends [Input[K]] ? never
          : [Extract<Input[K], NonNullable<Fields[K]>>] extends [never] ? K
          : never
          : K;
      }[keyof Input]
      : never
  ) extends infer Mistaken ? [Mistaken] extends [never] ? unknown
    : {
      /** Names that are not declared, or declared with another type. */
      readonly "not declared so in charmcraft.yaml": Mistaken;
    }
  : never;
