import type { LocalApplication } from "./local_application.ts";

/** A status as it is shown. */
export interface ShownStatus {
  /** In Juju's words. */
  readonly status: string;
  /** Text shown beside it. */
  readonly message: string;
}

/** What the charm, its units and their surroundings are at a moment. */
export interface RunSummary {
  /** The application, with its status. */
  readonly application: ShownStatus & { readonly name: string };
  /** The units, by number. */
  readonly units: readonly UnitState[];
  /** The relations, with all databags. */
  readonly relations: readonly RelationSummary[];
  /** What the options are set to; null: nothing. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** What a unit is at a moment. */
export interface UnitState extends ShownStatus {
  /** Name of the unit. */
  readonly name: string;
  /** Whether it leads. */
  readonly leader: boolean;
  /** Name of the hook that failed and waits; null if none does. */
  readonly failed: string | null;
  /** Version of the workload; empty if the charm told none. */
  readonly workloadVersion: string;
  /** Ids of its storage, with where each is. */
  readonly storages: Readonly<Record<string, string>>;
}

/** What a relation is at a moment. */
export interface RelationSummary {
  /** `endpoint:id`. */
  readonly key: string;
  /** Name of the remote application; for peers the own one. */
  readonly app: string;
  /** Names of its units, or of the peers, that are there. */
  readonly units: readonly string[];
  /** Databags by the name of who says it. */
  readonly databags: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Sums up an application as it is now. */
export function summarizeRun(application: LocalApplication): RunSummary {
  const { first, leader } = application;
  const { status, message } = (leader ?? first).status.application;
  return {
    application: { name: first.state.app, status, message },
    units: application.units.map(({ state, status }) => ({
      name: state.unit,
      leader: state.leader ?? false,
      ...status.unit,
      failed: status.failed,
      workloadVersion: status.workloadVersion,
      storages: Object.fromEntries(
        [...state.storages.values()].map(({ id, location }) => [id, location]),
      ),
    })),
    relations: relationsOf(application),
    config: Object.fromEntries(first.state.configValues()),
  };
}

function relationsOf(application: LocalApplication): RelationSummary[] {
  const summaries = new Map<number, RelationSummary>();
  for (const { state } of application.units) {
    for (const relation of state.relations.values()) {
      const { id, key, remoteApp, isPeer } = relation;
      const known = summaries.get(id);
      const databags = {
        ...known?.databags,
        ...isPeer ? {} : { [remoteApp]: relation.remoteAppData },
        ...Object.fromEntries(relation.units),
        [state.app]: relation.localAppData,
        [state.unit]: relation.localUnitData,
      };
      const units = [...relation.units.keys(), ...isPeer ? [state.unit] : []];
      const all = new Set([...known?.units ?? [], ...units]);
      summaries.set(id, {
        key,
        app: remoteApp,
        units: [...all].sort(),
        databags,
      });
    }
  }
  return [...summaries.values()];
}
