// Plays the two charms against each other: what one writes into its databag and
// its secrets is carried to the other, as Juju does, until neither has news.
import { ActiveStatus, BlockedStatus, WaitingStatus } from "@charmkit/ops";
import {
  Container,
  Context,
  Mount,
  Relation,
  Secret,
  type State,
} from "@charmkit/ops/testing";
import { assertEquals, assertNotEquals } from "@std/assert";
import { DatabaseProviderCharm } from "../../database-provider/src/charm.ts";
import { charmcraft as provides } from "../../database-provider/src/charmcraft.ts";
import { DatabaseRequirerCharm } from "./charm.ts";
import { charmcraft as requires } from "./charmcraft.ts";

const OWNER = new Secret({ username: "owner", password: "of the server" });
const CONFIG = { server: "10.0.0.5:5432", "server-login": OWNER.id };
/** The relation as each side sees it. */
const CLIENT = new Relation("database", { remoteAppName: requires.name });
const DATABASE = new Relation("database", { remoteAppName: provides.name });

/** Both applications, related, each with a unit that leads. */
class Pair implements Disposable {
  readonly folder: string = Deno.makeTempDirSync();
  readonly providing: Context<typeof provides> = new Context(
    DatabaseProviderCharm,
    provides,
  );
  readonly requiring: Context<typeof requires> = new Context(
    DatabaseRequirerCharm,
    requires,
  );
  provider = this.providing.state({
    leader: true,
    config: CONFIG,
    relations: [CLIENT],
    secrets: [OWNER],
    containers: [this.#container("pgbouncer")],
  });
  requirer = this.requiring.state({
    leader: true,
    relations: [DATABASE],
    containers: [this.#container("postgrest")],
  });

  /** Creates the relation, and carries news until there are none. */
  async relate(): Promise<void> {
    this.requirer = await this.requiring.run(
      this.requiring.on.relationCreated(DATABASE),
      this.requirer,
    );
    await this.settle();
  }

  async settle(): Promise<void> {
    while (await this.#tellProvider() || await this.#tellRequirer());
  }

  /** The login that PgBouncer takes, as `USER:PASSWORD`; null if it has none. */
  get accepted(): string | null {
    const text = Deno.readTextFileSync(`${this.folder}/pgbouncer/userlist.txt`);
    const [, user, password] = /^"(relation_\d+)" "(.+)"$/m.exec(text) ?? [];
    return user === undefined ? null : `${user}:${password}`;
  }

  /** The login that PostgREST uses. */
  get used(): string | undefined {
    const text = Deno.readTextFileSync(
      `${this.folder}/postgrest/postgrest.conf`,
    );
    return /\/\/(.+)@/.exec(text)?.[1];
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }

  async #tellProvider(): Promise<boolean> {
    const { localAppData } = this.requirer.getRelation(DATABASE);
    const before = this.provider.getRelation(CLIENT);
    const client = before.with({ remoteAppData: localAppData });
    if (client.equals(before)) return false;
    this.provider = await this.providing.run(
      this.providing.on.relationChanged(client),
      this.provider.with({ relations: [client] }),
    );
    return true;
  }

  async #tellRequirer(): Promise<boolean> {
    const { requiring } = this;
    const { localAppData } = this.provider.getRelation(CLIENT);
    const before = this.requirer.getRelation(DATABASE);
    const database = before.with({ remoteAppData: localAppData });
    const secrets = granted(this.provider, this.requirer);
    const state = this.requirer.with({ relations: [database], secrets });
    const changed = secrets.find(({ trackedContent, latestContent }) =>
      trackedContent["password"] !== latestContent["password"]
    );
    if (!database.equals(before)) {
      this.requirer = await requiring.run(
        requiring.on.relationChanged(database),
        state,
      );
    } else if (changed !== undefined) {
      this.requirer = await requiring.run(
        requiring.on.secretChanged(changed),
        state,
      );
    } else return false;
    return true;
  }

  #container<N extends "pgbouncer" | "postgrest">(name: N): Container<N> {
    const source = `${this.folder}/${name}`;
    Deno.mkdirSync(source);
    const config = new Mount({ location: `/etc/${name}`, source });
    return new Container(name, { canConnect: true, mounts: { config } });
  }
}

/** The owner's secrets as one reads them to whom they were granted. */
function granted(
  owner: Pick<State, "secrets">,
  reader: Pick<State, "secrets">,
): Secret[] {
  return owner.secrets
    .filter(({ remoteGrants }) =>
      remoteGrants[CLIENT.id]?.includes(requires.name)
    )
    .map(({ id, latestContent }) => {
      const known = reader.secrets.find((secret) => secret.id === id);
      return known?.with({ latestContent }) ??
        new Secret(latestContent, { id });
    });
}

Deno.test("the requirer logs in with what the provider takes", async () => {
  using pair = new Pair();

  await pair.relate();

  assertEquals(pair.provider.unitStatus, new ActiveStatus());
  assertEquals(pair.requirer.unitStatus, new ActiveStatus());
  assertEquals(pair.used, pair.accepted);
  assertEquals(pair.used?.startsWith(`relation_${CLIENT.id}:`), true);
});

Deno.test("the requirer takes up a password that the provider rotates, after which the old one is removed", async () => {
  using pair = new Pair();
  await pair.relate();
  const { accepted: before } = pair;
  const { providing } = pair;
  const label = `login-${CLIENT.id}`;

  pair.provider = await providing.run(
    providing.on.secretRotate(pair.provider.getSecret({ label })),
    pair.provider,
  );
  const { accepted: rotated } = pair;
  await pair.settle();
  pair.provider = await providing.run(
    providing.on.secretRemove(pair.provider.getSecret({ label }), {
      revision: 1,
    }),
    pair.provider,
  );

  assertNotEquals(rotated, before);
  assertEquals([pair.accepted, pair.used], [rotated, rotated]);
  assertEquals(providing.removedSecretRevisions, [1]);
  assertEquals(pair.requirer.unitStatus, new ActiveStatus());
});

Deno.test("the requirer waits while the provider has no server", async () => {
  using pair = new Pair();
  pair.provider = pair.provider.with({ config: {} });
  await pair.relate();
  const { unitStatus: waiting } = pair.requirer;

  pair.provider = await pair.providing.run(
    pair.providing.on.configChanged(),
    pair.provider.with({ config: CONFIG }),
  );
  await pair.settle();

  assertEquals(
    waiting,
    new WaitingStatus("Waiting for a database from database-provider"),
  );
  assertEquals(pair.requirer.unitStatus, new ActiveStatus());
  assertEquals(pair.used, pair.accepted);
});

Deno.test("both sides let go of the login when the relation is removed, the provider first", async () => {
  using pair = new Pair();
  const { providing, requiring } = pair;
  await pair.relate();

  pair.provider = await providing.run(
    providing.on.relationBroken(pair.provider.getRelation(CLIENT)),
    pair.provider,
  );
  const between = await requiring.run(
    requiring.on.updateStatus(),
    pair.requirer.with({ secrets: granted(pair.provider, pair.requirer) }),
  );
  pair.requirer = await requiring.run(
    requiring.on.relationBroken(between.getRelation(DATABASE)),
    between,
  );

  assertEquals(pair.accepted, null);
  assertEquals(pair.provider.secrets, [OWNER]);
  assertEquals(
    between.unitStatus,
    new WaitingStatus("Waiting for a login from database-provider"),
  );
  assertEquals(
    pair.requirer.unitStatus,
    new BlockedStatus(
      "No database: juju integrate database-requirer:database PROVIDER",
    ),
  );
  assertEquals([...Deno.readDirSync(`${pair.folder}/postgrest`)], []);
});
