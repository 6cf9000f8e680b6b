import { CharmBase } from "./charm/charm_base.ts";
import type { CollectStatusEvent } from "./charm/collect_status_event.ts";
import type { Framework } from "./framework/framework.ts";
import { ActiveStatus } from "./model/status.ts";

/** A property of the global object of a process that only rehearses. */
export const REHEARSAL = "@charmkit/ops/rehearsal";

/** What a process that rehearses a dispatch finds there. */
export interface Rehearsal {
  /** The socket of the Pebble of each container. */
  readonly pebbleSocket: string;
}

/**
 * The rehearsal that this process is for, so that V8 compiles what most
 * dispatches run; null in a charm's dispatch. `charmkit compile` rehearses;
 * nothing from outside of a process can set a global property.
 */
export function currentRehearsal(): Rehearsal | null {
  return Reflect.get(globalThis, REHEARSAL) ?? null;
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

  async #onConfigChanged(): Promise<void> {
    const { app, unit, model } = this;
    for (const name of this.config.keys()) this.config.get(name);
    const isLeader = unit.isLeader();
    for (const name of model.relations.keys()) {
      for (const { app: remote, data } of model.relations.get(name)) {
        if (remote !== null) data.get(remote).get("rehearsal");
        data.get(isLeader ? app : unit).set("rehearsal", "done");
      }
    }
    for (const name of unit.containers.keys()) await this.#runWorkload(name);
    unit.openPort("tcp", 80);
    unit.setWorkloadVersion("1");
    unit.status = new ActiveStatus("rehearsed");
  }

  async #runWorkload(name: string): Promise<void> {
    const container = this.unit.getContainer(name);
    if (!await container.canConnect()) return;
    const services = {
      [name]: { override: "replace", command: "/bin/true", startup: "enabled" },
    } as const;
    await container.addLayer(name, { services }, { combine: true });
    await container.replan();
  }
}
