import {
  checkConsistency,
  Container,
  ContextEvents,
  Relation,
  State,
} from "@charmkit/ops/testing";

const charmcraft = {
  name: "web",
  requires: { db: "sql" },
  containers: { web: {} },
  config: { options: { port: { type: "int" } } },
} as const;
const container = new Container("web", {
  canConnect: true,
  layers: {
    base: { services: { web: { override: "replace", command: "web" } } },
  },
});
const state = new State({
  containers: [container],
  relations: [new Relation("db")],
  config: { port: 80 },
});
const event = new ContextEvents("web").pebbleReady(container);

Deno.bench("checkConsistency() of container, relation and config", () => {
  checkConsistency({ charmcraft, state, event });
});

Deno.bench("State.with() of a status", () => {
  state.with({ leader: true });
});

Deno.bench("new State() of container and relation", () => {
  new State({
    containers: [new Container("web")],
    relations: [new Relation("db")],
  });
});
