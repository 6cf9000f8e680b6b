import { assertEquals, assertRejects } from "@std/assert";
import { CliError } from "../cli_error.ts";
import { LocalContainers } from "./local_containers.ts";
import type { RunningPebble } from "./pebble_daemon.ts";

/** A start that has begun; the test says how it ends. */
interface Start {
  readonly name: string;
  succeed(): void;
  fail(error: Error): void;
}

/** Starts Pebbles that are none. */
class Starter {
  /** What was started and stopped, in order. */
  readonly told: string[] = [];
  readonly #starts: Start[] = [];
  #more = Promise.withResolvers<void>();
  #count = 0;

  /** What {@linkcode LocalContainers} starts Pebbles with. */
  readonly start = (name: string): Promise<RunningPebble> => {
    const { promise, resolve, reject } = Promise.withResolvers<RunningPebble>();
    const succeed = () => resolve(this.#pebble(`${name}${++this.#count}`));
    this.#starts.push({ name, succeed, fail: reject });
    this.#more.resolve();
    return promise;
  };

  /** Waits for the next start to begin. */
  async next(): Promise<Start> {
    while (true) {
      const start = this.#starts.shift();
      if (start !== undefined) return start;
      this.#more = Promise.withResolvers();
      await this.#more.promise;
    }
  }

  #pebble(description: string): RunningPebble {
    this.told.push(`+${description}`);
    return {
      description,
      calls: () => Promise.resolve([]),
      [Symbol.asyncDispose]: () => {
        this.told.push(`-${description}`);
        return Promise.resolve();
      },
    };
  }
}

function watched(starter: Starter, ...names: string[]): LocalContainers {
  const place = {
    description: "Nowhere",
    // Nothing answers there, which the watchers put up with.
    socketPath: (name: string) => `/nonexistent/${name}/pebble.socket`,
    prefix: [],
    leftovers: [],
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const containers = new LocalContainers({
    names,
    place,
    start: starter.start,
  });
  containers.watch(() => {});
  return containers;
}

Deno.test("LocalContainers stops a Pebble whose start ends after another's failed", async () => {
  const starter = new Starter();
  const containers = watched(starter, "a", "b");
  const [a, b] = [await starter.next(), await starter.next()];
  a.fail(new CliError("Cannot start a"));
  await assertRejects(
    async () => {
      while (await containers.nextReady());
    },
    CliError,
    "Cannot start a",
  );

  const disposed = containers[Symbol.asyncDispose]();
  b.succeed();
  await disposed;

  assertEquals([a.name, b.name], ["a", "b"]);
  assertEquals(starter.told, ["+b1", "-b1"]);
});

Deno.test("LocalContainers stops each Pebble once when it ends during a restart", async () => {
  const starter = new Starter();
  const containers = watched(starter, "a");
  (await starter.next()).succeed();
  const restarted = containers.restart("a");
  const second = await starter.next();

  const disposed = containers[Symbol.asyncDispose]();
  second.succeed();
  await Promise.all([restarted, disposed]);
  await containers[Symbol.asyncDispose]();

  assertEquals(starter.told, ["+a1", "-a1", "+a2", "-a2"]);
});

Deno.test("LocalContainers starts no Pebble once it was disposed of", async () => {
  const starter = new Starter();
  const containers = watched(starter, "a");
  (await starter.next()).succeed();

  const disposed = containers[Symbol.asyncDispose]();
  await containers.restart("a");
  await disposed;

  assertEquals(starter.told, ["+a1", "-a1"]);
});

Deno.test("LocalContainers.restart() twice at a time leaves one Pebble", async () => {
  const starter = new Starter();
  await using containers = watched(starter, "a");
  (await starter.next()).succeed();

  const restarts = [containers.restart("a"), containers.restart("a")];
  (await starter.next()).succeed();
  (await starter.next()).succeed();
  await Promise.all(restarts);

  assertEquals(starter.told, ["+a1", "-a1", "+a2", "-a2", "+a3"]);
});

Deno.test("LocalContainers.nextReady() tells of a restart that failed, until one succeeds", async () => {
  const starter = new Starter();
  await using containers = watched(starter, "a");
  (await starter.next()).succeed();

  const failing = containers.restart("a");
  (await starter.next()).fail(new CliError("Cannot start a"));
  await assertRejects(() => failing, CliError, "Cannot start a");
  await assertRejects(() => containers.nextReady(), CliError, "Cannot start a");
  const restarted = containers.restart("a");
  (await starter.next()).succeed();
  await restarted;
  const ready = containers.nextReady();

  assertEquals(starter.told, ["+a1", "-a1", "+a2"]);
  await containers[Symbol.asyncDispose]();
  assertEquals(await ready, true);
});
