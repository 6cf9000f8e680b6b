/**
 * What charmcraft.yaml says of a charm, as far as the charm, its tests and the
 * simulator need it: the shape of the module that `charmkit types` writes.
 *
 * Keys are charmcraft's own. At run time Juju's metadata.yaml, config.yaml and
 * actions.yaml hold the same.
 *
 * Source: the charmcraft.yaml reference, and the metadata format of Juju
 * (`github.com/juju/charm`).
 *
 * @example Usage
 * ```ts
 * import type { Charmcraft } from "@charmkit/ops";
 *
 * const charmcraft = {
 *   name: "hello",
 *   containers: { web: { resource: "web-image" } },
 *   config: { options: { port: { type: "int", default: 8080 } } },
 * } as const satisfies Charmcraft;
 * ```
 */
export interface Charmcraft {
  /** Name of the charm. */
  readonly name: string;
  /** Name for people. */
  readonly title?: string;
  /** One line about the charm. */
  readonly summary?: string;
  /** What the charm does, in paragraphs. */
  readonly description?: string;
  /** Options of the charm. */
  readonly config?: {
    /** Option name to option. */
    readonly options?: Readonly<Record<string, CharmcraftOption>>;
  };
  /** Action name to action. */
  readonly actions?: Readonly<Record<string, CharmcraftAction>>;
  /** Endpoints where this charm uses what another offers. */
  readonly requires?: Readonly<Record<string, CharmcraftEndpoint>>;
  /** Endpoints where this charm offers something. */
  readonly provides?: Readonly<Record<string, CharmcraftEndpoint>>;
  /** Endpoints among the units of this application. */
  readonly peers?: Readonly<Record<string, CharmcraftEndpoint>>;
  /** Workload containers, each with a Pebble of its own. */
  readonly containers?: Readonly<Record<string, CharmcraftContainer>>;
  /** Storage name to storage. */
  readonly storage?: Readonly<Record<string, CharmcraftStorage>>;
  /** Resource name to resource. */
  readonly resources?: Readonly<Record<string, CharmcraftResource>>;
  /** Names of bindings beside the endpoints. */
  readonly "extra-bindings"?: Readonly<Record<string, unknown>>;
  /** Whether the charm runs beside a principal charm's unit. @default {false} */
  readonly subordinate?: boolean;
  /** What the charm asks of Juju. */
  readonly assumes?: readonly CharmcraftAssumption[];
  /** The user that the charm runs as. @default {"root"} */
  readonly "charm-user"?: "root" | "sudoer" | "non-root";
  /** Where more is to be found about the charm, as charmcraft.yaml says it. */
  readonly links?: CharmcraftLinks;
  /** Who looks after the charm, as metadata.yaml says it. */
  readonly maintainer?: string;
  /** Those who look after the charm, as metadata.yaml says it. */
  readonly maintainers?: readonly string[];
  /** Pages about the charm, as metadata.yaml says it. */
  readonly website?: string | readonly string[];
  /** Where its code is, as metadata.yaml says it. */
  readonly source?: string | readonly string[];
  /** Where its bugs are reported, as metadata.yaml says it. */
  readonly issues?: string | readonly string[];
  /** Where its documentation is, as metadata.yaml says it. */
  readonly docs?: string;
  /** Words by which the charm is found. */
  readonly tags?: readonly string[];
  /** Terms that must be agreed to. */
  readonly terms?: readonly string[];
  /** Series of Ubuntu, which metadata had before bases. */
  readonly series?: readonly string[];
  /** The oldest Juju that will do, which metadata had before `assumes`. */
  readonly "min-juju-version"?: string;
  /** Payload class to its kind; not in Juju 4. */
  readonly payloads?: Readonly<
    Record<string, {
      /** Kind of payload, such as `"docker"`. */
      readonly type: string;
    }>
  >;
}

/** Where more is to be found about a charm. */
export interface CharmcraftLinks {
  /** Who looks after the charm. */
  readonly contact?: string | readonly string[];
  /** Where its documentation is. */
  readonly documentation?: string;
  /** Where its bugs are reported. */
  readonly issues?: string | readonly string[];
  /** Where its code is. */
  readonly source?: string | readonly string[];
  /** Pages about the charm. */
  readonly website?: string | readonly string[];
}

/** An option of `config.options`. */
export interface CharmcraftOption {
  /** Type of the value. @default {"string"} */
  readonly type?: "string" | "int" | "float" | "boolean" | "secret";
  /** Value while nobody has set one; absent or null: the option is unset. */
  readonly default?: string | number | boolean | null;
  /** What the option does. */
  readonly description?: string;
}

/** An action of `actions`. */
export interface CharmcraftAction {
  /** Name for people. */
  readonly title?: string;
  /** What the action does. */
  readonly description?: string;
  /** Parameter name to its JSON Schema (draft 4). */
  readonly params?: Readonly<Record<string, CharmcraftParameter>>;
  /** Names of parameters that must be given. */
  readonly required?: readonly string[];
  /** Whether parameters that are not named here are accepted, or what they are. */
  readonly additionalProperties?: boolean | CharmcraftParameter;
  /** Whether it may run beside other actions of the machine. @default {false} */
  readonly parallel?: boolean;
  /** Actions of one group run one after the other. */
  readonly "execution-group"?: string;
}

/** JSON Schema (draft 4) of an action's parameter. */
export interface CharmcraftParameter {
  /** Type, or types, of the value. */
  readonly type?: string | readonly string[];
  /** Value when none is given. */
  readonly default?: unknown;
  /** What the parameter does. */
  readonly description?: string;
  /** The values allowed. */
  readonly enum?: readonly unknown[];
  /** Any other keyword of the schema. */
  readonly [keyword: string]: unknown;
}

/** An endpoint of `requires`, `provides` or `peers`: an interface alone, or a map. */
export type CharmcraftEndpoint = string | {
  /** Name of the interface that both sides speak. */
  readonly interface: string;
  /** Highest number of relations. */
  readonly limit?: number | null;
  /** Whether the charm works without it; for people only. @default {false} */
  readonly optional?: boolean;
  /** `"container"`: only with the principal of the same machine. @default {"global"} */
  readonly scope?: "global" | "container";
};

/** A workload container of `containers`. */
export interface CharmcraftContainer {
  /** The oci-image resource it runs. */
  readonly resource?: string;
  /** The bases it runs, instead of a resource. */
  readonly bases?: readonly Readonly<Record<string, unknown>>[];
  /** Storages that it sees. */
  readonly mounts?: readonly {
    /** Name of the storage. */
    readonly storage: string;
    /** Absolute path in the container. */
    readonly location?: string;
  }[];
  /** User id its services run as by default. */
  readonly uid?: number;
  /** Group id its services run as by default. */
  readonly gid?: number;
}

/** A storage of `storage`. */
export interface CharmcraftStorage {
  /** Kind of storage. */
  readonly type: "filesystem" | "block";
  /** What it is for. */
  readonly description?: string;
  /** Where it is mounted; only for a filesystem. */
  readonly location?: string;
  /** Whether it is mounted read-only. @default {false} */
  readonly "read-only"?: boolean;
  /** Whether all units share it. @default {false} */
  readonly shared?: boolean;
  /** Smallest size, such as `"10G"`. */
  readonly "minimum-size"?: string;
  /** How many there can be; absent: exactly one. */
  readonly multiple?: {
    /** `"m"`, `"m-n"`, `"m-"` or `"m+"`. */
    readonly range: string | number;
  };
  /** Properties such as `"transient"`. */
  readonly properties?: readonly string[];
}

/** A resource of `resources`. */
export interface CharmcraftResource {
  /** Kind of resource. @default {"file"} */
  readonly type?: "file" | "oci-image";
  /** Name of the file as the charm finds it. */
  readonly filename?: string;
  /** What it is. */
  readonly description?: string;
}

/** One entry of `assumes`: a feature, or a list of which any or all must hold. */
export type CharmcraftAssumption =
  | string
  | {
    /** At least one of these. */
    readonly "any-of": readonly CharmcraftAssumption[];
  }
  | {
    /** All of these. */
    readonly "all-of": readonly CharmcraftAssumption[];
  };
