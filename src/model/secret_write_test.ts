import { assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "./errors.ts";
import { Model } from "./model.ts";
import { Secret } from "./secret.ts";
import { addSecret } from "./secrets.ts";
import { type Answers, TestContext } from "./_test_context.ts";

const ID = "secret:d1s3kj9f7ul8o3ftu3v0";

function context(answers: Answers = {}, version = "3.6.14"): TestContext {
  return new TestContext({ answers, env: { JUJU_VERSION: version } });
}

Deno.test("Application.addSecret() and Unit.addSecret() create a secret (SEC-13)", () => {
  const test = context({ "secret-add": `${ID}\n` });
  const model = new Model(test.context);

  const ofApp = model.app.addSecret({ password: "hunter2" });
  const ofUnit = model.unit.addSecret({ "user-name": "", key1: "v" }, {
    label: "admin",
    description: "d",
    expire: new Date("2030-01-02T03:04:05Z"),
    rotate: "monthly",
  });

  assertEquals([ofApp.id, ofApp.label], [ID, null]);
  assertEquals([ofUnit.id, ofUnit.label], [ID, "admin"]);
  assertEquals(ofUnit.getContent(), { "user-name": "", key1: "v" });
  assertEquals(test.argvs, [
    "secret-add --owner application password#file=/private/password",
    "secret-add --label admin --description d --expire 2030-01-02T03:04:05.000Z --rotate monthly --owner unit user-name#file=/private/user-name key1#file=/private/key1",
  ]);
});

Deno.test("addSecret() never has content in arguments (SEC-14)", () => {
  const test = context({ "secret-add": ID });

  addSecret(test.context, "unit", { password: "hunter2" });

  assertEquals(test.argvs.join().includes("hunter2"), false);
  assertEquals(test.commands[0]?.files, { password: "hunter2" });
});

Deno.test("addSecret() counts an expiry from now (SEC-15)", () => {
  const test = context({ "secret-add": ID });
  const before = Date.now();

  addSecret(test.context, "unit", { password: "x" }, { expireAfterMs: 60_000 });

  const { argv = [] } = test.commands[0] ?? {};
  const expire = Date.parse(argv[argv.indexOf("--expire") + 1] ?? "");
  assertEquals(expire >= before + 60_000, true);
  assertEquals(expire <= Date.now() + 60_000, true);
});

const ROTATIONS = [
  "never",
  "hourly",
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "yearly",
] as const;
for (const rotate of ROTATIONS) {
  Deno.test(`addSecret() and Secret.setInfo() can have it rotated "${rotate}" (SEC-16)`, () => {
    const test = context({ "secret-add": ID });

    addSecret(test.context, "application", { password: "x" }, { rotate })
      .setInfo({ rotate });

    assertEquals(test.argvs, [
      `secret-add --rotate ${rotate} --owner application password#file=/private/password`,
      `secret-set --rotate ${rotate} --owner application ${ID}`,
    ]);
  });
}

Deno.test("addSecret() refuses an expiry that is none (SEC-15)", () => {
  const test = context();
  const cases = [
    { expire: new Date(NaN) },
    { expireAfterMs: NaN },
    { expire: new Date(), expireAfterMs: 1 },
    { expire: JSON.parse('"24h"') },
  ];
  for (const options of cases) {
    assertThrows(
      () => addSecret(test.context, "unit", { password: "x" }, options),
      TypeError,
      "Cannot set the expiry of a secret",
    );
  }
  assertEquals(test.argvs, []);
});

Deno.test("addSecret() and Secret.setContent() refuse content before any command (SEC-12)", () => {
  const test = context();
  const secret = new Secret(test.context, { id: ID });
  const cases: ReadonlyArray<[string, string]> = [
    ["null", "an object of keys and values"],
    ["[]", "an object of keys and values"],
    ['"hunter2"', "an object of keys and values"],
    ["{}", "has no key"],
    ['{"ab":"hunter2"}', 'unlike "ab"'],
    ['{"ok1":"hunter2","Bad":"hunter2","a--b":"x"}', 'unlike "Bad", "a--b"'],
    ['{"1ab":"x"}', 'unlike "1ab"'],
    ['{"a-1":"x"}', 'unlike "a-1"'],
    ['{"abc-":"x"}', 'unlike "abc-"'],
    ['{"abc\\n":"x"}', 'unlike "abc\\n"'],
    ['{"../x":"x"}', 'unlike "../x"'],
    ['{"abc":7,"def":null,"ok1":"hunter2"}', '"abc" (number), "def" (object)'],
  ];
  for (const [json, problem] of cases) {
    const content = JSON.parse(json);
    const attempts = [
      () => addSecret(test.context, "unit", content),
      () => secret.setContent(content),
    ];
    for (const attempt of attempts) {
      const error = assertThrows(attempt, TypeError, problem);
      assertEquals(Deno.inspect(error).includes("hunter2"), false);
    }
  }
  assertEquals(test.argvs, []);
});

Deno.test("addSecret() takes keys as Juju does, and empty values (SEC-12)", () => {
  const test = context({ "secret-add": ID });
  const content = { abc: "", "a-b-c": "x", a1b2: "y", "a-1b": "z" };

  addSecret(test.context, "unit", content);

  assertEquals(test.commands[0]?.files, content);
});

Deno.test("Secret.setContent() replaces the content (SEC-17, SEC-18)", () => {
  const test = context({ "secret-get": '{"password":"old"}' });
  const secret = new Secret(test.context, { id: ID });
  secret.getContent();

  secret.setContent({ password: "new" });

  assertEquals(secret.getContent(), { password: "old" });
  assertEquals(test.commands[1]?.files, { password: "new" });
  assertEquals(test.argvs, [
    `secret-get --format=json ${ID}`,
    `secret-set --owner application ${ID} password#file=/private/password`,
  ]);
});

Deno.test("Secret.setContent() does not write what the newest revision has", () => {
  const cases: ReadonlyArray<[string, (secret: Secret) => unknown, number]> = [
    ["nothing known", () => {}, 1],
    ["the tracked one", (secret) => secret.getContent(), 1],
    ["peeked", (secret) => secret.peekContent(), 0],
    ["refreshed", (secret) => secret.getContent({ refresh: true }), 0],
    ["written", (secret) => secret.setContent({ password: "same" }), 1],
    ["written over", (secret) => {
      secret.peekContent();
      secret.setContent({ password: "other" });
    }, 2],
    ["removed", (secret) => {
      secret.peekContent();
      secret.removeAllRevisions();
    }, 1],
  ];
  for (const [name, prepare, expected] of cases) {
    const test = context({ "secret-get": '{"password":"same"}' });
    const secret = new Secret(test.context, { id: ID });
    prepare(secret);

    secret.setContent({ password: "same" });

    const written = test.argvs.filter((argv) => argv.startsWith("secret-set"));
    assertEquals(written.length, expected, name);
  }
});

Deno.test("Secret.setContent() does not write what was just added, unless it was changed since", () => {
  const test = context({ "secret-add": ID });
  const content = { password: "same" };
  const secret = addSecret(test.context, "unit", content);

  secret.setContent({ password: "same" });
  content.password = "changed";
  secret.setContent(content);

  assertEquals(test.commands.map(({ files }) => files), [
    { password: "same" },
    { password: "changed" },
  ]);
});

Deno.test("Secret.setContent() writes again what failed to be written", () => {
  const test = context({ "secret-set": { stderr: "ERROR no\n" } });
  const secret = new Secret(test.context, { id: ID });

  for (let round = 0; round < 2; round++) {
    assertThrows(() => secret.setContent({ password: "new" }), ModelError);
  }

  assertEquals(test.argvs.length, 2);
});

Deno.test("Secret.setInfo() changes what is given (SEC-19)", () => {
  const test = context();
  const secret = new Secret(test.context, { id: ID, label: "old" });

  secret.setInfo({ label: "new", rotate: "daily" });

  assertEquals(secret.label, "old");
  assertEquals(test.argvs, [
    `secret-set --label new --rotate daily --owner application ${ID}`,
  ]);
  assertThrows(() => secret.setInfo({}), TypeError, "no attribute given");
});

Deno.test("Secret.setContent() sends attributes along to a Juju before 3.6 (SEC-20)", () => {
  for (const version of ["3.5.4", "3.6-beta1", "0.0.0"]) {
    const info = {
      revision: 1,
      label: "l",
      description: "d",
      rotation: "daily",
      expiry: "2030-01-02T03:04:05Z",
    };
    const test = context(
      { "secret-info-get": JSON.stringify({ d1s3: info }) },
      version,
    );

    new Secret(test.context, { id: ID }).setContent({ password: "new" });

    assertEquals(test.argvs, [
      `secret-info-get --format=json ${ID}`,
      `secret-set --label l --description d --expire 2030-01-02T03:04:05.000Z --rotate daily --owner application ${ID} password#file=/private/password`,
    ]);
  }
});

Deno.test("Secret.setInfo() sends content and attributes along to a Juju before 3.6 (SEC-20)", () => {
  const test = context({
    "secret-get": '{"password":"old"}',
    "secret-info-get": '{"d1s3":{"revision":1,"label":"l","description":"d"}}',
  }, "3.5.4");

  new Secret(test.context, { id: ID }).setInfo({ description: "", label: "n" });

  assertEquals(test.argvs, [
    `secret-get --format=json ${ID} --peek`,
    `secret-info-get --format=json ${ID}`,
    `secret-set --label n --description d --owner application ${ID} password#file=/private/password`,
  ]);
  assertEquals(test.commands[2]?.files, { password: "old" });
});

Deno.test("Secret.setInfo() asks an old Juju for nothing that is given (SEC-20)", () => {
  const test = context({ "secret-get": '{"password":"old"}' }, "3.5.4");

  new Secret(test.context, { id: ID }).setInfo({
    label: "l",
    description: "d",
    expire: new Date("2030-01-02T03:04:05Z"),
    rotate: "never",
  });

  assertEquals(test.argvs.map((argv) => argv.split(" ")[0]), [
    "secret-get",
    "secret-set",
  ]);
});
