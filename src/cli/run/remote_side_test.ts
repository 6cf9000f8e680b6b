import { assertEquals, assertThrows } from "@std/assert";
import { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import { RemoteSide } from "./remote_side.ts";
import { SecretValues } from "./secret_values.ts";
import type { DatabagEntry } from "./timeline.ts";

const CHARM = {
  name: "app",
  requires: { db: { interface: "pg", limit: 1 }, web: "http" },
  peers: { cluster: { interface: "app" } },
} as const;

/** A remote side for two units of a charm. */
function makeRemote() {
  const states = [0, 1].map((unitNumber) =>
    new ModelState({ charmcraft: CHARM, unitNumber, jujuVersion: "4.0.0" })
  );
  const changes: DatabagEntry[] = [];
  const values = new SecretValues();
  const remote = new RemoteSide({
    states,
    values,
    onChange: (entry) => changes.push(entry),
  });
  return { remote, states, changes, values };
}

const ADDRESSES = {
  "egress-subnets": "127.0.0.1/32",
  "ingress-address": "127.0.0.1",
};

Deno.test("RemoteSide.relate() shows all units the same (JEV-07, JFL-09)", () => {
  const { remote, states, changes } = makeRemote();

  remote.relate("db", "pg", {
    app: { a: "1" },
    units: { 0: { host: "x" } },
    secrets: {},
  });

  for (const state of states) {
    const relation = state.relations.get(0);
    assertEquals(relation?.remoteApp, "pg");
    assertEquals(relation?.remoteAppData, { a: "1" });
    assertEquals(relation?.units.get("pg/0"), { ...ADDRESSES, host: "x" });
  }
  assertEquals(changes.map(({ owner, relation }) => [relation, owner]), [
    ["db:0", "pg"],
    ["db:0", "pg/0"],
  ]);
});

Deno.test("RemoteSide.relate() refuses what Juju would not relate", () => {
  const { remote } = makeRemote();
  remote.relate("db", "pg");
  remote.relate("web", "ha");
  const refuses = (endpoint: string, app: string, message: string) =>
    assertThrows(() => remote.relate(endpoint, app), CliError, message);

  assertEquals(
    refuses("dv", "pg", "no such endpoint").hint,
    'Did you mean "db"?',
  );
  assertEquals(
    refuses("nothing", "pg", "no such endpoint").hint,
    "Its endpoints: cluster, db, web",
  );
  refuses("cluster", "pg", "for the charm's own units");
  refuses("db", "mysql", "takes 1 of it at most");
  refuses("web", "ha", "are related already");
  refuses("web", "app", "the charm's own name");
  refuses("web", "Ha", "no name of an application");
});

Deno.test("RemoteSide.set() changes keys, and an empty value takes one away", () => {
  const { remote, states, changes } = makeRemote();
  const relation = remote.relate("db", "pg", {
    app: { a: "1", b: "2" },
    units: {},
    secrets: {},
  });
  changes.length = 0;

  remote.set(relation, "pg", { a: "", b: "2", c: "3" });
  remote.set(relation, "pg", { c: "3" });

  assertEquals(states[1]?.relations.get(0)?.remoteAppData, { b: "2", c: "3" });
  assertEquals(changes.map(({ changes }) => changes), [{ a: null, c: "3" }]);
  assertThrows(
    () => remote.set(relation, "pg/7", { a: "1" }),
    CliError,
    'Cannot set data of "pg/7"',
  );
});

Deno.test("RemoteSide.join() and depart() add units and take them away", () => {
  const { remote, states } = makeRemote();
  const relation = remote.relate("db", "pg");

  remote.join(relation, "pg/1", { host: "y" });
  remote.depart(relation, "pg/0");

  assertEquals(remote.units(relation), ["pg/1"]);
  assertEquals(states[0]?.relations.get(0)?.departed.has("pg/0"), true);
  assertThrows(() => remote.join(relation, "pg/1"), CliError, "already");
  assertThrows(() => remote.depart(relation, "pg/0"), CliError, "not there");
});

Deno.test("RemoteSide.replace() brings units, data and secrets in line with a file", () => {
  const { remote, states, values } = makeRemote();
  const relation = remote.relate("db", "pg", {
    app: { login: "secret:login" },
    units: { 0: {}, 1: {} },
    secrets: { login: { password: "hunter2!" }, old: { password: "old-one" } },
  });
  const uri = remote.bag(relation, "pg")["login"] ?? "";
  const id = uri.replace("secret:", "");

  remote.replace(relation, {
    app: { login: "secret:login" },
    units: { 1: { a: "1" } },
    secrets: { login: { password: "hunter3!" } },
  });

  assertEquals(uri, `secret:${remote.secrets.find("login")}`);
  assertEquals(remote.units(relation), ["pg/1"]);
  for (const { secrets } of states) {
    assertEquals([...secrets.keys()], [id]);
    assertEquals(secrets.get(id)?.latest, 2);
    assertEquals(secrets.get(id)?.owner, null);
  }
  assertEquals(values.redact("hunter2! hunter3!"), "<redacted> <redacted>");
});

Deno.test("RemoteSide.remove() has the relation end, and its grants with it (JEV-10)", () => {
  const { remote, states } = makeRemote();
  const relation = remote.relate("db", "pg", {
    app: {},
    units: {},
    secrets: { login: { password: "hunter2!" } },
  });
  const id = remote.secrets.find("login");
  const granted = () => states.map(({ secrets }) => secrets.get(id)?.granted);

  remote.remove(relation);
  states[0]?.relations.delete(0);
  remote.revokeEnded();
  const before = granted();
  states[1]?.relations.delete(0);
  remote.revokeEnded();

  assertEquals(before, [true, true]);
  assertEquals(granted(), [false, false]);
  assertEquals(remote.relate("db", "pg").id, 1);
});

Deno.test("RemoteSide.find() and findOwner() take what can be meant only once", () => {
  const { remote } = makeRemote();
  const pg = remote.relate("db", "pg");
  const one = remote.relate("web", "one");
  const two = remote.relate("web", "two");

  assertEquals(remote.find("db"), pg);
  assertEquals(remote.find("db:0"), pg);
  assertEquals(remote.find("web:two"), two);
  assertEquals(remote.findOwner("db:app"), [pg, "pg"]);
  assertEquals(remote.findOwner("db:unit"), [pg, "pg/0"]);
  assertEquals(remote.findOwner("web:one/3"), [one, "one/3"]);
  assertThrows(() => remote.find("web"), CliError, "Cannot tell which");
  assertThrows(() => remote.find("nope"), CliError, "Cannot find relation");
  assertThrows(() => remote.findOwner("db"), CliError, "whose data");
  remote.join(pg, "pg/1");
  assertThrows(() => remote.findOwner("db:unit"), CliError, "which unit");
});
