import { Client } from "../../pebble/client.ts";
import { ConnectionError } from "../../pebble/errors.ts";
import type { HookEvent } from "../../simulator/hook_event.ts";
import { CliError } from "../cli_error.ts";
import type { RunningPebble } from "./pebble_daemon.ts";
import { PebbleWatcher } from "./pebble_watcher.ts";
import type { SocketPlace } from "./socket_place.ts";
import type { PebbleEntry } from "./timeline.ts";
import { Turns } from "./turns.ts";

/** Options of {@linkcode LocalContainers}. */
export interface LocalContainersOptions {
  /** Names of the containers. */
  readonly names: readonly string[];
  /** Where their sockets are. */
  readonly place: SocketPlace;
  /** Starts the Pebble of a container. */
  readonly start: (
    container: string,
    socketPath: string,
  ) => Promise<RunningPebble>;
  /** Gets what each Pebble is, once it runs. */
  readonly onStarted?: (container: string, pebble: RunningPebble) => void;
}

/**
 * The workload containers of a unit: a Pebble each, started side by side.
 *
 * Of one container, starts and stops take turns, so that none is forgotten.
 */
export class LocalContainers implements AsyncDisposable {
  readonly #options: LocalContainersOptions;
  readonly #pebbles = new Map<string, RunningPebble>();
  readonly #watchers = new Map<string, PebbleWatcher>();
  readonly #turns = new Map<string, Turns>();
  readonly #errors = new Map<string, unknown>();
  #onEvent: ((event: HookEvent) => void) | undefined;
  #change: PromiseWithResolvers<void> = Promise.withResolvers();
  #closed: Promise<void> | undefined;

  /** Takes what to start; nothing is started yet. */
  constructor(options: LocalContainersOptions) {
    this.#options = options;
    for (const name of options.names) this.#turns.set(name, new Turns());
  }

  /** What the charm's program needs before it, to see the sockets. */
  get prefix(): readonly string[] {
    return this.#options.place.prefix;
  }

  /** Starts all, and tells of their events from now on. */
  watch(onEvent: (event: HookEvent) => void): void {
    this.#onEvent = onEvent;
    for (const name of this.#options.names) {
      // What fails is told to who waits for the container.
      this.#inTurn(name, () => this.#start(name)).catch(() => {});
    }
  }

  /**
   * Waits for the next event of a container that is not ready yet.
   *
   * @returns False if all are ready, so that there is nothing to wait for.
   * @throws {CliError} If a container can't be started.
   */
  async nextReady(): Promise<boolean> {
    for (const error of this.#errors.values()) throw error;
    const ready = this.#options.names
      .every((name) => this.#watchers.get(name)?.isReady ?? false);
    if (ready || this.#closed !== undefined) return false;
    await this.#change.promise;
    return true;
  }

  /** Tells of pebble-ready again. */
  offerAgain(): void {
    for (const watcher of this.#watchers.values()) {
      if (watcher.hasFailed) watcher.offerAgain();
    }
  }

  /** Notes that an event of this container failed. */
  failed(container: string): void {
    const watcher = this.#watchers.get(container);
    if (watcher !== undefined) watcher.hasFailed = true;
  }

  /** Requests that the Pebbles have answered since the last time. */
  async calls(): Promise<PebbleEntry[]> {
    const entries: PebbleEntry[] = [];
    for (const [container, pebble] of this.#pebbles) {
      for (const call of await pebble.calls()) {
        entries.push({ type: "pebble", container, ...call });
      }
    }
    return entries;
  }

  /** Stops the Pebble of a container and starts a new one. */
  async restart(name: string): Promise<void> {
    this.#expect(name, "restart");
    await this.#inTurn(name, async () => {
      await this.#stop(name);
      this.#watchers.get(name)?.offerAgain();
      await this.#start(name);
    });
  }

  /**
   * State of a service as Pebble has it, such as `"active"`; `"none"` if it is
   * not in the plan, `"unknown"` if Pebble does not answer.
   *
   * @throws {CliError} If the charm has no such container.
   */
  async serviceState(name: string, service: string): Promise<string> {
    this.#expect(name, "look into");
    using client = new Client(this.#options.place.socketPath(name));
    try {
      const [info] = await client.getServices([service]);
      return info?.current ?? "none";
    } catch (error) {
      if (error instanceof ConnectionError) return "unknown";
      throw error;
    }
  }

  /** Stops all, with the services in them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#changed();
    const watchers = [...this.#watchers.values()];
    const ends = await Promise.allSettled([
      ...watchers.map((watcher) => watcher[Symbol.asyncDispose]()),
      // After a start that is under way, what it has started is stopped.
      ...this.#options.names.map((name) =>
        this.#inTurn(name, () => this.#stop(name))
      ),
    ]);
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }

  #expect(name: string, action: string): void {
    const { names } = this.#options;
    if (names.includes(name)) return;
    throw new CliError(
      `Cannot ${action} container "${name}": the charm has none`,
      { hint: `Its containers: ${names.join(", ") || "none"}` },
    );
  }

  async #inTurn(name: string, work: () => Promise<void>): Promise<void> {
    await this.#turns.get(name)?.take(work);
  }

  async #start(name: string): Promise<void> {
    if (this.#closed !== undefined) return;
    const { place, start, onStarted } = this.#options;
    const socketPath = place.socketPath(name);
    try {
      const pebble = await start(name, socketPath);
      this.#pebbles.set(name, pebble);
      this.#errors.delete(name);
      onStarted?.(name, pebble);
    } catch (error) {
      this.#errors.set(name, error);
      this.#changed();
      throw error;
    }
    this.#watch(name, socketPath);
  }

  async #stop(name: string): Promise<void> {
    const pebble = this.#pebbles.get(name);
    this.#pebbles.delete(name);
    await pebble?.[Symbol.asyncDispose]();
  }

  #watch(name: string, socketPath: string): void {
    if (this.#closed !== undefined || this.#watchers.has(name)) return;
    const watcher = new PebbleWatcher(name, socketPath, (event) => {
      this.#onEvent?.(event);
      this.#changed();
    });
    this.#watchers.set(name, watcher);
  }

  #changed(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }
}
