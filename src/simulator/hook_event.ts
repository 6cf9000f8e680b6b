import {
  FORMER_HOOKS,
  type FormerHook,
  type JujuRelease,
} from "./juju_release.ts";

/** Hooks that carry nothing but their name. */
export type PlainHookKind =
  | "install"
  | "start"
  | "stop"
  | "remove"
  | "config-changed"
  | "upgrade-charm"
  | "update-status"
  | "leader-elected"
  | Exclude<FormerHook, SeriesUpgradeKind>;

/** Hooks around an upgrade of the machine's base, which Juju 4 has not. */
export type SeriesUpgradeKind = "post-series-upgrade" | "pre-series-upgrade";

/** What Juju runs a charm for: a hook or an action, with what it is about. */
export type HookEvent =
  | { readonly kind: PlainHookKind }
  | {
    readonly kind: SeriesUpgradeKind;
    /** The base to come, such as `"ubuntu@24.04"`. @default {""} */
    readonly targetBase?: string;
    /** Its series, such as `"noble"`. @default {""} */
    readonly targetSeries?: string;
  }
  | RelationHookEvent
  | {
    readonly kind: "storage-attached" | "storage-detaching";
    /** Such as `"data/0"`. */
    readonly storageId: string;
  }
  | { readonly kind: "pebble-ready"; readonly container: string }
  | {
    readonly kind: "pebble-custom-notice";
    readonly container: string;
    readonly noticeId: string;
    readonly noticeType: string;
    readonly noticeKey: string;
  }
  | {
    readonly kind: "pebble-check-failed" | "pebble-check-recovered";
    readonly container: string;
    readonly checkName: string;
  }
  | {
    readonly kind: "secret-changed" | "secret-rotate";
    /** The bare id, without `secret:`. */
    readonly secretId: string;
    readonly label: string;
  }
  | {
    readonly kind: "secret-remove" | "secret-expired";
    readonly secretId: string;
    readonly label: string;
    readonly revision: number;
  }
  | ActionEvent;

/** A hook of a relation. */
export interface RelationHookEvent {
  /** Which of the five. */
  readonly kind:
    | "relation-created"
    | "relation-joined"
    | "relation-changed"
    | "relation-departed"
    | "relation-broken";
  /** Endpoint of this charm. */
  readonly endpoint: string;
  /** Number of the relation. */
  readonly relationId: number;
  /** The remote unit; absent when the hook is about the application. */
  readonly remoteUnit?: string;
  /** Who goes, in relation-departed. @default {the remote unit} */
  readonly departingUnit?: string;
}

/** A run of an action. */
export interface ActionEvent {
  /** Tells it from a hook. */
  readonly kind: "action";
  /** Name of the action. */
  readonly name: string;
  /** Id of the run: a small number, as text. */
  readonly id: string;
  /** Parameters, defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** Whether the event is a hook of a relation. */
export function isRelationEvent(event: HookEvent): event is RelationHookEvent {
  return event.kind.startsWith("relation-");
}

/** Whether the event is one of Pebble's, which Juju does not retry (JDP-09). */
export function isPebbleEvent(
  event: HookEvent,
): event is Extract<HookEvent, { container: string }> {
  return event.kind.startsWith("pebble-");
}

/**
 * The name of the hook or of the action as Juju spells it, such as
 * `"db-relation-changed"`; entity names stay as they are (JEN-03).
 */
export function eventName(event: HookEvent): string {
  if (event.kind === "action") return event.name;
  if ("endpoint" in event) return `${event.endpoint}-${event.kind}`;
  if ("storageId" in event) {
    return `${
      event.storageId.slice(0, event.storageId.lastIndexOf("/"))
    }-${event.kind}`;
  }
  if ("container" in event) return `${event.container}-${event.kind}`;
  return event.kind;
}

/**
 * Where Juju says that the event is dispatched from, as `JUJU_DISPATCH_PATH`.
 */
export function dispatchPath(event: HookEvent): string {
  const folder = event.kind === "action" ? "actions" : "hooks";
  return `${folder}/${eventName(event)}`;
}

/**
 * Whether the hook's context is a restricted one, in which next to no hook
 * command works.
 */
export function isRestrictedEvent(event: HookEvent): boolean {
  return event.kind === "collect-metrics";
}

/** Whether a version of Juju runs hooks of the kind (JEV-25). */
export function runsHook(
  release: JujuRelease,
  kind: HookEvent["kind"],
): boolean {
  const former = FORMER_HOOKS.find((hook) => hook === kind);
  return former === undefined || release.formerHooks.includes(former);
}
