import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { HookCommandError } from "../hook_commands/hook_command_error.ts";
import { ModelError, SecretNotFoundError } from "./errors.ts";
import { Model } from "./model.ts";
import { Secret } from "./secret.ts";
import { type Answers, TestContext } from "./_test_context.ts";

const ID = "secret:d1s3kj9f7ul8o3ftu3v0";
const CONTENT = '{"password":"hunter2"}';
const INFO = '{"d1s3":{"revision":3,"label":"admin"}}';

function context(answers: Answers = {}, version = "3.6.14"): TestContext {
  return new TestContext({
    answers,
    env: { JUJU_VERSION: version },
    charmcraft: { requires: { db: { interface: "postgresql" } } },
  });
}

Deno.test("Secret normalises its id (SEC-01, SEC-05)", () => {
  const { context: model } = context();
  const cases = [
    [ID, ID, "d1s3kj9f7ul8o3ftu3v0"],
    [" d1s3 ", "secret://model-uuid/d1s3", "d1s3"],
    ["secret://other/d1s3", "secret://other/d1s3", "d1s3"],
  ] as const;
  for (const [given, id, unique] of cases) {
    const secret = new Secret(model, { id: given });

    assertEquals(
      [secret.id, secret.label, secret.uniqueIdentifier],
      [id, null, unique],
    );
  }
});

Deno.test("Secret normalises its id also without a model (SEC-01)", () => {
  const test = new TestContext({ env: { JUJU_MODEL_UUID: "" } });

  assertEquals(new Secret(test.context, { id: "d1s3" }).id, "secret:d1s3");
});

Deno.test("Secret needs an id or a label (SEC-04)", () => {
  const { context: model } = context();

  for (const reference of [{}, { id: "" }, { label: "" }]) {
    assertThrows(() => new Secret(model, reference), TypeError);
  }
  const { id, label, uniqueIdentifier } = new Secret(model, { label: "admin" });
  assertEquals([id, label, uniqueIdentifier], [null, "admin", null]);
});

Deno.test("Secret shows id and label, never content (SEC-04)", () => {
  const { context: model } = context({ "secret-get": CONTENT });
  const secret = new Secret(model, { id: ID, label: "admin" });

  secret.getContent({ refresh: true });

  assertEquals(`${secret}`, `Secret("${ID}", label "admin")`);
  assertEquals(
    Deno.inspect(secret, { showHidden: true, depth: 9 }).includes("hunter2"),
    false,
  );
  assertEquals(JSON.stringify(secret).includes("hunter2"), false);
});

Deno.test("Model.getSecret() reads the content at once, by id, by label, or by both, which sets the label (SEC-02, SEC-24)", () => {
  const cases = [
    [{ id: ID }, `secret-get --format=json ${ID}`],
    [{ label: "admin" }, "secret-get --format=json --label admin"],
    [
      { id: ID, label: "admin" },
      `secret-get --format=json ${ID} --label admin`,
    ],
  ] as const;
  for (const [reference, argv] of cases) {
    const test = context({ "secret-get": CONTENT });

    const secret = new Model(test.context).getSecret(reference);

    assertEquals(test.argvs, [argv]);
    assertEquals(secret.getContent(), { password: "hunter2" });
    assertEquals(test.argvs.length, 1);
  }
  assertThrows(() => new Model(context().context).getSecret({}), TypeError);
});

Deno.test("Model.getSecret() tells that there is none (SEC-03)", () => {
  const cases = [
    ['ERROR secret "x" not found\n', SecretNotFoundError],
    ["ERROR permission denied\n", ModelError],
  ] as const;
  for (const [stderr, errorClass] of cases) {
    const test = context({ "secret-get": { stderr } });

    const error = assertThrows(
      () => new Model(test.context).getSecret({ label: "admin" }),
      errorClass,
      'Cannot read Secret(label "admin")',
    );

    assertEquals(error.constructor, errorClass);
    assertInstanceOf(error.cause, HookCommandError);
  }
});

Deno.test("Secret.getContent() gives a copy, and refreshes when asked (SEC-06)", () => {
  const test = context({ "secret-get": CONTENT });
  const secret = new Secret(test.context, { id: ID, label: "admin" });

  secret.getContent()["password"] = "changed";

  assertEquals(secret.getContent(), { password: "hunter2" });
  secret.getContent({ refresh: true });
  assertEquals(test.argvs, [
    `secret-get --format=json ${ID} --label admin`,
    `secret-get --format=json ${ID} --label admin --refresh`,
  ]);
});

Deno.test("Secret.peekContent() asks each time, and keeps what is tracked (SEC-07)", () => {
  const test = context({ "secret-get": CONTENT });
  const secret = new Secret(test.context, { id: ID });

  secret.peekContent();
  assertEquals(secret.peekContent(), { password: "hunter2" });
  secret.getContent();

  assertEquals(test.argvs, [
    `secret-get --format=json ${ID} --peek`,
    `secret-get --format=json ${ID} --peek`,
    `secret-get --format=json ${ID}`,
  ]);
});

Deno.test("Secret.getInfo() asks by id or else by label, each time (SEC-08 to SEC-10)", () => {
  const test = context({ "secret-info-get": INFO });
  const byLabel = new Secret(test.context, { label: "admin" });
  const byBoth = new Secret(test.context, { id: ID, label: "admin" });

  const info = byLabel.getInfo();
  byBoth.getInfo();
  byBoth.getInfo();

  assertEquals(info, {
    id: "secret://model-uuid/d1s3",
    label: "admin",
    revision: 3,
    expires: null,
    rotation: null,
    rotates: null,
    description: null,
  });
  assertEquals(test.argvs, [
    "secret-info-get --format=json --label admin",
    `secret-info-get --format=json ${ID}`,
    `secret-info-get --format=json ${ID}`,
  ]);
});

Deno.test("Secret looks its id up once when it has to (SEC-11)", () => {
  const test = context({ "secret-info-get": INFO });
  const secret = new Secret(test.context, { label: "admin" });

  secret.removeRevision(2);
  secret.removeAllRevisions();

  assertEquals(secret.id, "secret://model-uuid/d1s3");
  assertEquals(test.argvs, [
    "secret-info-get --format=json --label admin",
    "secret-remove secret://model-uuid/d1s3 --revision 2",
    "secret-remove secret://model-uuid/d1s3",
  ]);
});

Deno.test("Secret.grant() and revoke() name relation, by its number, and unit (REL-06, SEC-21)", () => {
  const test = context({
    "relation-ids": '["db:7"]',
    "relation-list": '["pg/0"]',
  });
  const model = new Model(test.context);
  const secret = new Secret(test.context, { id: ID });
  const relation = model.getRelation("db")!;
  const unit = model.getUnit("pg/0");

  secret.grant(relation);
  secret.grant(relation, { unit });
  secret.revoke(relation);
  secret.revoke(relation, { unit });

  assertEquals(test.argvs.slice(2), [
    `secret-grant --relation 7 ${ID}`,
    `secret-grant --relation 7 --unit pg/0 ${ID}`,
    `secret-revoke --relation 7 ${ID}`,
    `secret-revoke --relation 7 --unit pg/0 ${ID}`,
  ]);
});

Deno.test("Secret passes on that this unit does not lead (SEC-23)", () => {
  const failure = { stderr: "ERROR this unit is not the leader\n" };
  const test = context({ "secret-set": failure, "secret-remove": failure });
  const secret = new Secret(test.context, { id: ID });
  const attempts = [
    () => secret.setContent({ password: "hunter2" }),
    () => secret.setInfo({ label: "x" }),
    () => secret.removeRevision(1),
    () => secret.removeAllRevisions(),
  ];
  for (const attempt of attempts) {
    const error = assertThrows(attempt, ModelError, "not the leader");

    assertEquals(Deno.inspect(error).includes("hunter2"), false);
  }
});
