import type { Logger } from "./backend/logger.ts";
import {
  consoleOver,
  LOGGED_METHODS,
  type LoggedConsole,
} from "./console_log.ts";

/**
 * Has the `console` of this process write to Juju's log: what a charm, or a
 * library that it uses, prints would otherwise end up in Juju's log as a warning.
 *
 * @returns Gives the console back as it was.
 */
export function captureConsole(log: Logger): () => void {
  const original = { ...console };
  // Most dispatches print nothing, and do not make what it takes.
  let made: LoggedConsole | undefined;
  for (const name of LOGGED_METHODS) {
    console[name] = (...args: unknown[]): void => {
      Reflect.apply((made ??= consoleOver(log))[name], console, args);
    };
  }
  return () => void Object.assign(console, original);
}
