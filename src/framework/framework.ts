// Long, as observing, delivering, deferring and committing share one state.

import type { Logger } from "../backend/logger.ts";
import type { CharmMeta } from "../meta/charm_meta.ts";
import type { Model } from "../model/model.ts";
import type { ModelContext } from "../model/model_context.ts";
import type { BoundEvent, ObservableEvent } from "./bound_event.ts";
import { Breakpoints } from "./breakpoints.ts";
import { callHandler } from "./call_handler.ts";
import { FrameworkError } from "./errors.ts";
import type { EventBase } from "./event_base.ts";
import { FrameworkEvents } from "./framework_events.ts";
import { FrameworkObject } from "./framework_object.ts";
import type { AnyBoundEvent, FrameworkWatcher } from "./framework_watcher.ts";
import { keyOf, kindPathOf, NoticeQueue } from "./notice_queue.ts";
import { type Handler, Observations } from "./observations.ts";
import { encodeSnapshot, type EventData, readStored } from "./snapshot.ts";
import {
  isForAnybody,
  type Notice,
  type StateStorage,
} from "./state_storage.ts";

/** What a {@linkcode Framework} is made of. */
export interface FrameworkOptions {
  /** Juju's model. */
  readonly model: Model;
  /** What the parts of the model share. */
  readonly context: ModelContext;
  /**
   * Where state is kept between dispatches.
   *
   * @internal
   */
  readonly storage: StateStorage;
  /**
   * Who is told of events and handlers.
   *
   * @internal
   */
  readonly watcher?: FrameworkWatcher | undefined;
}

/**
 * Delivers events to observers, and keeps state from one dispatch to the next.
 *
 * Handlers run one after the other, each awaited before the next, in the order
 * in which they were observed. An event emitted by a handler is delivered before
 * `emit` is done.
 */
export class Framework {
  /** The framework itself, as every object of its tree has it. */
  readonly framework: Framework = this;
  /** Always null: the framework is above the tree's first object. */
  readonly handle: null = null;
  /** Juju's model. */
  readonly model: Model;
  /**
   * Where state is kept between dispatches.
   *
   * @internal
   */
  readonly storage: StateStorage;
  /** The way to Juju's log. */
  readonly log: Logger;
  /** The framework's own events. */
  readonly on: FrameworkEvents;
  /**
   * What the parts of the model share.
   *
   * @internal
   */
  readonly context: ModelContext;
  /**
   * Kind of the event that this dispatch was started for.
   *
   * @internal
   */
  dispatchedKind: string | null = null;
  /**
   * Whether a handler that waits for a deferred event is left out when the same
   * event comes again with the same data.
   *
   * @default {true}
   */
  skipDuplicateEvents: boolean = true;
  readonly #objects: Map<string, FrameworkObject> = new Map();
  readonly #observations: Observations = new Observations();
  readonly #events: Map<string, BoundEvent<EventBase<EventData>>> = new Map();
  readonly #states: Map<string, () => void> = new Map();
  readonly #queue: NoticeQueue;
  readonly #breakpoints: Breakpoints;
  readonly #watcher: FrameworkWatcher | undefined;
  #eventCount: number;

  /**
   * Takes the parts; events are numbered on from those that were deferred.
   *
   * @internal
   */
  constructor(options: FrameworkOptions) {
    this.model = options.model;
    this.storage = options.storage;
    this.context = options.context;
    this.#watcher = options.watcher;
    this.log = options.context.log;
    this.#queue = new NoticeQueue(options.storage);
    this.#breakpoints = new Breakpoints(
      options.context.backend.context.debugAt,
      options.context.log,
    );
    this.#eventCount = this.#queue.highestKey();
    this.on = new FrameworkEvents(new FrameworkRoot(this));
  }

  /** The charm's own folder. */
  get charmDir(): string {
    return this.context.backend.context.charmDir;
  }

  /**
   * All kinds of events that are defined, by path.
   *
   * @internal
   */
  get events(): ReadonlyMap<string, BoundEvent<EventBase<EventData>>> {
    return this.#events;
  }

  /** The charm's metadata. */
  get meta(): CharmMeta {
    return this.context.meta;
  }

  /**
   * Notes an object of the tree. @throws {FrameworkError} If its path is taken.
   *
   * @internal
   */
  registerObject(object: FrameworkObject): void {
    const { path } = object.handle;
    if (this.#objects.has(path)) {
      throw new FrameworkError(
        `Cannot make a second object ${path}: give each a key of its own`,
      );
    }
    this.#objects.set(path, object);
  }

  /**
   * Notes a kind of event, so that a deferred one is known again. @throws {FrameworkError} If its path is taken.
   *
   * @internal
   */
  registerEvent(event: BoundEvent<EventBase<EventData>>): void {
    if (this.#events.has(event.path)) {
      throw new FrameworkError(
        `Cannot define a second event ${event.path}: give each a name of its own`,
      );
    }
    this.#events.set(event.path, event);
  }

  /**
   * Notes a state that is written at the commit. @throws {FrameworkError} If its path is taken.
   *
   * @internal
   */
  registerState(path: string, save: () => void): void {
    if (this.#states.has(path)) {
      throw new FrameworkError(
        `Cannot make a second stored state ${path}: give each a name of its own`,
      );
    }
    this.#states.set(path, save);
  }

  /**
   * Has a method called for each event of a kind; the long form of
   * `observer.observe(event, handler)`.
   *
   * @throws {TypeError} If the handler has no name, or another one has the same.
   */
  observe<E extends EventBase<EventData>, O extends FrameworkObject>(
    event: ObservableEvent<E>,
    observer: O,
    handler: (this: O, event: E) => void | Promise<void>,
  ): void {
    this.#observations.add(event, observer, handler);
  }

  /** Whether anybody observes a kind of event. */
  isObserved<E extends EventBase<EventData>>(event: BoundEvent<E>): boolean {
    return this.#observations.of(event.path).length > 0;
  }

  /**
   * Stops here in a debugger if `juju debug-code --at` asks for it; does nothing
   * otherwise.
   *
   * A compiled charm has no inspector to stop in, and says so in the log; a test
   * that runs with `deno test --inspect-brk` has one.
   *
   * @param name Lower-case letters, digits and inner hyphens. Without one, only
   * `--at=all` stops.
   * @throws {TypeError} If the name has other characters, or is `all` or `hook`.
   */
  breakpoint(name?: string): void {
    this.#breakpoints.stopAt(name);
  }

  /** How many hook commands this dispatch has run so far, those that log included. */
  get hookCommandCount(): number {
    return this.context.backend.hookCommandCount;
  }

  /** Delivers an event with the given data; see `BoundEvent.emit`. */
  emit<E extends EventBase<EventData>>(
    event: BoundEvent<E>,
    data: E["data"],
  ): Promise<void> {
    const { pending, running, spans } = this.context;
    const { eventKind: kind, eventType } = event;
    spans?.event(eventType.name, { deferred: false, kind });
    return pending.track(
      running,
      `emit() of ${event.path}`,
      this.#emit(event, data),
    );
  }

  async #emit<E extends EventBase<EventData>>(
    event: BoundEvent<E>,
    data: E["data"],
  ): Promise<void> {
    this.#eventCount += 1;
    const { path } = event.handle(String(this.#eventCount));
    const text = encodeSnapshot(data);
    this.#watcher?.onEmit(event as unknown as AnyBoundEvent, path, data);
    let observed = false;
    for (const observation of this.#observations.of(event.path)) {
      const notice = { eventPath: path, ...observation };
      if (
        this.skipDuplicateEvents &&
        this.#queue.has(event.path, observation, text)
      ) {
        this.log.info(
          `Skipping notice (${path}/${notice.observerPath}/${notice.methodName}) - already in the queue.`,
        );
        continue;
      }
      if (!observed) this.storage.saveSnapshot(path, text);
      observed = true;
      this.#queue.add(notice, text);
    }
    if (observed) await this.#deliver(this.storage.notices(path), false);
  }

  /** Delivers the events that earlier dispatches have deferred. */
  async reemit(): Promise<void> {
    let notices = this.storage.notices();
    if (notices.some(isForAnybody)) {
      const { assignNotices } = await import("./assign_notices.ts");
      notices = assignNotices({
        storage: this.storage,
        events: this.#events,
        observations: this.#observations,
        log: this.log,
      });
    }
    await this.#deliver(notices, true);
  }

  /**
   * Emits `preCommit` and `commit`, writes the states that changed, and keeps
   * everything.
   */
  async commit(): Promise<void> {
    await this.on.preCommit.emit();
    await this.on.commit.emit();
    for (const save of this.#states.values()) save();
    await this.storage.commit();
  }

  async #deliver(
    notices: readonly Notice[],
    deferred: boolean,
  ): Promise<void> {
    for (const [index, notice] of notices.entries()) {
      const event = this.#load(notice);
      const handler = event === null ? null : this.#find(notice);
      if (event === null || handler === null) {
        this.#queue.drop(notice);
        continue;
      }
      if (deferred && event.isObsolete()) {
        this.log.warning(
          `Dropping deferred event ${event}: what it is about is gone.`,
        );
        this.#queue.drop(notice);
        continue;
      }
      if (deferred) {
        this.log.debug(
          `Re-emitting deferred event ${event} (${
            index + 1
          } of ${notices.length} in queue).`,
        );
      }
      this.#watcher?.onHandler(event, notice, deferred);
      await this.#call(handler, event, { notice, deferred });
      this.#watcher?.onHandled(event, notice);
      if (!event.deferred) this.#queue.drop(notice);
    }
  }

  async #call(
    handler: Handler,
    event: EventBase<EventData>,
    { notice, deferred }: {
      readonly notice: Notice;
      readonly deferred: boolean;
    },
  ): Promise<void> {
    const { kind } = event.handle;
    const outer = this.context.running?.event ?? this.dispatchedKind;
    const { origin } = this.#events.get(kindPathOf(event.handle.path))!
      .eventType;
    if (origin !== "lifecycle" && kind !== outer && !deferred) {
      this.log.debug(`Emitting custom event ${event}.`);
    }
    await callHandler(
      this.context,
      { event, origin, notice, deferred, breakpoints: this.#breakpoints },
      handler,
    );
  }

  /** The event of a notice, made anew; null when its kind or its data is not known any more. */
  #load({ eventPath }: Notice): EventBase<EventData> | null {
    const event = this.#events.get(kindPathOf(eventPath));
    const text = this.storage.loadSnapshot(eventPath);
    if (event === undefined || text === null) return null;
    return new event.eventType(
      this,
      event.handle(keyOf(eventPath)),
      readStored(text, `the data of ${eventPath}`) as EventData,
    );
  }

  /** The handler of a notice; null when the charm has it no more. */
  #find(notice: Notice): Handler | null {
    const { eventPath, observerPath } = notice;
    const observer = this.#objects.get(observerPath);
    if (observer === undefined) {
      this.log.warning(
        `Dropping deferred event ${eventPath}: its observer ${observerPath} was not made in this dispatch.`,
      );
      return null;
    }
    return this.#observations.handlerOf(notice)?.bind(observer) ?? null;
  }
}

/** The emitter of the framework's own events. */
class FrameworkRoot extends FrameworkObject {
  static override readonly handleKind: string = "Framework";
}
