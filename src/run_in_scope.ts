import type { AsyncLocalStorage } from "node:async_hooks";

/** What is true of a run and of all that it starts. */
export interface Scope {
  /** Lets go of what the run was about. */
  end(): void;
}

/**
 * Runs something in a scope, and ends the scope when it is done, be it later.
 *
 * The runtime itself keeps a scope, and with it all that it refers to, for much
 * longer: until the next garbage collection of old objects.
 */
export function runInScope<S extends Scope, T>(
  storage: AsyncLocalStorage<S>,
  scope: S,
  run: () => T,
): T {
  const end = () => scope.end();
  let isAsync = false;
  try {
    const result = storage.run(scope, run);
    isAsync = result instanceof Promise;
    if (result instanceof Promise) result.then(end, end);
    return result;
  } finally {
    if (!isAsync) end();
  }
}
