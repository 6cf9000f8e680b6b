import type { JujuLogger } from "./backend/logger.ts";
import type { JujuContext } from "./backend/juju_context.ts";
import type { ModelBackend } from "./backend/model_backend.ts";
import type { CharmBase, CharmClass } from "./charm/charm_base.ts";
import { emitJujuEvent, eventKindOf } from "./charm/juju_events.ts";
import { Framework } from "./framework/framework.ts";
import type { FrameworkWatcher } from "./framework/framework_watcher.ts";
import type { StateStorage } from "./framework/state_storage.ts";
import type { Charmcraft } from "./meta/charmcraft.ts";
import type { CharmMeta } from "./meta/charm_meta.ts";
import { Model } from "./model/model.ts";
import { ModelContext, type RunningHandler } from "./model/model_context.ts";
import { highestPriority } from "./model/status.ts";
import type { Spans } from "./tracing/spans.ts";

/** What one dispatch is made of. */
export interface DispatchOptions<C extends Charmcraft> {
  /** The charm. */
  readonly charmClass: CharmClass<C>;
  /** Its metadata. */
  readonly meta: CharmMeta;
  /** The way to Juju. */
  readonly backend: ModelBackend;
  /** Where the charm's log goes. */
  readonly log: JujuLogger;
  /** Opens the state of earlier dispatches; closed at the end in any case. */
  readonly openStorage: () => StateStorage | Promise<StateStorage>;
  /** Called with the charm when it is made, before its first event. */
  readonly onCharm?: (charm: CharmBase<C>) => void;
  /** Called after that; the first event waits for it. */
  readonly beforeEvents?: () => Promise<void>;
  /** Delivers the dispatch's event. @default {the one that Juju tells of} */
  readonly emit?: (charm: CharmBase<C>) => Promise<void>;
  /** Who is told of events and of the handlers that get them. */
  readonly watcher?: FrameworkWatcher;
  /** Called with what the model shares, before the charm is made. */
  readonly onContext?: (context: ModelContext) => void;
  /** Called when all handlers are done; what it throws keeps the state from being kept. */
  readonly beforeCommit?: () => Promise<void>;
  /** The spans of a dispatch that is traced. */
  readonly spans?: Spans;
}

/** Events in which Juju allows hardly anything: no state of others, no status. */
const RESTRICTED: ReadonlySet<string> = new Set([
  "collect_metrics",
  "meter_status_changed",
]);

/**
 * Takes a charm through one event: makes it, delivers what was deferred and then
 * the event, sets the collected statuses, and keeps its state.
 *
 * When anything throws, nothing is kept, and the error is passed on.
 */
export async function dispatch<C extends Charmcraft>(
  options: DispatchOptions<C>,
): Promise<void> {
  const { charmClass, meta, backend, log } = options;
  const { context: juju } = backend;
  const kind = eventKindOf(juju.dispatchPath);
  const context = new ModelContext({
    backend,
    meta,
    log,
    spans: options.spans,
    ...relationLeaving(kind, juju),
  });
  options.onContext?.(context);
  const opened = options.openStorage();
  // Without a wait the charm is made before the caller goes on.
  const storage = opened instanceof Promise ? await opened : opened;
  try {
    const framework = new Framework({
      model: new Model(context),
      context,
      storage,
      watcher: options.watcher,
    });
    framework.dispatchedKind = kind;
    const { charm, settle } = makeCharm(framework, charmClass);
    options.onCharm?.(charm);
    if (options.beforeEvents !== undefined) await options.beforeEvents();
    await settle();
    const isRestricted = RESTRICTED.has(kind);
    if (!isRestricted) await framework.reemit();
    await (options.emit?.(charm) ?? emitJujuEvent(charm, kind));
    if (!isRestricted) await evaluateStatus(charm);
    await options.beforeCommit?.();
    await framework.commit();
  } finally {
    storage.close();
  }
}

/**
 * Makes the charm; `settle` waits for what its constructor has left behind. The
 * rules of handlers hold in the constructor, too.
 */
export function makeCharm<T>(
  { context, framework }: Framework,
  charmClass: { new (framework: Framework): T; readonly name: string },
): { readonly charm: T; readonly settle: () => Promise<void> } {
  const making: RunningHandler = {
    event: "__init__",
    deferred: false,
    handler: `${charmClass.name}.constructor`,
  };
  const charm = context.whileRunningSync(
    making,
    () => new charmClass(framework),
  );
  return { charm, settle: () => context.pending.settle(making) };
}

/** What the model must know of a relation that a unit, or everybody, leaves. */
export function relationLeaving(
  kind: string,
  juju: JujuContext,
): { brokenRelationId: number | null; departedUnitName: string | null } {
  const broken = kind.endsWith("_relation_broken");
  const departed = kind.endsWith("_relation_departed");
  return {
    brokenRelationId: broken ? juju.relationId : null,
    departedUnitName: broken || departed ? juju.remoteUnitName : null,
  };
}

/** Sets the statuses that the charm's parts have; asks for leadership only if somebody has one for the application. */
export async function evaluateStatus<C extends Charmcraft>(
  charm: CharmBase<C>,
): Promise<void> {
  const { framework, on, unit, app } = charm;
  const { collectedStatuses } = framework.context;
  if (framework.isObserved(on.collectAppStatus) && unit.isLeader()) {
    await on.collectAppStatus.emit();
    const status = highestPriority(collectedStatuses.app);
    if (status !== null) app.status = status;
  }
  await on.collectUnitStatus.emit();
  const status = highestPriority(collectedStatuses.unit);
  if (status !== null) unit.status = status;
}
