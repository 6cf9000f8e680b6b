import { ActiveStatus, BlockedStatus, WaitingStatus } from "@charmkit/ops";
import {
  Container,
  Context,
  fuzzEvents,
  Mount,
  Relation,
  Secret,
  State,
} from "@charmkit/ops/testing";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { DatabaseRequirerCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";

const LOGIN = new Secret({ username: "relation_7", password: "red horse" });
const OFFER = {
  database: "shop",
  endpoints: "10.0.0.7:5432,10.0.0.8:5432",
  "secret-user": LOGIN.id,
};
const NO_DATABASE = new BlockedStatus(
  "No database: juju integrate database-requirer:database PROVIDER",
);

type Charmcraft = typeof charmcraft;

/** The charm, and a folder for the files of PostgREST, which outlast a run. */
class Scene implements Disposable {
  readonly ctx: Context<Charmcraft> = new Context(
    DatabaseRequirerCharm,
    charmcraft,
    {
      checks: { idempotence: true, stableDatabags: true, settledStatus: true },
    },
  );
  readonly folder: string = Deno.makeTempDirSync();
  readonly container: Container<"postgrest"> = new Container("postgrest", {
    canConnect: true,
    mounts: {
      config: new Mount({ location: "/etc/postgrest", source: this.folder }),
    },
  });

  /** Runs relation-changed with what the other side has said. */
  async related(
    remoteAppData: Record<string, string>,
    options: { readonly secrets?: Secret[]; readonly leader?: boolean } = {},
  ) {
    const { secrets = [LOGIN], leader = true } = options;
    const database = databaseOf(remoteAppData);
    const out = await this.ctx.run(
      this.ctx.on.relationChanged(database),
      new State({
        containers: [this.container],
        relations: [database],
        secrets,
        leader,
      }),
    );
    return { database, out };
  }

  /** What PostgREST reads. */
  configFile(): string {
    return Deno.readTextFileSync(`${this.folder}/postgrest.conf`);
  }

  /** How often the last run has restarted PostgREST. */
  restarts(): number {
    return this.ctx.explain().steps.filter(({ kind, text }) =>
      kind === "pebble" && text.includes("restartServices")
    ).length;
  }

  [Symbol.dispose](): void {
    this.ctx.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** A relation in which the other side has said this. */
function databaseOf(remoteAppData: Record<string, string>) {
  return new Relation("database", {
    remoteAppName: "postgresql",
    remoteAppData,
  });
}

Deno.test("DatabaseRequirerCharm asks for a database, as leader", async () => {
  using scene = new Scene();

  const { database, out } = await scene.related({});

  assertEquals(out.getRelation(database).localAppData, {
    database: "postgrest",
    "requested-secrets": '["username","password"]',
  });
  assertEquals(
    out.unitStatus,
    new WaitingStatus("Waiting for a database from postgresql"),
  );
});

Deno.test("DatabaseRequirerCharm asks for nothing while it does not lead, and runs PostgREST nevertheless", async () => {
  using scene = new Scene();

  const { database, out } = await scene.related(OFFER, { leader: false });

  assertEquals(out.getRelation(database).localAppData, {});
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("DatabaseRequirerCharm gives the login to PostgREST in a file that nobody else reads", async () => {
  using scene = new Scene();

  const { out } = await scene.related(OFFER);

  assertEquals(out.unitStatus, new ActiveStatus());
  const { plan, serviceStatuses } = out.getContainer("postgrest");
  assertEquals(serviceStatuses, { postgrest: "active" });
  const uri =
    "postgresql://relation_7:red%20horse@10.0.0.7:5432,10.0.0.8:5432/shop";
  assertEquals(
    scene.configFile(),
    `db-uri = "${uri}"\ndb-schemas = "public"\nserver-port = 3000\n`,
  );
  const { mode } = Deno.statSync(`${scene.folder}/postgrest.conf`);
  assertEquals((mode ?? 0) & 0o777, 0o600);
  assertEquals(JSON.stringify(plan).includes("horse"), false);
});

Deno.test("DatabaseRequirerCharm puts no password into logs, arguments or statuses", async () => {
  using scene = new Scene();

  const { out } = await scene.related(OFFER);

  const seen = JSON.stringify([
    scene.ctx.logs,
    scene.ctx.hookCommands.map(({ args }) => args),
    scene.ctx.unitStatusHistory,
    out.unitStatus,
    out.relations,
  ]);
  assertEquals(seen.includes("horse"), false);
});

Deno.test("DatabaseRequirerCharm takes a new password up, and lets go of the old one", async () => {
  using scene = new Scene();
  const { out: running } = await scene.related(OFFER);
  const changed = running.getSecret({ id: LOGIN.id }).with({
    latestContent: { username: "relation_7", password: "battery-staple" },
  });

  const out = await scene.ctx.run(
    scene.ctx.on.secretChanged(changed),
    running.with({ secrets: [changed] }),
  );

  assertStringIncludes(scene.configFile(), "relation_7:battery-staple@");
  assertEquals(
    out.getSecret({ id: LOGIN.id }).trackedContent["password"],
    "battery-staple",
  );
  assertEquals(scene.restarts(), 1);
});

Deno.test("DatabaseRequirerCharm does not restart PostgREST when nothing has changed", async () => {
  using scene = new Scene();
  const { out: running } = await scene.related(OFFER);

  const out = await scene.ctx.run(scene.ctx.on.configChanged(), running);

  assertEquals(scene.restarts(), 0);
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("DatabaseRequirerCharm is blocked and stops PostgREST when the relation is gone", async () => {
  using scene = new Scene();
  const { database, out: running } = await scene.related(OFFER);

  const out = await scene.ctx.run(
    scene.ctx.on.relationBroken(running.getRelation(database)),
    running,
  );

  assertEquals(out.unitStatus, NO_DATABASE);
  assertEquals(out.getContainer("postgrest").serviceStatuses, {
    postgrest: "inactive",
  });
  assertEquals([...Deno.readDirSync(scene.folder)], []);
});

Deno.test("DatabaseRequirerCharm runs PostgREST again on the database that comes after", async () => {
  using scene = new Scene();
  const { database, out: running } = await scene.related(OFFER);
  const without = await scene.ctx.run(
    scene.ctx.on.relationBroken(running.getRelation(database)),
    running,
  );
  const next = databaseOf({ ...OFFER, endpoints: "10.0.0.9:5432" });

  const out = await scene.ctx.run(
    scene.ctx.on.relationChanged(next),
    without.with({ relations: [next] }),
  );

  assertEquals(out.unitStatus, new ActiveStatus());
  assertEquals(out.getContainer("postgrest").serviceStatuses, {
    postgrest: "active",
  });
});

Deno.test("DatabaseRequirerCharm is blocked without a relation", async () => {
  using scene = new Scene();

  const out = await scene.ctx.run(
    scene.ctx.on.pebbleReady(scene.container),
    new State({ containers: [scene.container] }),
  );

  assertEquals(out.unitStatus, NO_DATABASE);
});

Deno.test("DatabaseRequirerCharm waits for Pebble, and starts when it is there", async () => {
  using scene = new Scene();
  const database = databaseOf(OFFER);
  const early = await scene.ctx.run(
    scene.ctx.on.relationChanged(database),
    new State({
      containers: [new Container("postgrest")],
      relations: [database],
      secrets: [LOGIN],
    }),
  );

  const out = await scene.ctx.run(
    scene.ctx.on.pebbleReady(scene.container),
    early.with({ containers: [scene.container] }),
  );

  assertEquals(early.unitStatus, new WaitingStatus("Waiting for Pebble"));
  assertEquals(out.unitStatus, new ActiveStatus());
});

const WRONG: Readonly<Record<string, [Record<string, string>, string]>> = {
  "an endpoint without a port": [
    { endpoints: "10.0.0.7" },
    'Invalid data from postgresql: "endpoints.0": must be HOST:PORT',
  ],
  "an endpoint that would change the URI": [
    { endpoints: "evil@10.0.0.7:5432" },
    'Invalid data from postgresql: "endpoints.0": must be HOST:PORT',
  ],
  "no id of a secret": [
    { "secret-user": "hunter2" },
    'Invalid data from postgresql: "secret-user": must be the id of a secret',
  ],
  "a database name that is none": [
    { database: "shop?sslmode=disable" },
    'Invalid data from postgresql: "database": must be 1 to 63 letters, digits, _ and -, with a letter or _ first',
  ],
};
for (const [name, [data, message]] of Object.entries(WRONG)) {
  Deno.test(`DatabaseRequirerCharm is blocked by ${name}`, async () => {
    using scene = new Scene();

    const { out } = await scene.related({ ...OFFER, ...data });

    assertEquals(out.unitStatus, new BlockedStatus(message));
    assertEquals(out.getContainer("postgrest").layers, {});
  });
}

Deno.test("DatabaseRequirerCharm is blocked by a secret without a password, and says nothing of its content", async () => {
  using scene = new Scene();
  const login = new Secret({ username: "somebody" }, { id: LOGIN.id });

  const { out } = await scene.related(OFFER, { secrets: [login] });

  assertEquals(
    out.unitStatus,
    new BlockedStatus(
      'Invalid login from postgresql: "password": is missing',
    ),
  );
});

Deno.test("DatabaseRequirerCharm waits for a secret that is not there, and lets PostgREST run", async () => {
  using scene = new Scene();
  const { out: running } = await scene.related(OFFER);

  const out = await scene.ctx.run(
    scene.ctx.on.updateStatus(),
    running.with({ secrets: [] }),
  );

  assertEquals(
    out.unitStatus,
    new WaitingStatus("Waiting for a login from postgresql"),
  );
  assertEquals(out.getContainer("postgrest").serviceStatuses, {
    postgrest: "active",
  });
});

Deno.test("DatabaseRequirerCharm is never active without a database, whatever comes", async () => {
  await fuzzEvents(DatabaseRequirerCharm, charmcraft, {
    seed: 7,
    runs: 40,
    initial: new State({ secrets: [LOGIN] }),
    databagKeys: { database: Object.keys(OFFER) },
    context: { checks: { settledStatus: true } },
    invariant: (state) =>
      assertEquals(
        state.relations.length === 0 && state.unitStatus.name === "active",
        false,
      ),
  });
});
