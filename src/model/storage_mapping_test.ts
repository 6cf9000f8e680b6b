import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ModelError } from "./errors.ts";
import { StorageMapping } from "./storage_mapping.ts";
import { type Answers, TestContext } from "./_test_context.ts";

function storages(answers: Answers = {}) {
  const test = new TestContext({
    answers,
    charmcraft: {
      storage: { data: { type: "filesystem" }, logs: { type: "filesystem" } },
    },
  });
  return { test, storages: new StorageMapping(test.context) };
}

Deno.test("StorageMapping.get() lists the instances once (STO-02, STO-04)", () => {
  const { test, storages: mapping } = storages({
    "storage-list": '["data/3","data/10"]',
  });

  const found = mapping.get("data");

  assertEquals(
    found.map(({ name, index, fullId }) => [name, index, fullId]),
    [["data", 3, "data/3"], ["data", 10, "data/10"]],
  );
  assertStrictEquals(mapping.get("data"), found);
  assertEquals(test.argvs, ["storage-list --format=json data"]);
});

Deno.test("StorageMapping names its storages without asking Juju (STO-01)", () => {
  const { test, storages: mapping } = storages();

  assertEquals(mapping.keys(), ["data", "logs"]);
  assertEquals([mapping.has("data"), mapping.has("x")], [true, false]);
  assertEquals(test.argvs, []);
});

Deno.test("StorageMapping refuses a name that is not declared (STO-01, STO-03)", () => {
  const { test, storages: mapping } = storages();

  for (const use of [mapping.get, mapping.request]) {
    assertThrows(
      () => use.call(mapping, "x"),
      ModelError,
      'storage "x": the metadata declares "data", "logs"',
    );
  }
  assertEquals(test.argvs, []);
});

Deno.test("StorageMapping can be iterated", () => {
  const { storages: mapping } = storages({ "storage-list": "[]" });

  assertEquals([...mapping], [["data", []], ["logs", []]]);
});

Deno.test("StorageMapping.request() adds instances (STO-03)", () => {
  const { test, storages: mapping } = storages();

  mapping.request("data");
  mapping.request("logs", 3);

  assertEquals(test.argvs, ["storage-add data=1", "storage-add logs=3"]);
});

Deno.test("StorageMapping.request() refuses what is no whole number (STO-03)", () => {
  const { test, storages: mapping } = storages();

  for (const count of [1.5, NaN, Infinity, JSON.parse("true")]) {
    assertThrows(() => mapping.request("data", count), TypeError);
  }
  assertEquals(test.argvs, []);
});

Deno.test("StorageMapping.request() passes on what Juju refuses (STO-03)", () => {
  const { storages: mapping } = storages({
    "storage-add": { stderr: "ERROR count must be greater than zero\n" },
  });

  assertThrows(
    () => mapping.request("data", 0),
    ModelError,
    'Cannot request storage "data": ERROR count must be greater than zero',
  );
});

Deno.test("Storage.location is asked once (STO-05)", () => {
  const { test, storages: mapping } = storages({
    "storage-list": '["data/0"]',
    "storage-get": '{"kind":"filesystem","location":"/srv"}',
  });
  const storage = mapping.find("data", 0);

  assertEquals([storage.location, storage.location], ["/srv", "/srv"]);
  assertEquals(`${storage}`, 'Storage("data/0")');
  assertEquals(test.argvs, [
    "storage-list --format=json data",
    "storage-get --format=json -s data/0",
  ]);
});

Deno.test("StorageMapping.find() takes a location that is known (STO-05)", () => {
  const { test, storages: mapping } = storages({
    "storage-list": '["data/0"]',
  });

  assertEquals(mapping.find("data", 0, "/mnt").location, "/mnt");
  assertEquals(test.argvs, ["storage-list --format=json data"]);
});

Deno.test("StorageMapping.find() refuses an instance that is not listed", () => {
  const { storages: mapping } = storages({ "storage-list": '["data/0"]' });

  assertThrows(
    () => mapping.find("data", 1),
    ModelError,
    'Cannot get storage "data/1": Juju does not list it',
  );
});
