import type { ConfigValue } from "../../src/hook_commands/types.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { ActionParams } from "../../src/meta/charmcraft_params.ts";
import type {
  ContainerName,
  DeclaredOptions,
  EndpointName,
  OptionName,
  OptionTypes,
  ResourceName,
  StorageName,
} from "../../src/meta/charmcraft_types.ts";
import type { PeerRelation } from "./peer_relation.ts";
import type { Relation } from "./relation.ts";
import type { SubordinateRelation } from "./subordinate_relation.ts";

/**
 * The names `N`, or a text that nothing can be called where there are none: a
 * part with a name of its own then does not fit, while one whose name is not
 * known to the compiler does.
 */
export type DeclaredName<N extends string> = [N] extends [never]
  ? "(nothing is declared)"
  : N;

/** Names of the endpoints in the metadata `C` that have `scope: container`. */
export type SubordinateEndpointName<C extends Charmcraft> = Charmcraft extends C
  ? string
  : {
    [N in EndpointName<C>]: C["requires"] extends {
      readonly [K in N]: { readonly scope: "container" };
    } ? N
      : C["provides"] extends {
        readonly [K in N]: { readonly scope: "container" };
      } ? N
      : never;
  }[EndpointName<C>];

/** Names of the endpoints in the metadata `C` that are neither of peers nor have `scope: container`. */
export type RegularEndpointName<C extends Charmcraft> = Charmcraft extends C
  ? string
  : Exclude<
    EndpointName<C, "requires" | "provides">,
    SubordinateEndpointName<C>
  >;

/** Any relation. */
export type AnyRelation = Relation | SubordinateRelation | PeerRelation;

/** The names that the parts of a `State` can have. */
export interface StateNames {
  /** Values of options by name. */
  readonly config: object;
  /** Endpoints that are neither of peers nor have `scope: container`. */
  readonly regularEndpoint: string;
  /** Endpoints that have `scope: container`. */
  readonly subordinateEndpoint: string;
  /** Endpoints of peers. */
  readonly peerEndpoint: string;
  /** Containers. */
  readonly container: string;
  /** Storages. */
  readonly storage: string;
  /** Resources. */
  readonly resource: string;
  /** Bindings that have addresses. */
  readonly binding: string;
}

/** Any names: those of a state that is made without metadata. */
export interface AnyNames extends StateNames {
  /** Values of options by name. */
  readonly config: Readonly<Record<string, ConfigValue>>;
}

/**
 * The names in the metadata `C`, as in `State<NamesOf<typeof charmcraft>>`.
 *
 * States take names rather than metadata, so that the compiler can compare them
 * one by one: a state without metadata is accepted everywhere.
 */
export interface NamesOf<C extends Charmcraft> extends StateNames {
  /** Values of options by name. */
  readonly config: StateConfig<C>;
  /** Endpoints that are neither of peers nor have `scope: container`. */
  readonly regularEndpoint: DeclaredName<RegularEndpointName<C>>;
  /** Endpoints that have `scope: container`. */
  readonly subordinateEndpoint: DeclaredName<SubordinateEndpointName<C>>;
  /** Endpoints of peers. */
  readonly peerEndpoint: DeclaredName<EndpointName<C, "peer">>;
  /** Containers. */
  readonly container: DeclaredName<ContainerName<C>>;
  /** Storages. */
  readonly storage: DeclaredName<StorageName<C>>;
  /** Resources. */
  readonly resource: DeclaredName<ResourceName<C>>;
  /** Bindings that have addresses. */
  readonly binding: BindingName<C>;
}

/** Names of all endpoints of `N`. */
export type AnyEndpoint<N extends StateNames> =
  | N["regularEndpoint"]
  | N["subordinateEndpoint"]
  | N["peerEndpoint"];

/** A relation of an endpoint of `N`, with the class that the endpoint needs. */
export type StateRelation<N extends StateNames> =
  | Relation<N["regularEndpoint"]>
  | SubordinateRelation<N["subordinateEndpoint"]>
  | PeerRelation<N["peerEndpoint"]>;

/** Names of the bindings in the metadata `C` that have addresses. */
export type BindingName<C extends Charmcraft> = Charmcraft extends C ? string
  :
    | "juju-info"
    | EndpointName<C>
    | Extract<keyof NonNullable<C["extra-bindings"]>, string>;

/** Values of options by name, with the types that the metadata `C` declares. */
export type StateConfig<C extends Charmcraft> = Charmcraft extends C
  ? Readonly<Record<string, ConfigValue>>
  : [OptionName<C>] extends [never] ? Readonly<Record<string, never>>
  : {
    readonly [N in OptionName<C>]?: DeclaredOptions<C> extends {
      readonly [O in N]: { readonly type: infer T extends keyof OptionTypes };
    } ? OptionTypes[T]
      : string;
  };

/**
 * Parameters of a run of the action `N` in the metadata `C`. Any may be left
 * out, also one that Juju would ask for.
 */
export type StateActionParams<C extends Charmcraft, N extends string> =
  Charmcraft extends C ? Readonly<Record<string, unknown>>
    : [keyof ActionParams<C, N>] extends [never]
      ? Readonly<Record<string, never>>
    : Partial<ActionParams<C, N>>;
