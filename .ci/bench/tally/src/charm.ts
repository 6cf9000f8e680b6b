import * as ops from "@charmkit/ops";
import { charmcraft } from "./charmcraft.ts";

/** Sets a status; on a new configuration it also tells everybody. */
export class TallyCharm extends ops.CharmBase<typeof charmcraft> {
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.updateStatus, this.#onUpdateStatus);
    this.observe(this.on.configChanged, this.#onConfigChanged);
  }

  #onUpdateStatus(): void {
    this.unit.status = new ops.ActiveStatus();
  }

  #onConfigChanged(): void {
    const port = this.config.get("port");
    const relation = this.getRelation("db");
    if (!relation?.app) {
      this.unit.status = new ops.BlockedStatus("needs a relation to db");
      return;
    }
    if (this.unit.isLeader()) {
      const host = relation.data.get(relation.app).get("host") ?? "";
      relation.data.get(this.app).set("url", `http://${host}:${port}`);
    }
    this.unit.openPort("tcp", port);
    this.unit.setWorkloadVersion("1.2.3");
    this.unit.status = new ops.ActiveStatus();
  }
}

if (import.meta.main) await ops.main(TallyCharm, charmcraft);
