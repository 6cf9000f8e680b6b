import { assertEquals } from "@std/assert";
import { ModelState } from "../../simulator/model_state.ts";
import { SecretState } from "../../simulator/secret_state.ts";
import { SharedWorld } from "./shared_world.ts";

const CHARM = {
  name: "app",
  peers: { cluster: { interface: "app" } },
} as const;

function makeWorld() {
  const [one, two] = [0, 1].map((unitNumber) => {
    const state = new ModelState({ charmcraft: CHARM, unitNumber });
    state.addRelation({ endpoint: "cluster" });
    return state;
  });
  if (one === undefined || two === undefined) throw new Error("No units");
  return { one, two, world: new SharedWorld([one, two]) };
}

Deno.test("SharedWorld.publish() shows peers to each other once they joined", () => {
  const { one, two, world } = makeWorld();
  const peers = () => [...two.relations.get(0)?.units.keys() ?? []];

  world.publish(one);
  const before = peers();
  world.join(one, 0);
  one.relations.get(0)!.localUnitData = { a: "1" };
  one.relations.get(0)!.localAppData = { b: "2" };
  world.publish(one);

  assertEquals(before, []);
  assertEquals(two.relations.get(0)?.units.get("app/0"), { a: "1" });
  assertEquals(two.relations.get(0)?.localAppData, { b: "2" });
});

Deno.test("SharedWorld.publish() shares the application's status and secrets", () => {
  const { one, two, world } = makeWorld();
  const revisions = new Map([[1, { k: "djE=" }]]);
  const secret = new SecretState({ id: "s", owner: "application", revisions });
  one.secrets.set("s", secret);
  one.appStatus = { status: "active", message: "", data: {} };

  world.publish(one);
  const twin = two.secrets.get("s")!;
  twin.tracked = 1;
  world.publish(two);
  secret.revisions.set(2, { k: "djI=" });
  secret.label = "label";
  const readers = new Map(secret.readers);
  world.publish(one);

  assertEquals(two.appStatus.status, "active");
  assertEquals([...readers], [["app/1", 1]]);
  assertEquals(secret.unusedRevisions, []);
  assertEquals([twin.owner, twin.latest, twin.tracked], ["application", 2, 1]);
  assertEquals(twin.label, "label");
});

Deno.test("SharedWorld.publish() takes a removed secret from all", () => {
  const { one, two, world } = makeWorld();
  const revisions = new Map([[1, {}]]);
  one.secrets.set(
    "s",
    new SecretState({ id: "s", owner: "application", revisions }),
  );
  world.publish(one);

  two.secrets.delete("s");
  world.publish(two);

  assertEquals(one.secrets.has("s"), false);
});

Deno.test("SharedWorld.publish() lets a peer read a unit's secret while it is granted", () => {
  const { one, two, world } = makeWorld();
  const revisions = new Map([[1, { k: "djE=" }]]);
  const secret = new SecretState({ id: "s", owner: "unit", revisions });
  one.secrets.set("s", secret);
  world.publish(one);
  const before = two.secrets.has("s");

  secret.grants = [{ relationId: 0, unit: "app/1" }];
  world.publish(one);
  const twin = two.secrets.get("s");
  const granted = twin?.granted;
  secret.grants = [];
  world.publish(one);

  assertEquals([before, granted, twin?.owner], [false, true, null]);
  assertEquals(twin?.granted, false);
});
