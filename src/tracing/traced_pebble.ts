import type { PebbleClient } from "../pebble/pebble_client.ts";
import type { Spans } from "./spans.ts";

/**
 * The same client, with each call that waits inside a span such as
 * `pebble add_layer`. Names are those that ops uses, as dashboards know them.
 *
 * What is sent and what comes back is never an attribute: environments and
 * files may be secret.
 *
 * @param client A client of Pebble, or a command that it runs.
 * @param socketPath Where the daemon listens.
 */
export function tracedPebble<T extends PebbleClient | object>(
  client: T,
  socketPath: string,
  spans: Spans,
): T {
  return new Proxy(client, {
    get(object, key): unknown {
      const member: unknown = Reflect.get(object, key, object);
      if (typeof member !== "function" || typeof key !== "string") {
        return member;
      }
      const name = `pebble ${snakeCase(key)}`;
      const attributes = { "pebble.socket_path": socketPath };
      return (...args: unknown[]) => {
        const call = (): unknown => member.apply(object, args);
        // What is closed or iterated has no end that a span could have.
        if (key === "close" || key.endsWith("Logs")) return call();
        if (key !== "exec") return spans.beside(name, attributes, call);
        return spans.beside(name, attributes, async () => {
          const process = await call();
          return tracedPebble(process as object, socketPath, spans);
        });
      };
    },
  });
}

/** `add_layer` for `addLayer`. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
