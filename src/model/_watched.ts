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
  return new Proxy(target, {
    get(object, key) {
      const member: unknown = Reflect.get(object, key, object);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        const result: unknown = member.apply(object, args);
        if (!(result instanceof Promise)) return result;
        const method = String(key);
        const promise = method === "exec"
          ? result.then((process) =>
            watched(process, `${name} exec()`, context)
          )
          : result;
        const what = `${name} ${method}()`;
        return context.pending.track(context.running, what, promise);
      };
    },
  });
}
