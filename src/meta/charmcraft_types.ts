import type { Charmcraft } from "./charmcraft.ts";

/** The names that a section of the metadata declares; `string` when they are not known. */
type Names<Section> = Section extends object ? Extract<keyof Section, string>
  : never;

/** Names of the endpoints in the metadata `C`. */
export type EndpointName<C extends Charmcraft> =
  | Names<C["requires"]>
  | Names<C["provides"]>
  | Names<C["peers"]>;

/** Names of the containers in the metadata `C`. */
export type ContainerName<C extends Charmcraft> = Names<C["containers"]>;

/** Names of the storages in the metadata `C`. */
export type StorageName<C extends Charmcraft> = Names<C["storage"]>;

/** Names of the actions in the metadata `C`. */
export type ActionName<C extends Charmcraft> = Names<C["actions"]>;

/** Names of the resources in the metadata `C`. */
export type ResourceName<C extends Charmcraft> = Names<C["resources"]>;

/** The options in the metadata `C`. */
type Options<C extends Charmcraft> = C["config"] extends
  { readonly options: infer O extends object } ? O
  : Charmcraft extends C ? Record<string, { readonly type?: undefined }>
  : Record<never, never>;

/** Names of the options in the metadata `C`. */
export type OptionName<C extends Charmcraft> = Names<Options<C>>;

/** TypeScript's type for each type of option. */
interface OptionTypes {
  string: string;
  int: number;
  float: number;
  boolean: boolean;
  secret: string;
}

/**
 * Type of an option's value: by its type in the metadata `C`, and possibly
 * undefined when it has no default.
 */
export type OptionValue<C extends Charmcraft, K extends string> =
  Charmcraft extends C ? string | number | boolean | undefined
    : Options<C> extends { readonly [N in K]: infer O } ?
        | (O extends { readonly type: infer T extends keyof OptionTypes }
          ? OptionTypes[T]
          : string)
        | (O extends { readonly default: string | number | boolean } ? never
          : undefined)
    : never;
