import type { Logger } from "../backend/logger.ts";
import type { CharmMeta } from "../meta/charm_meta.ts";
import type { Model } from "../model/model.ts";
import type { ModelContext } from "../model/model_context.ts";
import type { BoundEvent } from "./bound_event.ts";
import { FrameworkError } from "./errors.ts";
import type { EventBase } from "./event_base.ts";
import { FrameworkEvents } from "./framework_events.ts";
import { FrameworkObject } from "./framework_object.ts";
import { decodeSnapshot, encodeSnapshot, type EventData } from "./snapshot.ts";
import type { Notice, StateStorage } from "./state_storage.ts";

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
  /** The charm's own folder. */
  readonly charmDir: string;
}

/** A handler of any kind of event, as the framework keeps it. */
type Handler = (event: EventBase<EventData>) => void | Promise<void>;

/** Who wants to get a kind of event. */
interface Observation {
  readonly observerPath: string;
  readonly methodName: string;
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
  /** The charm's own folder. */
  readonly charmDir: string;
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
  readonly #objects: Map<string, FrameworkObject> = new Map();
  readonly #handlers: Map<string, Handler> = new Map();
  readonly #observations: Map<string, Observation[]> = new Map();
  readonly #events: Map<string, BoundEvent<EventBase<EventData>>> = new Map();
  readonly #states: Map<string, () => void> = new Map();
  #eventCount: number;

  /**
   * Takes the parts; events are numbered on from those that were deferred.
   *
   * @internal
   */
  constructor(options: FrameworkOptions) {
    this.model = options.model;
    this.storage = options.storage;
    this.charmDir = options.charmDir;
    this.context = options.context;
    this.log = options.context.log;
    this.#eventCount = highestKey(options.storage);
    this.on = new FrameworkEvents(new FrameworkRoot(this));
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
    event: BoundEvent<E>,
    observer: O,
    handler: (this: O, event: E) => void | Promise<void>,
  ): void {
    const observerPath = observer.handle.path;
    const methodName = handler.name;
    if (methodName === "") {
      throw new TypeError(
        `Cannot observe ${event.path}: the handler of ${observerPath} has no name, by which a deferred event finds it again; pass a method`,
      );
    }
    const id = handlerId(observerPath, methodName);
    const known = this.#handlers.get(id);
    if (known !== undefined && known !== handler) {
      throw new TypeError(
        `Cannot observe ${event.path}: ${observerPath} has another handler named "${methodName}"; pass the method itself, without bind`,
      );
    }
    this.#handlers.set(id, handler as Handler);
    const observations = this.#observations.get(event.path) ?? [];
    observations.push({ observerPath, methodName });
    this.#observations.set(event.path, observations);
  }

  /** Whether anybody observes a kind of event. */
  isObserved<E extends EventBase<EventData>>(event: BoundEvent<E>): boolean {
    return this.#observations.has(event.path);
  }

  /** Delivers an event with the given data; see `BoundEvent.emit`. */
  async emit<E extends EventBase<EventData>>(
    event: BoundEvent<E>,
    data: E["data"],
  ): Promise<void> {
    this.#eventCount += 1;
    const { path } = event.handle(String(this.#eventCount));
    const text = encodeSnapshot(data);
    let observed = false;
    for (
      const observation of this.#observations.get(event.path) ?? []
    ) {
      const notice = { eventPath: path, ...observation };
      if (this.#isQueued(event.path, notice, text)) {
        this.log.info(
          `Skipping notice (${path}/${notice.observerPath}/${notice.methodName}) - already in the queue.`,
        );
        continue;
      }
      if (!observed) this.storage.saveSnapshot(path, text);
      observed = true;
      this.storage.saveNotice(notice);
    }
    if (observed) await this.#deliver(this.storage.notices(path), false);
  }

  /** Delivers the events that earlier dispatches have deferred. */
  async reemit(): Promise<void> {
    await this.#deliver(this.storage.notices(), true);
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

  /** Whether the same handler waits for the same event with the same data. */
  #isQueued(path: string, notice: Notice, text: string): boolean {
    return this.storage.noticesOf(notice.observerPath, notice.methodName)
      .some(({ eventPath }) =>
        pathWithoutKey(eventPath) === path &&
        this.storage.loadSnapshot(eventPath) === text
      );
  }

  async #deliver(
    notices: readonly Notice[],
    deferred: boolean,
  ): Promise<void> {
    for (const [index, notice] of notices.entries()) {
      const event = this.#load(notice);
      const handler = event === null ? null : this.#find(notice);
      if (event === null || handler === null) {
        this.#drop(notice);
        continue;
      }
      if (deferred && event.isObsolete()) {
        this.log.warning(
          `Dropping deferred event ${event}: what it is about is gone.`,
        );
        this.#drop(notice);
        continue;
      }
      if (deferred) {
        this.log.debug(
          `Re-emitting deferred event ${event} (${
            index + 1
          } of ${notices.length} in queue).`,
        );
      }
      await this.#call(handler, event, deferred);
      if (!event.deferred) this.#drop(notice);
    }
  }

  async #call(
    handler: Handler,
    event: EventBase<EventData>,
    deferred: boolean,
  ): Promise<void> {
    const { kind } = event.handle;
    const outer = this.context.running?.event ?? this.dispatchedKind;
    const { origin } = this.#events.get(pathWithoutKey(event.handle.path))!
      .eventType;
    if (origin !== "lifecycle" && kind !== outer && !deferred) {
      this.log.debug(`Emitting custom event ${event}.`);
    }
    await this.context.whileRunning(
      { event: kind, deferred },
      () => handler(event),
    );
  }

  /** The event of a notice, made anew; null when its kind or its data is not known any more. */
  #load({ eventPath }: Notice): EventBase<EventData> | null {
    const event = this.#events.get(pathWithoutKey(eventPath));
    const text = this.storage.loadSnapshot(eventPath);
    if (event === undefined || text === null) return null;
    return new event.eventType(
      this,
      event.handle(keyOf(eventPath)),
      decodeSnapshot(text) as EventData,
    );
  }

  /** The handler of a notice; null when the charm has it no more. */
  #find({ eventPath, observerPath, methodName }: Notice): Handler | null {
    const observer = this.#objects.get(observerPath);
    if (observer === undefined) {
      this.log.warning(
        `Dropping deferred event ${eventPath}: its observer ${observerPath} was not made in this dispatch.`,
      );
      return null;
    }
    const handler = this.#handlers.get(handlerId(observerPath, methodName));
    return handler === undefined ? null : handler.bind(observer);
  }

  #drop(notice: Notice): void {
    this.storage.dropNotice(notice);
    if (this.storage.notices(notice.eventPath).length === 0) {
      this.storage.dropSnapshot(notice.eventPath);
    }
  }
}

/** The emitter of the framework's own events. */
class FrameworkRoot extends FrameworkObject {
  static override readonly handleKind: string = "Framework";
}

function handlerId(observerPath: string, methodName: string): string {
  return `${observerPath}\0${methodName}`;
}

// The keys of objects may hold anything, those of events only digits.
function pathWithoutKey(eventPath: string): string {
  return eventPath.slice(0, eventPath.lastIndexOf("["));
}

function keyOf(eventPath: string): string {
  return eventPath.slice(eventPath.lastIndexOf("[") + 1, -1);
}

/**
 * The highest key of the events that are kept.
 *
 * Keys need to differ only from those, so no counter is stored: a charm that
 * keeps nothing needs no state file.
 */
function highestKey(storage: StateStorage): number {
  return storage.notices().reduce(
    (highest, { eventPath }) =>
      Math.max(highest, Number(keyOf(eventPath)) || 0),
    0,
  );
}
