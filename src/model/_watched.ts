import { intercepted } from "../intercepted.ts";
import type { ModelContext } from "./model_context.ts";

/**
 * The same object, with each promise that its methods return noted as started by
 * the handler that is running.
 *
 * @param target A client of Pebble, or a command that it runs.
 * @param name What it is called in a warning.
 * @param context Knows which handler is running.
 */
export function watched<T extends object>(
  target: T,
  name: string,
  context: ModelContext,
): T {
  return intercepted(target, (key, call) => {
    const result = call();
    if (!(result instanceof Promise)) return result;
    const promise = key === "exec"
      ? result.then((process) => watched(process, `${name} exec()`, context))
      : result;
    const what = `${name} ${String(key)}()`;
    return context.pending.track(context.running, what, promise);
  });
}
