import type { Charmcraft } from "../src/meta/charmcraft.ts";
import type { ActionName } from "../src/meta/charmcraft_types.ts";
import type { HookEvent, PlainHookKind } from "../src/simulator/hook_event.ts";
import type { Container } from "./container.ts";
import type { Relation } from "./relation.ts";

/** An event for {@linkcode Context.run}: what Juju starts the charm for. */
export interface ContextEvent {
  /**
   * What the simulator makes of it.
   *
   * @internal
   */
  readonly hook: HookEvent;
}

/** Options of the events of a relation. */
export interface RelationEventOptions {
  /** Number of the remote unit that it is about. @default {0} */
  readonly remoteUnit?: number;
}

/** Makes the events that a test can run, as `ctx.on`. */
export class ContextEvents<C extends Charmcraft = Charmcraft> {
  #actionCount = 0;

  /** The charm is to install its workload. */
  install(): ContextEvent {
    return plain("install");
  }

  /** The workload is to run. */
  start(): ContextEvent {
    return plain("start");
  }

  /** The unit is being shut down. */
  stop(): ContextEvent {
    return plain("stop");
  }

  /** The unit is about to be gone. */
  remove(): ContextEvent {
    return plain("remove");
  }

  /** Configuration has changed. */
  configChanged(): ContextEvent {
    return plain("config-changed");
  }

  /** Some minutes have passed. */
  updateStatus(): ContextEvent {
    return plain("update-status");
  }

  /** The charm's own code has been replaced. */
  upgradeCharm(): ContextEvent {
    return plain("upgrade-charm");
  }

  /** This unit has become the leader. */
  leaderElected(): ContextEvent {
    return plain("leader-elected");
  }

  /** Pebble of a container has started. */
  pebbleReady(container: Container): ContextEvent {
    return { hook: { kind: "pebble-ready", container: container.name } };
  }

  /** A relation exists. */
  relationCreated(relation: Relation): ContextEvent {
    return about("relation-created", relation);
  }

  /** A remote unit has come. */
  relationJoined(
    relation: Relation,
    options: RelationEventOptions = {},
  ): ContextEvent {
    return about("relation-joined", relation, options.remoteUnit ?? 0);
  }

  /** Data of a remote unit or, with `remoteUnit: null`, of the remote application has changed. */
  relationChanged(
    relation: Relation,
    options: { readonly remoteUnit?: number | null } = {},
  ): ContextEvent {
    const { remoteUnit = 0 } = options;
    return about("relation-changed", relation, remoteUnit ?? undefined);
  }

  /** A remote unit goes. */
  relationDeparted(
    relation: Relation,
    options: RelationEventOptions = {},
  ): ContextEvent {
    return about("relation-departed", relation, options.remoteUnit ?? 0);
  }

  /** A relation is gone. */
  relationBroken(relation: Relation): ContextEvent {
    return about("relation-broken", relation);
  }

  /** Somebody runs an action; defaults are to be given too. */
  action(
    name: ActionName<C>,
    params: Readonly<Record<string, unknown>> = {},
  ): ContextEvent {
    this.#actionCount += 1;
    const id = String(this.#actionCount);
    return { hook: { kind: "action", name, id, params } };
  }
}

function plain(kind: PlainHookKind): ContextEvent {
  return { hook: { kind } };
}

function about(
  kind:
    | "relation-created"
    | "relation-joined"
    | "relation-changed"
    | "relation-departed"
    | "relation-broken",
  relation: Relation,
  remoteUnit?: number,
): ContextEvent {
  const { endpoint, id: relationId, remoteAppName } = relation;
  return {
    hook: {
      kind,
      endpoint,
      relationId,
      ...remoteUnit === undefined
        ? {}
        : { remoteUnit: `${remoteAppName}/${remoteUnit}` },
    },
  };
}
