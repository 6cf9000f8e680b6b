import { ActiveStatus, WaitingStatus } from "@charmkit/ops";
import { Container, type Relation } from "@charmkit/ops/testing";
import {
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { OWNER, relationOf, REQUEST, Scene } from "./_scene.ts";

Deno.test("DatabaseProviderCharm gives a login in a secret that it grants", async () => {
  using scene = new Scene();

  const { web, out } = await scene.related();

  const login = out.getSecret({ label: `login-${web.id}` });
  const { username, password = "" } = login.latestContent;
  assertEquals(username, `relation_${web.id}`);
  assertMatch(password, /^[0-9a-f]{32}$/);
  assertEquals(
    [login.owner, login.rotate, login.remoteGrants],
    ["app", "monthly", { [web.id]: ["web"] }],
  );
  const { localAppData } = out.getRelation(web);
  const host = `database-provider.${out.model.name}.svc.cluster.local`;
  assertEquals(localAppData, {
    database: "shop",
    endpoints: `${host}:6432`,
    "secret-user": localAppData["secret-user"]!,
  });
  assertStringIncludes(
    localAppData["secret-user"]!,
    login.id.replace("secret:", ""),
  );
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("DatabaseProviderCharm lets each user reach the database that was asked for, and no other", async () => {
  using scene = new Scene();
  const { web, out: first } = await scene.related();
  const api = relationOf("api", { ...REQUEST, database: "prices" });

  const out = await scene.ctx.run(
    scene.ctx.on.relationChanged(api),
    first.with({ relations: [...first.relations, api] }),
  );

  assertEquals(
    scene.file("hba.conf"),
    `host "shop" "relation_${web.id}" all scram-sha-256\n` +
      `host "prices" "relation_${api.id}" all scram-sha-256\n`,
  );
  assertStringIncludes(
    scene.file("pgbouncer.ini"),
    "[databases]\n" +
      "prices = host=10.0.0.5 port=5432 dbname=prices user='owner'\n" +
      "shop = host=10.0.0.5 port=5432 dbname=shop user='owner'\n",
  );
  const passwordOf = ({ id }: Relation) =>
    out.getSecret({ label: `login-${id}` }).latestContent["password"];
  assertEquals(
    scene.file("userlist.txt"),
    '"owner" "say ""please"""\n' +
      `"relation_${web.id}" "${passwordOf(web)}"\n` +
      `"relation_${api.id}" "${passwordOf(api)}"\n`,
  );
  for (const { name } of Deno.readDirSync(scene.folder)) {
    const { mode } = Deno.statSync(`${scene.folder}/${name}`);
    assertEquals((mode ?? 0) & 0o777, 0o600);
  }
});

Deno.test("DatabaseProviderCharm puts no password into databags, logs, arguments or the plan", async () => {
  using scene = new Scene();

  const { web, out } = await scene.related();

  const { password = "" } = out.getSecret({ label: `login-${web.id}` })
    .latestContent;
  const seen = JSON.stringify([
    scene.ctx.logs,
    scene.ctx.hookCommands.map(({ args }) => args),
    out.relations,
    out.unitStatus,
    out.getContainer("pgbouncer").plan,
  ]);
  assertEquals([seen.includes(password), seen.includes("please")], [
    false,
    false,
  ]);
});

Deno.test("DatabaseProviderCharm gives a new password when it is time, and PgBouncer reads it", async () => {
  using scene = new Scene();
  const { web, out: running } = await scene.related();
  const before = running.getSecret({ label: `login-${web.id}` });

  const out = await scene.ctx.run(scene.ctx.on.secretRotate(before), running);

  const { username, password } = out.getSecret({ id: before.id }).latestContent;
  assertEquals(username, before.latestContent["username"]);
  assertNotEquals(password, before.latestContent["password"]);
  assertStringIncludes(
    scene.file("userlist.txt"),
    `"${username}" "${password}"\n`,
  );
  assertEquals(
    out.getRelation(web).localAppData,
    running.getRelation(web).localAppData,
  );
  assertStringIncludes(`${scene.ctx.explain()}`, "sendSignal");
});

Deno.test("DatabaseProviderCharm removes a password that nobody uses any more", async () => {
  using scene = new Scene();
  const { web, out: running } = await scene.related();
  const label = `login-${web.id}`;
  const rotated = await scene.ctx.run(
    scene.ctx.on.secretRotate(running.getSecret({ label })),
    running,
  );

  const secret = rotated.getSecret({ label });
  const out = await scene.ctx.run(
    scene.ctx.on.secretRemove(secret, { revision: 1 }),
    rotated,
  );

  assertEquals(scene.ctx.removedSecretRevisions, [1]);
  assertEquals(
    out.getSecret({ label }).latestContent,
    secret.latestContent,
  );
});

Deno.test("DatabaseProviderCharm rotates all passwords by its action", async () => {
  using scene = new Scene();
  const { web, out: running } = await scene.related();
  const { latestContent } = running.getSecret({ label: `login-${web.id}` });

  const out = await scene.ctx.run(
    scene.ctx.on.action("rotate-passwords"),
    running,
  );

  assertEquals(scene.ctx.actionResults, { rotated: "1" });
  assertNotEquals(
    out.getSecret({ label: `login-${web.id}` }).latestContent,
    latestContent,
  );
});

Deno.test("DatabaseProviderCharm takes the login away when the relation is gone", async () => {
  using scene = new Scene();
  const { web, out: running } = await scene.related();

  const out = await scene.ctx.run(
    scene.ctx.on.relationBroken(running.getRelation(web)),
    running,
  );

  assertEquals(out.secrets, [OWNER]);
  assertEquals(scene.file("hba.conf"), "");
  assertEquals(scene.file("userlist.txt"), '"owner" "say ""please"""\n');
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("DatabaseProviderCharm on a unit that does not lead writes no data, and gives PgBouncer the leader's logins", async () => {
  using scene = new Scene();
  using follower = new Scene();
  const { web, out: led } = await scene.related();
  const label = `login-${web.id}`;
  const early = await follower.ctx.run(
    follower.ctx.on.relationChanged(web),
    follower.state([web]).with({ leader: false }),
  );
  const first = await follower.ctx.run(
    follower.ctx.on.updateStatus(),
    early.with({ secrets: led.secrets }),
  );
  const listed = follower.file("userlist.txt");
  const rotated = await scene.ctx.run(
    scene.ctx.on.secretRotate(led.getSecret({ label })),
    led,
  );

  const out = await follower.ctx.run(
    follower.ctx.on.secretChanged(rotated.getSecret({ label })),
    first.with({ secrets: rotated.secrets }),
  );

  assertEquals(early.secrets, [OWNER]);
  assertEquals(out.getRelation(web).localAppData, {});
  assertEquals(out.unitStatus, new ActiveStatus());
  assertNotEquals(listed, scene.file("userlist.txt"));
  assertEquals(follower.file("userlist.txt"), scene.file("userlist.txt"));
});

Deno.test("DatabaseProviderCharm makes no login before it is asked for a database", async () => {
  using scene = new Scene();

  const { out } = await scene.related({});

  assertEquals(out.secrets, [OWNER]);
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("DatabaseProviderCharm waits for Pebble, and answers requests already", async () => {
  using scene = new Scene();
  const web = relationOf("web", REQUEST);

  const out = await scene.ctx.run(
    scene.ctx.on.relationChanged(web),
    scene.state([web]).with({ containers: [new Container("pgbouncer")] }),
  );

  assertEquals(out.unitStatus, new WaitingStatus("Waiting for Pebble"));
  assertEquals(out.getRelation(web).localAppData["database"], "shop");
});
