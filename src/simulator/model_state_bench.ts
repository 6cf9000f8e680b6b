import { charmcraft } from "./_test_world.ts";
import { HookContext } from "./hook_context.ts";
import { ModelState, type ModelStateOptions } from "./model_state.ts";
import { encodeSecretValue } from "./secret_state.ts";
import { SimulatedBackend } from "./simulated_backend.ts";

const big: ModelStateOptions = {
  charmcraft,
  modelUuid: "11111111-2222-4333-8444-555555555555",
  relations: Array.from({ length: 20 }, (_, id) => ({
    endpoint: "db",
    id,
    remoteApp: "mysql",
    localUnitData: { a: "1" },
    units: { "mysql/0": { host: "10.0.0.1" }, "mysql/1": { host: "10.0.0.2" } },
  })),
  secrets: Array.from({ length: 20 }, (_, number) => ({
    id: `9m4e2mr0ui3e8a21${String(number).padStart(4, "0")}`,
    owner: "application" as const,
    revisions: new Map([[1, { key: encodeSecretValue("x") }]]),
  })),
};
const small: ModelStateOptions = { charmcraft, modelUuid: big.modelUuid };
const event = { kind: "config-changed" } as const;
const options = {
  charmDir: "/charm",
  pebble: (): never => {
    throw new TypeError("There is no container");
  },
};

Deno.bench("new ModelState, just deployed", { group: "seed" }, () => {
  new ModelState(small);
});

Deno.bench(
  "new ModelState, 20 relations and 20 secrets",
  { group: "seed" },
  () => {
    new ModelState(big);
  },
);

Deno.bench("SimulatedBackend of a new world", { group: "run" }, () => {
  new SimulatedBackend(new HookContext(new ModelState(small), event), options);
});

Deno.bench("one config-get and a flush", { group: "run" }, () => {
  const context = new HookContext(new ModelState(small), event);
  new SimulatedBackend(context, options).configGet();
  context.flush();
});

Deno.bench("relation data written and flushed", { group: "run" }, () => {
  const context = new HookContext(new ModelState(big), event);
  new SimulatedBackend(context, options)
    .relationSet({ endpoint: "db", id: 1 }, { key: "value" });
  context.flush();
});
