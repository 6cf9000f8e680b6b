import * as ops from "@charmkit/ops";

/** A guest book whose pages are in a database. */
class GuestbookCharm extends ops.CharmBase {
  constructor(framework: ops.Framework) {
    super(framework);
    for (
      const event of [
        this.on.configChanged,
        this.on.leaderElected,
        this.on.secretChanged,
        this.on["db"]!.relationCreated,
        this.on["db"]!.relationChanged,
        this.on["db"]!.relationBroken,
        this.on["cluster"]!.relationCreated,
        this.on["cluster"]!.relationChanged,
      ]
    ) this.observe(event, this.#reconcile);
    this.observe(this.on["count"]!.action, this.#onCount);
  }

  #reconcile(event: ops.EventBase): void {
    const cluster = this.model.getRelation("cluster");
    if (cluster === null) return;
    cluster.data.get(this.unit).set("ready", "yes");
    const isLeader = this.unit.isLeader();
    if (isLeader) cluster.data.get(this.app).set("leader", this.unit.name);
    const db = this.model.getRelation("db");
    if (db === null || event instanceof ops.RelationBrokenEvent) {
      this.unit.status = new ops.BlockedStatus("no database");
      return;
    }
    if (isLeader) db.data.get(this.app).set("database", "guestbook");
    const { endpoints, version, "secret-user": id } = db.app === null
      ? {} as Record<string, string>
      : db.data.get(db.app).toObject();
    if (id === undefined) {
      this.unit.status = new ops.WaitingStatus("the database says nothing yet");
      return;
    }
    const { password = "" } = this.model.getSecret({ id })
      .getContent({ refresh: true });
    // A charm must not do this; that it does shows what a report keeps back.
    console.log(`the password is ${password}`);
    const units = cluster.units.size + 1;
    this.unit.status = new ops.ActiveStatus(
      `${this.config.get("greeting")} from db ${endpoints} v${version}, ` +
        `${units} units, ${password.length} characters`,
    );
  }

  #onCount(event: ops.ActionEvent): void {
    const cluster = this.model.getRelation("cluster");
    const from = Number(event.params["from"]);
    event.setResults({ units: String(from + (cluster?.units.size ?? 0)) });
  }
}

await ops.main(GuestbookCharm);
