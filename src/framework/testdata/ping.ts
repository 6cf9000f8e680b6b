import {
  type Fixture,
  makeFixture,
  makeFramework,
} from "../../_model_fixture.ts";
import type { BoundEvent } from "../bound_event.ts";
import { EventBase } from "../event_base.ts";
import { FrameworkObject } from "../framework_object.ts";
import { MemoryStorage } from "../memory_storage.ts";
import { ObjectEvents } from "../object_events.ts";
import type { StateStorage } from "../state_storage.ts";

/** Has a number. */
export class PingEvent extends EventBase<{ readonly n: number }> {}
export class PongEvent extends EventBase {}

/** Has a number. */
export class PingEvents extends ObjectEvents {
  readonly ping: BoundEvent<PingEvent> = this.defineEvent("ping", PingEvent);
  readonly pong: BoundEvent<PongEvent> = this.defineEvent("pong", PongEvent);
}

export class Emitter extends FrameworkObject {
  readonly on: PingEvents = new PingEvents(this);
}

/** Observes what a test tells it to, and notes what it gets. */
export class Observer extends FrameworkObject {
  readonly seen: string[] = [];
  defers = false;

  onPing(event: PingEvent): void {
    this.seen.push(`ping ${event.data.n}`);
    if (this.defers) event.defer();
  }

  onPong(event: PongEvent): void {
    this.seen.push(`pong ${event.handle.key}`);
    if (this.defers) event.defer();
  }
}

/** One dispatch over a storage: a framework, an emitter and an observer. */
export function start(
  storage: StateStorage = new MemoryStorage(),
  fixture: Fixture = makeFixture(),
) {
  const framework = makeFramework(storage, fixture);
  return {
    framework,
    log: fixture.log,
    context: fixture.context,
    storage,
    emitter: new Emitter(framework),
    observer: new Observer(framework),
  };
}

/** Defers a ping in a first dispatch, and gives the storage. */

export async function deferPing(): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  const { framework, emitter, observer } = start(storage);
  observer.observe(emitter.on.ping, observer.onPing);
  observer.defers = true;
  await emitter.on.ping.emit({ n: 1 });
  await framework.commit();
  return storage;
}
