import { assert, assertEquals } from "@std/assert";
import * as testing from "./mod.ts";

const CLASSES = {
  ContextSetupError: testing.ContextSetupError,
  MetadataNotFoundError: testing.MetadataNotFoundError,
  StateValidationError: testing.StateValidationError,
  StateLookupError: testing.StateLookupError,
  AlreadyEmittedError: testing.AlreadyEmittedError,
  NoObserverError: testing.NoObserverError,
  BadOwnerPath: testing.BadOwnerPath,
  ActionMissingFromContextError: testing.ActionMissingFromContextError,
  ScenarioRuntimeError: testing.ScenarioRuntimeError,
  UncaughtCharmError: testing.UncaughtCharmError,
};

Deno.test("errors of tests have ops's names, under one base (CTX-100)", () => {
  for (const [name, type] of Object.entries(CLASSES)) {
    const error = new type("No", { cause: 1 });
    assertEquals([error.name, error.message, error.cause], [name, "No", 1]);
    assert(error instanceof testing.TestingError);
  }
  assert(
    new testing.UncaughtCharmError() instanceof testing.ScenarioRuntimeError,
  );
});
