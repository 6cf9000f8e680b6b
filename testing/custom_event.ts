import {
  BoundEvent,
  type EmitArguments,
} from "../src/framework/bound_event.ts";
import {
  EventBase,
  type EventOrigin,
  type EventType,
} from "../src/framework/event_base.ts";
import type { Framework } from "../src/framework/framework.ts";
import type { EventData } from "../src/framework/snapshot.ts";
import type { OwnEvent } from "./context_event.ts";
import { BadOwnerPath, StateValidationError } from "./errors.ts";

/**
 * How `ctx.on.custom` is told which event it is: where it is in the charm, by
 * its class, or as the bound event itself.
 */
export type CustomEventSource<E extends EventBase<EventData>, T> =
  | ((charm: T) => BoundEvent<E>)
  | EventType<E>
  | BoundEvent<E>;

/** An event of the charm's own or of a library. */
export function customEvent<E extends EventBase<EventData>, T>(
  source: CustomEventSource<E, T>,
  args: EmitArguments<E>,
): OwnEvent {
  const type = typeOf(source);
  if (type !== null) expectCustom(type);
  const name = source instanceof BoundEvent
    ? source.eventKind
    : type?.name ?? "custom";
  return {
    kind: "custom",
    name,
    path: source instanceof BoundEvent ? source.path : null,
    data: args[0] ?? {},
    emit: (framework, charm) => {
      const event = find(source, framework, charm as T);
      expectCustom(event.eventType);
      return event.emit(...args);
    },
  };
}

function typeOf<E extends EventBase<EventData>, T>(
  source: CustomEventSource<E, T>,
): EventType<E> | null {
  if (source instanceof BoundEvent) return source.eventType;
  return isEventType(source) ? source : null;
}

function find<E extends EventBase<EventData>, T>(
  source: CustomEventSource<E, T>,
  { events }: Framework,
  charm: T,
): BoundEvent<E> {
  if (source instanceof BoundEvent) {
    const own = events.get(source.path);
    const found = own as unknown as BoundEvent<E> | undefined;
    if (found?.eventType === source.eventType) return found;
    throw new BadOwnerPath(
      `Cannot emit ${source.path}: the charm of this run has no such event`,
    );
  }
  if (!isEventType(source)) {
    const select = source as (charm: T) => unknown;
    const event: unknown = select(charm);
    if (event instanceof BoundEvent) return event as BoundEvent<E>;
    throw new BadOwnerPath(
      "Cannot emit a custom event: the function gives no event of an object of the charm",
    );
  }
  const found = [...events.values()]
    .filter(({ eventType }) => eventType.prototype === source.prototype);
  const [only] = found;
  if (only !== undefined && found.length === 1) {
    return only as unknown as BoundEvent<E>;
  }
  throw new BadOwnerPath(
    found.length === 0
      ? `Cannot emit ${source.name}: no object of the charm has an event of that class`
      : `Cannot emit ${source.name}: ${
        found.map(({ path }) => path).join(" and ")
      } are of that class; say which, as in ctx.on.custom((charm) => charm.database.on.ready)`,
  );
}

function isEventType<E extends EventBase<EventData>, T>(
  source: CustomEventSource<E, T>,
): source is EventType<E> & { readonly prototype: E } {
  return typeof source === "function" &&
    (source as { readonly prototype?: unknown }).prototype instanceof EventBase;
}

function expectCustom(
  type: { readonly name: string; readonly origin: EventOrigin },
): void {
  if (type.origin === "custom") return;
  throw new StateValidationError(
    `Cannot emit ${type.name} as a custom event: Juju or the framework emits it; run the hook, as in ctx.on.start()`,
  );
}
