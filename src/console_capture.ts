import type { Logger } from "./backend/logger.ts";
import { consoleOver } from "./console_log.ts";

/**
 * Has the `console` of this process write to Juju's log: what a charm, or a
 * library that it uses, prints would otherwise end up in Juju's log as a warning.
 *
 * @returns Gives the console back as it was.
 */
export function captureConsole(log: Logger): () => void {
  const original = { ...console };
  Object.assign(console, consoleOver(log));
  return () => void Object.assign(console, original);
}
