import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  CloudSpec,
  Container,
  Model,
  Network,
  Resource,
  Secret,
  Storage,
  StoredState,
} from "../mod.ts";
import { check, errorsOf, on, warningsOf } from "./testdata/scenario.ts";

Deno.test("checkConsistency() warns of a custom event, and checks the rest (CON-20)", () => {
  const scenario = {
    event: { kind: "custom", name: "database_ready" },
    state: { config: { a: 1 } },
  } as const;

  assertEquals(warningsOf(scenario), ["event-custom"]);
  assertEquals(errorsOf(scenario), ["option-undeclared"]);
});

Deno.test("checkConsistency() wants a storage event to fit (CON-34, QRK-15)", () => {
  const data = new Storage("data");
  const meta = { storage: { data: { type: "filesystem" } } } as const;
  const state = { storages: [data] };
  const event = on.storageAttached(data);

  assertEquals(errorsOf({ meta, state, event }), []);
  assertEquals(errorsOf({ meta, event }), ["storage-missing"]);
  assertEquals(errorsOf({ event }), ["storage-undeclared", "storage-missing"]);
  assertEquals(
    errorsOf({
      meta,
      event: { kind: "storage-attached", name: "data-storage-attached" },
    }),
    ["event-incomplete"],
  );
  assertEquals(
    errorsOf({
      meta,
      state,
      event: { kind: "storage-attached", name: "a", storage: data },
    }),
    ["event-name"],
  );
});

Deno.test("checkConsistency() wants a secret event's secret in the state (CON-50)", () => {
  const secret = new Secret({ a: "b" }, { owner: "app" });
  const state = { secrets: [secret] };

  assertEquals(errorsOf({ state, event: on.secretRotate(secret) }), []);
  assertEquals(errorsOf({ event: on.secretRotate(secret) }), [
    "secret-missing",
  ]);
  const changed = secret.with({ label: "a" });
  const { errors } = check({ state, event: on.secretRotate(changed) });
  assertStringIncludes(errors[0]!.advice, "not enough");
});

Deno.test("checkConsistency() wants Juju 3 for a secret event, not for secrets (CON-51)", () => {
  const secret = new Secret({ a: "b" });
  const state = { secrets: [secret] };
  const jujuVersion = "2.9.49";

  assertEquals(
    errorsOf({ state, jujuVersion, event: on.secretChanged(secret) }),
    ["secret-too-early"],
  );
  assertEquals(errorsOf({ state, jujuVersion }), []);
});

Deno.test("checkConsistency() has only units that do not lead hear of a change of their application's secret (JEV-17)", () => {
  const secret = new Secret({ a: "b" }, { owner: "app" });
  const state = { secrets: [secret] };
  const event = on.secretChanged(secret);

  assertEquals(errorsOf({ state, event }), []);
  assertEquals(errorsOf({ state: { ...state, leader: true }, event }), [
    "secret-of-leader",
  ]);
});

Deno.test("checkConsistency() wants resources to be declared (CON-52)", () => {
  const state = { resources: [new Resource({ name: "a", path: "b" })] };

  assertEquals(errorsOf({ state }), ["resource-undeclared"]);
  assertEquals(errorsOf({ state, meta: { resources: { a: {} } } }), []);
});

Deno.test("checkConsistency() wants storages to be declared (CON-53)", () => {
  assertEquals(errorsOf({ state: { storages: [new Storage("data")] } }), [
    "storage-undeclared",
  ]);
});

Deno.test("checkConsistency() wants networks of bindings that have addresses (CON-70)", () => {
  const meta = {
    requires: { db: "sql" },
    provides: { logs: { interface: "logs", scope: "container" } },
    "extra-bindings": { admin: null },
  } as const;
  const run = (name: string) =>
    errorsOf({ meta, state: { networks: [new Network(name)] } });

  for (const name of ["db", "admin", "juju-info"]) assertEquals(run(name), []);
  for (const name of ["logs", "other"]) {
    assertEquals(run(name), ["network-undeclared"]);
  }
});

Deno.test("checkConsistency() refuses an extra binding with the name of an endpoint (CON-71)", () => {
  const meta = { requires: { db: "sql" }, "extra-bindings": { db: null } };

  assertEquals(errorsOf({ meta }), ["binding-ambiguous"]);
});

Deno.test("checkConsistency() wants Juju 3.6.10 for a cloud spec on Kubernetes (CON-72)", () => {
  const cloudSpec = new CloudSpec("k8s");
  const run = (type: "kubernetes" | "lxd", jujuVersion: string) =>
    errorsOf({ jujuVersion, state: { model: new Model({ type, cloudSpec }) } });

  assertEquals(run("kubernetes", "3.6.9"), ["cloud-spec-too-early"]);
  assertEquals(run("kubernetes", "3.6.10"), []);
  assertEquals(run("lxd", "3.6.9"), []);
});

Deno.test("checkConsistency() refuses two stored states of one name and owner (CON-73)", () => {
  const one = new StoredState({ ownerPath: "A" });
  const two = one.with({ content: { a: 1 } });

  assertEquals(errorsOf({ state: { storedStates: [one, two] } }), [
    "stored-state-ambiguous",
  ]);
  assertEquals(
    errorsOf({ state: { storedStates: [one, two.with({ name: "other" })] } }),
    [],
  );
});

Deno.test("checkConsistency() wants stored content to be plain data (CON-74)", () => {
  const run = (value: unknown) =>
    errorsOf({
      state: {
        storedStates: [
          new StoredState({ content: { list: [{ value: value as never }] } }),
        ],
      },
    });

  for (const good of [null, true, 1, "a", [], {}, new Map(), new Set([1])]) {
    assertEquals(run(good), []);
  }
  for (
    const bad of [() => {}, Symbol("a"), new Container("web"), new URL("a:")]
  ) {
    assertEquals(run(bad), ["stored-state-content"]);
  }
});
