import type { JujuLogger } from "../backend/logger.ts";
import type { ModelBackend } from "../backend/model_backend.ts";
import type { CharmMeta } from "../meta/charm_meta.ts";
import { Leadership } from "./leadership.ts";
import { PendingOperations } from "./pending_operations.ts";
import type { Spans } from "../tracing/spans.ts";
import type { StatusBase } from "./status.ts";

/** What is running at the moment: a handler, or the charm's constructor. */
export interface RunningHandler {
  /** Kind of the event being handled, or `"__init__"` in the constructor. */
  readonly event: string;
  /** Whether the event was deferred by an earlier dispatch. */
  readonly deferred: boolean;
  /** The handler, such as `"MyCharm.#onStart"`. */
  readonly handler?: string;
}

/** What is of one dispatch alone. */
export interface ModelDispatch {
  /** The way to Juju. */
  readonly backend: ModelBackend;
  /** Id of the relation that is being broken, which the model leaves out. @default {null} */
  readonly brokenRelationId?: number | null;
  /** The unit that left in a departed or broken event, whose data can still be read. @default {null} */
  readonly departedUnitName?: string | null;
}

/** What {@linkcode ModelContext} is made of. */
export interface ModelContextOptions extends ModelDispatch {
  /** The charm's metadata. */
  readonly meta: CharmMeta;
  /** Where the charm's log goes. */
  readonly log: JujuLogger;
  /** The spans of a dispatch that is traced. @default {null} */
  readonly spans?: Spans | null;
}

/**
 * What the parts of one model share: the way to Juju, the metadata, leadership,
 * and which handler is running.
 */
export class ModelContext {
  /** The charm's metadata. */
  readonly meta: CharmMeta;
  /** Where the charm's log goes. */
  readonly log: JujuLogger;
  /** The spans of a dispatch that is traced, else null. */
  readonly spans: Spans | null;
  /** What handlers have started and is not done. */
  readonly pending: PendingOperations;
  /** Statuses that handlers of collect-status have added in this dispatch. */
  readonly collectedStatuses: {
    readonly app: StatusBase[];
    readonly unit: StatusBase[];
  } = { app: [], unit: [] };
  #dispatch: ModelDispatch;
  #leadership: Leadership | null = null;
  #running: RunningHandler | null = null;

  /** Takes the parts; nothing is asked of Juju yet. */
  constructor(options: ModelContextOptions) {
    this.#dispatch = options;
    this.meta = options.meta;
    this.log = options.log;
    this.spans = options.spans ?? null;
    this.pending = new PendingOperations(options.log);
  }

  /** The way to Juju. */
  get backend(): ModelBackend {
    return this.#dispatch.backend;
  }

  /** Leadership of this unit, asked at most every 30 seconds. */
  get leadership(): Leadership {
    return this.#leadership ??= new Leadership(this.backend);
  }

  /** Id of the relation that is being broken; null in any other event. */
  get brokenRelationId(): number | null {
    return this.#dispatch.brokenRelationId ?? null;
  }

  /** The unit that left in a departed or broken event; null in any other. */
  get departedUnitName(): string | null {
    return this.#dispatch.departedUnitName ?? null;
  }

  /** Goes on in another dispatch; called by the model. */
  beginDispatch(dispatch: ModelDispatch): void {
    this.#dispatch = dispatch;
    this.#leadership = null;
    this.collectedStatuses.app.length = 0;
    this.collectedStatuses.unit.length = 0;
  }

  /** Name of this unit. */
  get unitName(): string {
    return this.backend.context.unitName;
  }

  /** Name of this unit's application. */
  get appName(): string {
    return this.unitName.split("/", 1)[0]!;
  }

  /**
   * The handler that is running, or null.
   *
   * Only while there is one do the rules apply about who may use which databag:
   * tests and the framework itself look at all of them.
   */
  get running(): RunningHandler | null {
    return this.#running;
  }

  /** Notes which handler runs, for the time of a call that may be async. */
  async whileRunning<T>(
    handler: RunningHandler,
    run: () => T | Promise<T>,
  ): Promise<T> {
    const outer = this.#running;
    this.#running = handler;
    try {
      return await run();
    } finally {
      this.#running = outer;
    }
  }

  /** As {@linkcode whileRunning}, for what is done at once. */
  whileRunningSync<T>(handler: RunningHandler, run: () => T): T {
    const outer = this.#running;
    this.#running = handler;
    try {
      return run();
    } finally {
      this.#running = outer;
    }
  }
}
