// What the benches of the framework are made of.
import { JujuBackend } from "../../backend/juju_backend.ts";
import { readJujuContext } from "../../backend/juju_context.ts";
import { JujuLogger } from "../../backend/logger.ts";
import { CharmMeta } from "../../meta/charm_meta.ts";
import { Model } from "../../model/model.ts";
import { ModelContext } from "../../model/model_context.ts";
import type { BoundEvent } from "../bound_event.ts";
import { EventBase } from "../event_base.ts";
import { Framework } from "../framework.ts";
import { FrameworkObject } from "../framework_object.ts";
import { ObjectEvents } from "../object_events.ts";
import type { Storable } from "../snapshot.ts";
import { SqliteStorage } from "../sqlite_storage.ts";

class ChangedEvent extends EventBase<{ readonly n: number }> {}

class Events extends ObjectEvents {
  readonly changed: BoundEvent<ChangedEvent> = this.defineEvent(
    "changed",
    ChangedEvent,
  );
}

/** Defers all that it emits. */
export class Part extends FrameworkObject {
  readonly on: Events = new Events(this);

  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on.changed, this.#onChanged);
  }

  #onChanged(event: ChangedEvent): void {
    event.defer();
  }
}

/** A framework as a dispatch has it, over a state file. */
export function open(file: string): Framework {
  const backend = new JujuBackend(
    readJujuContext(new Map([["JUJU_UNIT_NAME", "app/0"]])),
  );
  const log = new JujuLogger({ jujuLog() {} }, { appId: "" });
  const context = new ModelContext({
    backend,
    meta: new CharmMeta({ name: "app" }),
    log,
  });
  return new Framework({
    model: new Model(context),
    context,
    storage: new SqliteStorage(file),
  });
}

/** About a megabyte, as a charm may have it of many units. */
export function megabyte(): Record<string, Storable> {
  return {
    units: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [
      `unit-${index}`,
      {
        address: `10.0.${index >> 8}.${index & 255}`,
        token: "x".repeat(120),
        ports: [80, 443],
        ready: true,
      },
    ])),
  };
}

/** Keeps a state. */
export class Keeper extends FrameworkObject {
  readonly state: Record<string, Storable> = this.storedState<
    Record<string, Storable>
  >({});
}
