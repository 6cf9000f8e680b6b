import {
  ModelError,
  type SecretEvent,
  SecretNotFoundError,
  SecretRevisionEvent,
} from "@charmkit/ops";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { HarnessError } from "./harness_error.ts";
import { recordingHarness } from "./testdata/recording_charm.ts";

const CONTENT = { password: "hunter2" };

Deno.test("Harness.addModelSecret() adds a secret of this side or of others (HRN-50)", async () => {
  using harness = recordingHarness();
  const { model } = harness;
  const { app } = await harness.begin();

  const own = [
    harness.addModelSecret(app, CONTENT),
    harness.addModelSecret("web/0", CONTENT),
  ];
  const foreign = harness.addModelSecret("postgresql", CONTENT);

  for (const id of own) {
    assertEquals(model.getSecret({ id }).getContent(), CONTENT);
  }
  assertEquals(/^secret:[0-9a-v]{20}$/.test(foreign), true);
  assertThrows(() => model.getSecret({ id: foreign }), ModelError);
  assertThrows(() => harness.addModelSecret("web", { a: "1" }), TypeError);
});

Deno.test("Harness.addUserSecret() adds a secret that is to be granted (HRN-50, HRN-51)", () => {
  using harness = recordingHarness();
  const id = harness.addUserSecret(CONTENT);
  assertThrows(() => harness.model.getSecret({ id }), ModelError);

  harness.grantSecret(id, "web");

  assertEquals(harness.model.getSecret({ id }).getContent(), CONTENT);
  harness.revokeSecret(id, "web");
  assertThrows(() => harness.model.getSecret({ id }), ModelError);
  assertThrows(() => harness.addUserSecret({ a: "1" }), TypeError);
});

Deno.test("Harness.grantSecret() lets this side read over a relation (HRN-51)", async () => {
  using harness = recordingHarness();
  const id = harness.addModelSecret("postgresql", CONTENT);
  assertThrows(
    () => harness.grantSecret(id, "web"),
    HarnessError,
    'no relation of "web" with its owner\'s application "postgresql"',
  );
  const relation = await harness.addRelation("db", "postgresql");

  harness.grantSecret(id, "web");
  harness.grantSecret(id, "web");
  harness.grantSecret(id, "web/0");

  assertEquals(harness.model.getSecret({ id }).getContent(), CONTENT);
  assertEquals(
    harness.getSecretGrants(id, relation),
    new Set(["web", "web/0"]),
  );
});

Deno.test("Harness.revokeSecret() takes back what was granted (HRN-51)", async () => {
  using harness = recordingHarness();
  const id = harness.addModelSecret("postgresql/0", CONTENT);
  const relation = await harness.addRelation("db", "postgresql");
  harness.grantSecret(id, "web");

  harness.revokeSecret(id, "redis");
  harness.revokeSecret(id, "web");
  harness.revokeSecret(id, "web");

  assertEquals(harness.getSecretGrants(id, relation), new Set());
  assertThrows(() => harness.model.getSecret({ id }), ModelError);
});

Deno.test("Harness.grantSecret() refuses own secrets, and unknown ones (HRN-51)", () => {
  using harness = recordingHarness();
  const id = harness.addModelSecret("web", CONTENT);

  for (const verb of ["grantSecret", "revokeSecret"] as const) {
    assertThrows(
      () => harness[verb](id, "postgresql"),
      HarnessError,
      "the charm under test owns it, and does so itself",
    );
  }
  assertThrows(
    () => harness.grantSecret("secret:nothing", "web"),
    HarnessError,
    'Cannot find secret "secret:nothing"',
  );
});

Deno.test("Harness.removeRelation() takes back what was granted over it (HRN-19)", async () => {
  using harness = recordingHarness();
  const { model } = harness;
  const id = harness.addModelSecret("postgresql", CONTENT);
  const relation = await harness.addRelation("db", "postgresql");
  harness.grantSecret(id, "web");
  const own = harness.addModelSecret("web/0", CONTENT);
  model.getSecret({ id: own }).grant(model.getRelation("db")!);
  assertEquals(
    harness.getSecretGrants(own, relation),
    new Set(["postgresql"]),
  );

  await harness.removeRelation(relation);

  assertThrows(() => model.getSecret({ id }), ModelError);
  assertEquals(harness.getSecretGrants(own, relation), new Set());
});

Deno.test("Harness.setSecretContent() makes a revision, and tells of it (HRN-52)", async () => {
  using harness = recordingHarness();
  const id = harness.addUserSecret(CONTENT);
  harness.grantSecret(id, "web");
  await assertRejects(
    () => harness.setSecretContent(id, { password: "new" }),
    HarnessError,
    'Cannot set the content of a secret: the charm is not made yet; call "begin" before',
  );
  const charm = await harness.begin();
  charm.model.getSecret({ id, label: "login" });
  const seen: unknown[] = [];
  charm.react = (event) => {
    const { secret } = event as SecretEvent;
    seen.push(secret.label, secret.getContent(), secret.peekContent());
  };
  harness.disableHooks();

  await harness.setSecretContent(id, { password: "new" });

  assertEquals(charm.events, ["secret-changed"]);
  assertEquals(seen, ["login", CONTENT, { password: "new" }]);
  assertEquals(harness.getSecretRevisions(id), [1, 2]);
});

Deno.test("Harness.setSecretContent() refuses own secrets, and unknown ones (HRN-52)", async () => {
  using harness = recordingHarness();
  await harness.begin();
  const id = harness.addModelSecret("web", CONTENT);

  await assertRejects(
    () => harness.setSecretContent(id, CONTENT),
    HarnessError,
    "the charm under test owns it",
  );
  await assertRejects(
    () => harness.setSecretContent("secret:nothing", CONTENT),
    HarnessError,
    "Cannot find secret",
  );
});

Deno.test("Harness.getSecretGrants() and getSecretRevisions() tell what the charm did (HRN-53)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  await harness.setLeader();
  const relation = await harness.addRelation("db", "postgresql", {
    unitData: {},
  });
  let id = "";
  charm.react = () => {
    const secret = charm.app.addSecret(CONTENT);
    const [db] = charm.relations.get("db");
    secret.grant(db!, { unit: [...db!.units][0]! });
    id = secret.id!;
  };
  await harness.updateConfig();
  charm.react = () =>
    charm.model.getSecret({ id }).setContent({ password: "new" });

  await harness.updateConfig();

  assertEquals(
    harness.getSecretGrants(id, relation),
    new Set(["postgresql/0"]),
  );
  assertEquals(harness.getSecretRevisions(id), [1, 2]);
});

Deno.test("Harness.triggerSecretRotation() and its like tell of an own secret (HRN-54)", async () => {
  using harness = recordingHarness();
  const id = harness.addModelSecret("web/0", CONTENT);
  await assertRejects(
    () => harness.triggerSecretRotation(id),
    HarnessError,
    'Cannot trigger "secret-rotate": the charm is not made yet',
  );
  const charm = await harness.begin();
  charm.model.getSecret({ id }).setInfo({ label: "login" });
  const seen: unknown[] = [];
  charm.react = (event) => {
    seen.push((event as SecretEvent).secret.label);
    if (event instanceof SecretRevisionEvent) seen.push(event.revision);
  };
  harness.disableHooks();

  await harness.triggerSecretRotation(id);
  await harness.triggerSecretRotation(id, { label: "other" });
  await harness.triggerSecretRemoval(id, 7);
  await harness.triggerSecretExpiration(id, 8);

  assertEquals(charm.events, [
    "secret-rotate",
    "secret-rotate",
    "secret-remove",
    "secret-expired",
  ]);
  assertEquals(seen, ["login", "other", "login", 7, "login", 8]);
});

Deno.test("Harness.triggerSecretRotation() refuses secrets of a user (HRN-54)", async () => {
  using harness = recordingHarness();
  await harness.begin();
  const id = harness.addUserSecret(CONTENT);

  await assertRejects(
    () => harness.triggerSecretRotation(id),
    HarnessError,
    `Cannot trigger "secret-rotate" of secret "${id}": it is the user's`,
  );
  await assertRejects(
    () => harness.triggerSecretExpiration(id, 1),
    HarnessError,
  );
});

Deno.test("Harness takes all forms of a secret's id (HRN-55)", async () => {
  using harness = recordingHarness();
  const { model } = harness;
  await harness.begin();
  const id = harness.addModelSecret("web/0", CONTENT);
  const bare = id.replace("secret:", "");

  for (const form of [id, bare, `secret://${model.uuid}/${bare}`]) {
    assertEquals(model.getSecret({ id: form }).getContent(), CONTENT);
    assertEquals(harness.getSecretRevisions(form), [1]);
  }
});

Deno.test("Harness has secrets of the application managed by its leader alone (HRN-55)", async () => {
  using harness = recordingHarness();
  const { model } = harness;
  await harness.begin();
  const id = harness.addModelSecret("web", CONTENT);
  const write = () => model.getSecret({ id }).setContent({ password: "new" });

  assertThrows(write, ModelError, "not the leader");
  await harness.setLeader();
  write();

  assertEquals(model.getSecret({ id }).peekContent(), { password: "new" });
  assertEquals(model.getSecret({ id }).getInfo().revision, 2);
});

Deno.test("Harness removes a secret with its last revision (HRN-55)", async () => {
  using harness = recordingHarness();
  const { model } = harness;
  await harness.begin();
  const id = harness.addModelSecret("web/0", CONTENT);
  const secret = model.getSecret({ id });

  secret.removeRevision(1);

  assertThrows(() => model.getSecret({ id }), SecretNotFoundError);
  assertThrows(() => harness.getSecretRevisions(id), HarnessError);
});
