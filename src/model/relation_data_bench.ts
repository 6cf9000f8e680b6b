import { get, makeRelation, SET } from "./testdata/relation.ts";

const UNITS = Array.from({ length: 100 }, (_, index) => `pg/${index}`);
const MEMBERS = JSON.stringify(UNITS);
const BAG = JSON.stringify(Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`key-${index}`, "x".repeat(50)]),
));
const SCRIPT = {
  ...Object.fromEntries(UNITS.map((unit) => [get(unit), BAG])),
  [get("pg")]: BAG,
  [get("app/0")]: "{}",
  [SET]: "",
};

// Without the hook commands themselves, of which each takes about a millisecond.
Deno.bench("Relation of 100 units: read all data", () => {
  const { relation } = makeRelation({ members: MEMBERS, script: SCRIPT });
  let length = 0;
  for (const [{ name }, bag] of relation.data) {
    if (!name.startsWith("pg")) continue;
    for (const [key, value] of bag) length += key.length + value.length;
  }
  if (length === 0) throw new Error("There is no data");
});

Deno.bench("Relation of 100 units: read one key of each, write one", () => {
  const { relation, bag } = makeRelation({ members: MEMBERS, script: SCRIPT });
  const known = [...relation.units]
    .filter((unit) => relation.data.get(unit).get("key-7") !== undefined);
  bag("app/0").set("known", String(known.length));
});
