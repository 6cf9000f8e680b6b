import { intercepted } from "../intercepted.ts";
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
  const attributes = { "pebble.socket_path": socketPath };
  return intercepted(client, (key, call) => {
    // What is closed or iterated has no end that a span could have.
    if (typeof key !== "string" || key === "close" || key.endsWith("Logs")) {
      return call();
    }
    const name = `pebble ${snakeCase(key)}`;
    if (key !== "exec") return spans.beside(name, attributes, call);
    return spans.beside(name, attributes, async () => {
      const process = await call();
      return tracedPebble(process as object, socketPath, spans);
    });
  });
}

/** `add_layer` for `addLayer`. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
