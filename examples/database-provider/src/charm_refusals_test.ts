import { BlockedStatus } from "@charmkit/ops";
import { ActionFailed, Secret } from "@charmkit/ops/testing";
import { assertEquals, assertRejects } from "@std/assert";
import { CONFIG, OWNER, REQUEST, Scene } from "./_scene.ts";

const WRONG_REQUESTS: Readonly<
  Record<string, [Record<string, string>, string]>
> = {
  "a name that would change the configuration": [
    { ...REQUEST, database: "shop\n[pgbouncer]" },
    '"database": must be 1 to 63 letters, digits, _ and -, with a letter or _ first',
  ],
  "a password that is to be outside of a secret": [
    { ...REQUEST, "requested-secrets": '["username"]' },
    '"requested-secrets": must have username and password: they are given in a secret only',
  ],
  "no list of secrets": [
    { database: "shop" },
    '"requested-secrets": must be a list in JSON',
  ],
  "a list that is no JSON": [
    { ...REQUEST, "requested-secrets": "username" },
    '"requested-secrets": must be a list in JSON',
  ],
};
for (const [name, [request, details]] of Object.entries(WRONG_REQUESTS)) {
  Deno.test(`DatabaseProviderCharm is blocked by a request with ${name}`, async () => {
    using scene = new Scene();

    const { web, out } = await scene.related(request);

    assertEquals(
      out.unitStatus,
      new BlockedStatus(`Cannot serve web: ${details}`),
    );
    assertEquals(out.secrets, [OWNER]);
    assertEquals(out.getRelation(web).localAppData, {});
  });
}

const WRONG_SERVERS: Readonly<
  Record<string, [Record<string, string>, Secret[], string]>
> = {
  "no server": [{}, [], "Set server to HOST:PORT of PostgreSQL"],
  "a server without a port": [
    { server: "10.0.0.5" },
    [],
    'Invalid server "10.0.0.5": give HOST:PORT',
  ],
  "no login to the server": [
    { server: "10.0.0.5:5432" },
    [],
    "Set server-login to a secret",
  ],
  "a login that was not granted": [
    CONFIG,
    [],
    "Cannot read server-login: juju grant-secret NAME database-provider",
  ],
  "a login without a password": [
    CONFIG,
    [new Secret({ username: "owner" }, { id: OWNER.id })],
    'Invalid server-login: "password": is missing',
  ],
  "a password that would change the configuration": [
    CONFIG,
    [new Secret({ username: "owner", password: "a\n" }, { id: OWNER.id })],
    "Invalid server-login: it has a line break or another control character",
  ],
};
for (
  const [name, [config, secrets, message]] of Object.entries(WRONG_SERVERS)
) {
  Deno.test(`DatabaseProviderCharm is blocked by ${name}`, async () => {
    using scene = new Scene();

    const out = await scene.ctx.run(
      scene.ctx.on.configChanged(),
      scene.state().with({ config, secrets }),
    );

    assertEquals(out.unitStatus, new BlockedStatus(message));
    assertEquals(out.getContainer("pgbouncer").layers, {});
  });
}

Deno.test("DatabaseProviderCharm refuses to rotate without leadership or server", async () => {
  using scene = new Scene();
  const { ctx } = scene;

  await assertRejects(
    () =>
      ctx.run(
        ctx.on.action("rotate-passwords"),
        scene.state().with({ leader: false }),
      ),
    ActionFailed,
    "run this on the leader",
  );
  await assertRejects(
    () =>
      ctx.run(
        ctx.on.action("rotate-passwords"),
        scene.state().with({ config: {} }),
      ),
    ActionFailed,
    "Set server to HOST:PORT",
  );
});
