import { assertEquals, assertThrows } from "@std/assert";
import {
  Container,
  expectConsistent,
  InconsistentScenarioError,
  Relation,
  ScenarioRuntimeError,
  State,
} from "../mod.ts";
import { on } from "./testdata/scenario.ts";

Deno.test("expectConsistent() tells all that is wrong at once (CON-01)", () => {
  const error = assertThrows(
    () =>
      expectConsistent({
        charmcraft: { name: "web", containers: { web: {} } },
        state: new State({
          containers: [new Container("wbe")],
          config: { port: 80 },
        }),
        event: on.start(),
      }),
    InconsistentScenarioError,
  );

  assertEquals(error instanceof ScenarioRuntimeError, true);
  assertEquals(error.violations.map(({ rule }) => rule), [
    "container-undeclared",
    "option-undeclared",
  ]);
  assertEquals(
    error.message,
    `Cannot run "start": event, state and metadata do not fit together; these 2 were found
- container "wbe" of the state is not declared; declare it under "containers" in the metadata, or use one of "web"
- the state sets the option "port", which is not declared; declare it under "config.options" in the metadata, or use one of none`,
  );
});

Deno.test("expectConsistent() gives the warnings in one line, if all is well (CON-01)", () => {
  const charmcraft = { name: "web", requires: { db: "sql" } };
  const relation = new Relation("db");
  const state = new State({ relations: [relation] });

  assertEquals(
    expectConsistent({ charmcraft, state, event: on.relationJoined(relation) }),
    'Is this meant? the event "db-relation-joined" is taken to be about the one remote unit, 0 (pass remoteUnit to the event to say so)',
  );
  assertEquals(
    expectConsistent({ charmcraft, state, event: on.start() }),
    null,
  );
});
