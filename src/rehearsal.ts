import { CharmBase } from "./charm/charm_base.ts";
import type { CollectStatusEvent } from "./charm/collect_status_event.ts";
import type { Framework } from "./framework/framework.ts";
import { ActiveStatus } from "./model/status.ts";

/** A property of the global object: true in a process that only rehearses. */
export const REHEARSAL = "@charmkit/ops/rehearsal";

/**
 * Whether this process only rehearses a dispatch, for V8 to compile what most
 * dispatches run. `charmkit compile` does so; nothing from outside of a process
 * can set a global property.
 */
export function isRehearsal(): boolean {
  return Reflect.get(globalThis, REHEARSAL) === true;
}

/** Does what most charms do, in place of the charm; for `config-changed`. */
export class RehearsalCharm extends CharmBase {
  /** Observes as most charms do. */
  constructor(framework: Framework) {
    super(framework);
    this.storedState({ rehearsals: 0 }).rehearsals += 1;
    this.observe(this.on.configChanged, this.#onConfigChanged);
    this.observe(this.on.collectUnitStatus, this.#onCollectUnitStatus);
  }

  #onCollectUnitStatus(event: CollectStatusEvent): void {
    event.addStatus(new ActiveStatus());
  }

  #onConfigChanged(): void {
    const { app, unit, model } = this;
    for (const name of this.config.keys()) this.config.get(name);
    const isLeader = unit.isLeader();
    for (const name of model.relations.keys()) {
      for (const { app: remote, data } of model.relations.get(name)) {
        if (remote !== null) data.get(remote).get("rehearsal");
        data.get(isLeader ? app : unit).set("rehearsal", "done");
      }
    }
    unit.openPort("tcp", 80);
    unit.setWorkloadVersion("1");
    unit.status = new ActiveStatus("rehearsed");
  }
}
