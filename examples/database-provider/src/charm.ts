import {
  type Login,
  newPassword,
  offerDatabase,
  readLogin,
  readRequest,
} from "@charmkit/database-provider/interface";
import * as ops from "@charmkit/ops";
import { charmcraft } from "./charmcraft.ts";
import {
  type Client,
  files,
  isOneLine,
  layer,
  parseServer,
  PORT,
  type Server,
} from "./pgbouncer.ts";

/** A login of an application, and the secret that holds it. */
interface Credentials {
  readonly secret: ops.Secret;
  readonly login: Login;
}

/** Gives each related application a database, a user and a password. */
export class DatabaseProviderCharm extends ops.CharmBase<typeof charmcraft> {
  readonly #container: ops.Container = this.getContainer("pgbouncer");

  constructor(framework: ops.Framework) {
    super(framework);
    const { relationChanged, relationBroken } = this.on["database"];
    for (
      const event of [
        this.on["pgbouncer"].pebbleReady,
        this.on.configChanged,
        this.on.leaderElected,
        // Of the server's login and, for units that do not lead, of passwords.
        this.on.secretChanged,
        this.on.updateStatus,
        relationChanged,
      ]
    ) this.observe(event, this.#reconcile);
    this.observe(relationBroken, this.#onRelationBroken);
    this.observe(this.on.secretRotate, this.#onSecretRotate);
    this.observe(this.on.secretRemove, this.#onSecretRemove);
    this.observe(this.on["rotate-passwords"].action, this.#onRotatePasswords);
    this.observe(this.on.collectUnitStatus, this.#onCollectUnitStatus);
  }

  async #reconcile(): Promise<void> {
    await this.#serve();
  }

  /** Juju takes the grant back; the secret itself goes with its relation. */
  async #onRelationBroken(event: ops.RelationBrokenEvent): Promise<void> {
    if (this.unit.isLeader()) {
      this.#findSecret(labelOf(event.relation))?.removeAllRevisions();
    }
    await this.#serve();
  }

  async #onSecretRotate(event: ops.SecretRotateEvent): Promise<void> {
    const { label } = event.secret;
    if (label !== null) await this.#serve([label]);
  }

  /** All who read the secret have a newer password: the old one can go. */
  #onSecretRemove(event: ops.SecretRemoveEvent): void {
    event.removeRevision();
  }

  async #onRotatePasswords(event: ops.ActionEvent): Promise<void> {
    if (!this.unit.isLeader()) {
      event.fail("Cannot rotate passwords: run this on the leader");
      return;
    }
    const server = this.#findServer();
    if (server instanceof ops.StatusBase) {
      event.fail(`Cannot rotate passwords: ${server.message}`);
      return;
    }
    const labels = this.relations.get("database").map(labelOf);
    const clients = await this.#serve(labels);
    event.setResults({ rotated: clients.length });
  }

  /**
   * Gives logins to those who ask, and brings PgBouncer in line with them.
   *
   * @param renewed Labels of the secrets that get a new password.
   */
  async #serve(renewed: readonly string[] = []): Promise<readonly Client[]> {
    const server = this.#findServer();
    if (server instanceof ops.StatusBase) return [];
    this.unit.setPorts(PORT);
    const clients = this.relations.get("database")
      .map((relation) =>
        this.#client(relation, renewed.includes(labelOf(relation)))
      )
      .filter((client) => client !== null);
    if (await this.#container.canConnect()) await this.#run(server, clients);
    return clients;
  }

  /** The client at the other side of a relation, or null while it is none. */
  #client(relation: ops.Relation, isRenewed: boolean): Client | null {
    const request = readRequest(relation);
    if (!request?.ok) return null;
    const credentials = this.#credentials(relation, isRenewed);
    if (credentials === null) return null;
    const { database } = request.value;
    const { login, secret } = credentials;
    if (this.unit.isLeader()) {
      const host = `${this.app.name}.${this.model.name}.svc.cluster.local`;
      offerDatabase(relation, this.app, {
        database,
        endpoints: [`${host}:${PORT}`],
        secretId: secret.getInfo().id,
      });
    }
    return { database, login };
  }

  /** The login of a relation; null while the leader has made none. */
  #credentials(relation: ops.Relation, isRenewed: boolean): Credentials | null {
    const label = labelOf(relation);
    const secret = this.#findSecret(label);
    if (secret === null) {
      return this.unit.isLeader() ? this.#newCredentials(relation) : null;
    }
    const found = readLogin(secret);
    if (!found.ok) throw found.error;
    if (!isRenewed) return { secret, login: found.value };
    const login = { ...found.value, password: newPassword() };
    secret.setContent(login);
    return { secret, login };
  }

  #newCredentials(relation: ops.Relation): Credentials {
    const login = {
      username: `relation_${relation.id}`,
      password: newPassword(),
    };
    const secret = this.app.addSecret(login, {
      label: labelOf(relation),
      description: `Login of ${relation.app?.name} to its database`,
      rotate: "monthly",
    });
    secret.grant(relation);
    return { secret, login };
  }

  #findSecret(label: string): ops.Secret | null {
    try {
      return this.model.getSecret({ label });
    } catch (error) {
      if (error instanceof ops.SecretNotFoundError) return null;
      throw error;
    }
  }

  async #run(server: Server, clients: readonly Client[]): Promise<void> {
    let hasChanged = false;
    for (const [path, content] of Object.entries(files(server, clients))) {
      const wasWritten = await this.#container.ensureFile(path, content, {
        makeDirs: true,
        permissions: 0o600,
      });
      hasChanged ||= wasWritten;
    }
    const change = await this.#container.ensureLayer("pgbouncer", layer());
    // It reads its files again, and those who are connected stay so.
    if (hasChanged && change === null) {
      await this.#container.sendSignal("SIGHUP", "pgbouncer");
    }
  }

  /** The server of the configuration, or the status that says what it lacks. */
  #findServer(): Server | ops.StatusBase {
    const text = this.config.get("server");
    const id = this.config.get("server-login");
    if (!text) {
      return new ops.BlockedStatus("Set server to HOST:PORT of PostgreSQL");
    }
    const server = parseServer(text);
    if (server === null) {
      return new ops.BlockedStatus(`Invalid server "${text}": give HOST:PORT`);
    }
    if (!id) {
      return new ops.BlockedStatus("Set server-login to a secret");
    }
    try {
      const login = readLogin(this.model.secretOf({ id }));
      if (!login.ok) {
        const { details } = login.error;
        return new ops.BlockedStatus(`Invalid server-login: ${details}`);
      }
      return isOneLine(login.value)
        ? { ...server, login: login.value }
        : new ops.BlockedStatus(
          "Invalid server-login: it has a line break or another control character",
        );
    } catch (error) {
      if (!(error instanceof ops.ModelError)) throw error;
      return new ops.BlockedStatus(
        `Cannot read server-login: juju grant-secret NAME ${this.app.name}`,
      );
    }
  }

  /** Says how the unit is, at the end of every event. */
  async #onCollectUnitStatus(event: ops.CollectStatusEvent): Promise<void> {
    const server = this.#findServer();
    if (server instanceof ops.StatusBase) {
      event.addStatus(server);
      return;
    }
    for (const relation of this.relations.get("database")) {
      const request = readRequest(relation);
      if (request === null || request.ok) continue;
      const { details } = request.error;
      event.addStatus(
        new ops.BlockedStatus(`Cannot serve ${relation.app?.name}: ${details}`),
      );
    }
    if (!await this.#container.canConnect()) {
      event.addStatus(new ops.WaitingStatus("Waiting for Pebble"));
      return;
    }
    const services = await this.#container.getServices("pgbouncer");
    event.addStatus(
      services.get("pgbouncer")?.isRunning()
        ? new ops.ActiveStatus()
        : new ops.WaitingStatus("Waiting for PgBouncer to run"),
    );
  }
}

/** Label of the secret of a relation, by which all units find it. */
function labelOf({ id }: ops.Relation): string {
  return `login-${id}`;
}

if (import.meta.main) await ops.main(DatabaseProviderCharm, charmcraft);
