import type { PebbleClient } from "../pebble/pebble_client.ts";

/** The calls that give something to iterate rather than a promise. */
type IterableCall = {
  [K in keyof PebbleClient]: PebbleClient[K] extends
    (...args: never[]) => AsyncGenerator<unknown> ? K : never;
}[keyof PebbleClient];

const ITERABLE_CALLS: Readonly<Record<IterableCall, true>> = {
  followLogs: true,
  getLogs: true,
};

type Call = (...args: unknown[]) => unknown;

/**
 * A client of Pebble whose code is loaded with its first call: a quarter of the
 * framework, that a dispatch which does not ask Pebble does not pay for.
 *
 * @param load Makes the client.
 */
export function lazyPebble(load: () => Promise<PebbleClient>): PebbleClient {
  let loading: Promise<PebbleClient> | undefined;
  function client(): Promise<PebbleClient> {
    return loading ??= load();
  }
  async function call(name: string, args: unknown[]): Promise<unknown> {
    return (await callOf(await client(), name))(...args);
  }
  async function* iterate(
    name: string,
    args: unknown[],
  ): AsyncGenerator<unknown> {
    yield* callOf(await client(), name)(...args) as AsyncGenerator<unknown>;
  }
  function close(): void {
    void loading?.then((loaded) => loaded.close(), () => {});
  }
  const calls = new Map<PropertyKey, Call>([
    ["close", close],
    [Symbol.dispose, close],
  ]);
  return new Proxy({} as PebbleClient, {
    get(_target, name): Call | undefined {
      // What is awaited, such as the result of an async function, is asked for it.
      if (name === "then") return undefined;
      let made = calls.get(name);
      if (made === undefined && typeof name === "string") {
        made = Object.hasOwn(ITERABLE_CALLS, name)
          ? (...args) => iterate(name, args)
          : (...args) => call(name, args);
        calls.set(name, made);
      }
      return made;
    },
  });
}

function callOf(client: PebbleClient, name: string): Call {
  const method: unknown = Reflect.get(client, name);
  if (typeof method !== "function") {
    throw new TypeError(`Cannot call ${name}(): Pebble's client has none`);
  }
  return method.bind(client);
}
