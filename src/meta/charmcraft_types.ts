import type { Charmcraft } from "./charmcraft.ts";
import type { RelationRole } from "./charm_meta.ts";

/** The names that a section of the metadata declares; `string` when they are not known. */
export type DeclaredNames<Section> = Section extends object
  ? Extract<keyof Section, string>
  : never;

/**
 * Names of the endpoints in the metadata `C`, or of those with the role `R`:
 * `EndpointName<typeof charmcraft, "requires">`.
 */
export type EndpointName<
  C extends Charmcraft,
  R extends RelationRole = RelationRole,
> =
  | ("requires" extends R ? DeclaredNames<C["requires"]> : never)
  | ("provides" extends R ? DeclaredNames<C["provides"]> : never)
  | ("peer" extends R ? DeclaredNames<C["peers"]> : never);

/**
 * Names of the endpoints in the metadata `C` that never have more than one
 * relation: those with `limit: 1`, which Juju keeps to, and those of peers.
 */
export type SingleEndpointName<C extends Charmcraft> = Charmcraft extends C
  ? string
  : {
    [N in EndpointName<C>]: N extends EndpointName<C, "peer"> ? N
      : C["requires"] extends {
        readonly [K in N]: { readonly limit: infer L };
      } ? 1 extends L ? N : never
      : C["provides"] extends {
        readonly [K in N]: { readonly limit: infer L };
      } ? 1 extends L ? N : never
      : never;
  }[EndpointName<C>];

/** Names of the containers in the metadata `C`. */
export type ContainerName<C extends Charmcraft> = DeclaredNames<
  C["containers"]
>;

/** Names of the storages in the metadata `C`. */
export type StorageName<C extends Charmcraft> = DeclaredNames<C["storage"]>;

/** Names of the actions in the metadata `C`. */
export type ActionName<C extends Charmcraft> = DeclaredNames<C["actions"]>;

/** Names of the resources in the metadata `C`. */
export type ResourceName<C extends Charmcraft> = DeclaredNames<C["resources"]>;

/** The options in the metadata `C`. */
export type DeclaredOptions<C extends Charmcraft> = C["config"] extends
  { readonly options: infer O extends object } ? O
  : Charmcraft extends C ? Record<string, { readonly type?: undefined }>
  : Record<never, never>;

/** Names of the options in the metadata `C`. */
export type OptionName<C extends Charmcraft> = DeclaredNames<
  DeclaredOptions<C>
>;

/** TypeScript's type for each type of option. */
export interface OptionTypes {
  /** Text. */
  readonly string: string;
  /** A whole number. */
  readonly int: number;
  /** Any number. */
  readonly float: number;
  /** True or false. */
  readonly boolean: boolean;
  /** The id of a secret. */
  readonly secret: string;
}

/**
 * Type of an option's value: by its type in the metadata `C`, and possibly
 * undefined when it has no default.
 */
export type OptionValue<C extends Charmcraft, K extends string> =
  Charmcraft extends C ? string | number | boolean | undefined
    : DeclaredOptions<C> extends { readonly [N in K]: infer O } ?
        | (O extends { readonly type: infer T extends keyof OptionTypes }
          ? OptionTypes[T]
          : string)
        | (O extends { readonly default: string | number | boolean } ? never
          : undefined)
    : never;
