import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";

const RELATION_EVENT = {
  relation_name: "db",
  relation_id: 7,
  app_name: "postgresql",
  unit_name: "postgresql/0",
};
const STATE = Object.fromEntries(
  Array.from({ length: 1000 }, (_, index) => [
    `unit-${index}`,
    { address: `10.0.0.${index}`, since: new Date(index), tags: ["a", "b"] },
  ]),
);
const TEXT = encodeSnapshot(STATE);

Deno.bench("encodeSnapshot() of a relation event", () => {
  encodeSnapshot(RELATION_EVENT);
});

Deno.bench("encodeSnapshot() of a thousand units", () => {
  encodeSnapshot(STATE);
});

Deno.bench("decodeSnapshot() of a thousand units", () => {
  decodeSnapshot(TEXT);
});
