import { AsyncLocalStorage } from "node:async_hooks";
import type { Logger } from "./backend/logger.ts";
import { consoleOver, type LoggedConsole } from "./console_log.ts";

const SCOPE = new AsyncLocalStorage<LoggedConsole>();
let isRouted = false;

/**
 * Runs something whose `console` writes to a log, together with everything that
 * it starts; nothing changes for what runs beside it.
 *
 * It is for tests, several of which may run charms in one process at a time. The
 * console is given a router once, which leaves alone what is in no such run.
 */
export function withConsole<T>(log: Logger, run: () => T): T {
  routeOnce();
  return SCOPE.run(consoleOver(log), run);
}

function routeOnce(): void {
  if (isRouted) return;
  isRouted = true;
  const silent = { debug() {}, info() {}, warning() {}, error() {} };
  const names = Object.keys(consoleOver(silent)) as (keyof LoggedConsole)[];
  for (const name of names) {
    const original = console[name] as (...args: unknown[]) => void;
    console[name] = (...args: unknown[]) => {
      const scope = SCOPE.getStore();
      const target = scope === undefined
        ? original
        : scope[name] as (...args: unknown[]) => void;
      target.apply(console, args);
    };
  }
}
