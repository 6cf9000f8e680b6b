import type {
  Charmcraft,
  CharmcraftEndpoint,
} from "../../src/meta/charmcraft.ts";
import { optionDefault } from "../../src/simulator/option_default.ts";
import { Container } from "./container.ts";
import { PeerRelation } from "./peer_relation.ts";
import { Relation } from "./relation.ts";
import type { StateOptions } from "./state_options.ts";
import type { AnyRelation } from "./state_names.ts";
import { Storage } from "./storage.ts";
import { SubordinateRelation } from "./subordinate_relation.ts";

/** What has the metadata of a charm, such as a `Context`. */
export interface CharmDescription<C extends Charmcraft = Charmcraft> {
  /** The charm's metadata, as charmcraft.yaml has it. */
  readonly charmcraft: C;
}

/** Options of a state with all that the metadata declares; what is given wins. */
export function stateOptionsFrom(
  charmcraft: Charmcraft,
  given: StateOptions,
): StateOptions {
  const relations = [...given.relations ?? []];
  const containers = [...given.containers ?? []];
  const storages = [...given.storages ?? []];
  return {
    ...given,
    config: { ...defaultsOf(charmcraft), ...given.config },
    relations: [
      ...relations,
      ...relationsOf(charmcraft).filter(({ endpoint }) =>
        relations.every((relation) => relation.endpoint !== endpoint)
      ),
    ],
    containers: [
      ...containers,
      ...namesOf(charmcraft.containers, containers)
        .map((name) => new Container(name, { canConnect: true })),
    ],
    storages: [
      ...storages,
      ...namesOf(charmcraft.storage, storages)
        .map((name) => new Storage(name)),
    ],
  };
}

function defaultsOf(
  { config }: Charmcraft,
): Record<string, string | number | boolean> {
  const defaults: Record<string, string | number | boolean> = {};
  for (const [name, option] of Object.entries(config?.options ?? {})) {
    const value = optionDefault(option);
    if (value !== null) defaults[name] = value;
  }
  return defaults;
}

function relationsOf({ requires, provides, peers }: Charmcraft): AnyRelation[] {
  const relations: AnyRelation[] = [];
  for (
    const [name, endpoint] of [
      ...Object.entries(requires ?? {}),
      ...Object.entries(provides ?? {}),
    ]
  ) {
    const options = { interface: interfaceOf(endpoint) };
    relations.push(
      typeof endpoint !== "string" && endpoint.scope === "container"
        ? new SubordinateRelation(name, options)
        : new Relation(name, options),
    );
  }
  for (const [name, endpoint] of Object.entries(peers ?? {})) {
    relations.push(
      new PeerRelation(name, { interface: interfaceOf(endpoint) }),
    );
  }
  return relations;
}

function interfaceOf(endpoint: CharmcraftEndpoint): string {
  return typeof endpoint === "string" ? endpoint : endpoint.interface;
}

/** Names that are declared but not there yet. */
function namesOf(
  declared: Readonly<Record<string, unknown>> = {},
  there: readonly { readonly name: string }[],
): string[] {
  return Object.keys(declared)
    .filter((name) => there.every((part) => part.name !== name));
}
