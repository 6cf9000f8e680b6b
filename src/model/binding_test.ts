import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ModelError } from "./errors.ts";
import { Model } from "./model.ts";
import { type Answers, TestContext } from "./_test_context.ts";

const NETWORK = '{"ingress-addresses":["10.0.0.7"]}';

function model(answers: Answers) {
  const test = new TestContext({
    answers: {
      "relation-ids": '["db:7"]',
      "relation-list": '["pg/0"]',
      ...answers,
    },
    charmcraft: { requires: { db: { interface: "postgresql" } } },
  });
  return { test, model: new Model(test.context) };
}

Deno.test("Binding.network is read once (NET-01, NET-02)", () => {
  const { test, model: it } = model({
    "network-get": NETWORK,
  });
  const binding = it.getBinding("db");

  assertEquals(binding.network.ingressAddress, "10.0.0.7");
  assertStrictEquals(binding.network, binding.network);
  assertStrictEquals(it.getBinding("db"), binding);
  assertEquals(test.argvs, ["network-get --format=json db"]);
});

Deno.test("Binding.network of a relation asks for it (NET-02)", () => {
  const { test, model: it } = model({ "network-get": NETWORK });
  const relation = it.getRelation("db")!;

  const binding = it.getBinding(relation);

  assertEquals(binding.network.ingressAddress, "10.0.0.7");
  assertStrictEquals(it.getBinding(relation), binding);
  assertEquals(test.argvs.at(-1), "network-get --format=json -r 7 db");
});

Deno.test("Binding.network asks for the endpoint when the relation is gone (NET-03)", () => {
  const { test, model: it } = model({
    "network-get": { stderr: "ERROR relation 7 not found\n" },
  });
  const binding = it.getBinding(it.getRelation("db")!);

  assertThrows(() => binding.network, ModelError);

  assertEquals(test.argvs.slice(-2), [
    "network-get --format=json -r 7 db",
    "network-get --format=json db",
  ]);
});

Deno.test("Binding.network passes on other failures (NET-03)", () => {
  const { test, model: it } = model({
    "network-get": {
      stderr: 'ERROR no network config found for binding "db"\n',
    },
  });
  const binding = it.getBinding(it.getRelation("db")!);

  assertThrows(() => binding.network, ModelError, "no network config found");

  assertEquals(test.argvs.at(-1), "network-get --format=json -r 7 db");
});

Deno.test("BindingMapping.get() refuses other keys (NET-01)", () => {
  const { model: it } = model({});

  for (const key of ["7", "null", "{}"]) {
    assertThrows(() => it.getBinding(JSON.parse(key)), TypeError);
  }
});
