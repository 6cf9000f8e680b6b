import { AsyncLocalStorage } from "node:async_hooks";
import type { Logger } from "./backend/logger.ts";
import {
  consoleOver,
  LOGGED_METHODS,
  type LoggedConsole,
} from "./console_log.ts";
import { runInScope, type Scope } from "./run_in_scope.ts";

const SCOPE = new AsyncLocalStorage<ConsoleScope>();
let isRouted = false;

/**
 * Runs something whose `console` writes to a log, together with everything that
 * it starts, until it is done; nothing changes for what runs beside it.
 *
 * It is for tests, several of which may run charms in one process at a time. The
 * console is given a router once, which leaves alone what is in no such run.
 */
export function withConsole<T>(log: Logger, run: () => T): T {
  routeOnce();
  return runInScope(SCOPE, new ConsoleScope(log), run);
}

/** The console of one run, which few use. */
class ConsoleScope implements Scope {
  #log: Logger | null;
  #console: LoggedConsole | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  end(): void {
    this.#log = this.#console = null;
  }

  /** Null once the run is done. */
  get console(): LoggedConsole | null {
    if (this.#log === null) return null;
    return this.#console ??= consoleOver(this.#log);
  }
}

function routeOnce(): void {
  if (isRouted) return;
  isRouted = true;
  for (const name of LOGGED_METHODS) {
    const original = console[name] as (...args: unknown[]) => void;
    console[name] = (...args: unknown[]) => {
      const scope = SCOPE.getStore()?.console ?? null;
      const target = scope === null
        ? original
        : scope[name] as (...args: unknown[]) => void;
      target.apply(console, args);
    };
  }
}
