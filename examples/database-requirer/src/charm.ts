import { requestDatabase } from "@charmkit/database-provider/interface";
import * as ops from "@charmkit/ops";
import { charmcraft } from "./charmcraft.ts";
import { type DatabaseState, readDatabase } from "./database.ts";
import { CONFIG_PATH, configFile, layer } from "./postgrest.ts";

/** Runs PostgREST on a database that a relation gives. */
export class DatabaseRequirerCharm extends ops.CharmBase<typeof charmcraft> {
  readonly #container: ops.Container = this.getContainer("postgrest");

  constructor(framework: ops.Framework) {
    super(framework);
    const database = this.on["database"];
    for (
      const event of [
        this.on["postgrest"].pebbleReady,
        this.on.configChanged,
        this.on.leaderElected,
        this.on.secretChanged,
        database.relationCreated,
        database.relationChanged,
        database.relationBroken,
      ]
    ) this.observe(event, this.#reconcile);
    this.observe(this.on.collectUnitStatus, this.#onCollectUnitStatus);
  }

  /** Asks for a database, and runs PostgREST on the one that was given. */
  async #reconcile(): Promise<void> {
    const relation = this.getRelation("database");
    if (relation !== null && this.unit.isLeader()) {
      requestDatabase(relation, this.app, this.config.get("database-name"));
    }
    if (!await this.#container.canConnect()) return;
    const database = readDatabase(this.model, relation);
    if (database.kind === "ready") await this.#run(database);
    // While the other side is only at work, what runs may go on.
    if (database.kind === "absent") await this.#stop();
  }

  async #run(database: DatabaseState & { kind: "ready" }): Promise<void> {
    const schema = this.config.get("schema");
    const file = configFile({ ...database, schema });
    const wasWritten = await this.#container.ensureFile(CONFIG_PATH, file, {
      makeDirs: true,
      permissions: 0o600,
    });
    const change = await this.#container.ensureLayer("postgrest", layer());
    // It reads its file when it starts.
    if (wasWritten && change === null) {
      await this.#container.restart("postgrest");
    }
  }

  /** The login is of no more use, so it is not left lying about. */
  async #stop(): Promise<void> {
    const services = await this.#container.getServices("postgrest");
    if (services.get("postgrest")?.isRunning()) {
      await this.#container.stop("postgrest");
    }
    if (await this.#container.exists(CONFIG_PATH)) {
      await this.#container.removePath(CONFIG_PATH);
    }
  }

  /** Says how the unit is, at the end of every event. */
  async #onCollectUnitStatus(event: ops.CollectStatusEvent): Promise<void> {
    const relation = this.getRelation("database");
    const database = readDatabase(this.model, relation);
    if (database.kind === "absent") {
      event.addStatus(
        new ops.BlockedStatus(
          `No database: juju integrate ${this.app.name}:database PROVIDER`,
        ),
      );
    } else if (database.kind === "wrong") {
      event.addStatus(new ops.BlockedStatus(database.message));
    } else if (database.kind === "waiting") {
      event.addStatus(new ops.WaitingStatus(database.message));
    }
    if (!await this.#container.canConnect()) {
      event.addStatus(new ops.WaitingStatus("Waiting for Pebble"));
      return;
    }
    const services = await this.#container.getServices("postgrest");
    event.addStatus(
      services.get("postgrest")?.isRunning()
        ? new ops.ActiveStatus()
        : new ops.WaitingStatus("Waiting for PostgREST to run"),
    );
  }
}

if (import.meta.main) await ops.main(DatabaseRequirerCharm, charmcraft);
