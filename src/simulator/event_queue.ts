import {
  type ActionEvent,
  type HookEvent,
  isPebbleEvent,
} from "./hook_event.ts";
import type { ModelState } from "./model_state.ts";
import { RelationEvents } from "./relation_events.ts";
import { SecretEvents } from "./secret_events.ts";

/**
 * Decides what Juju runs next on a unit: it compares the world with what the
 * unit was told so far (JEV-01 to JEV-24).
 *
 * It runs nothing itself. Who does calls {@linkcode EventQueue.next}, runs the
 * event, and tells how it ended.
 */
export class EventQueue {
  readonly #state: ModelState;
  readonly #relations: RelationEvents;
  readonly #secrets: SecretEvents;
  readonly #followUps: HookEvent[] = [];
  readonly #pebble: HookEvent[] = [];
  readonly #actions: ActionEvent[] = [];
  readonly #requested: HookEvent[] = [];
  readonly #attached = new Set<string>();
  readonly #detaching: string[] = [];
  #failed: HookEvent | null = null;
  #retry = false;
  #tried = false;
  #installed = false;
  #started = false;
  #restarted = false;
  #leaderElected = false;
  #configHash: string | null = null;
  #nextConfigHash = "";
  #removal: "none" | "wanted" | "stopped" | "removed" = "none";

  /** Begins with a unit that was just deployed. */
  constructor(state: ModelState) {
    this.#state = state;
    this.#relations = new RelationEvents(state);
    this.#secrets = new SecretEvents(state);
  }

  /** The hook that failed and waits; null: the unit is not in error. */
  get failed(): HookEvent | null {
    return this.#failed;
  }

  /** Whether the unit was removed, so that nothing more comes. */
  get isRemoved(): boolean {
    return this.#removal === "removed";
  }

  /** Whether install has succeeded, from when Pebble's events come. */
  get isInstalled(): boolean {
    return this.#installed;
  }

  /** Runs an event as soon as nothing else is to do. */
  request(event: HookEvent): void {
    this.#requested.push(event);
  }

  /** Runs an action when its turn comes. */
  addAction(action: ActionEvent): void {
    this.#actions.push(action);
  }

  /** Tells of an event of Pebble; the same one is not kept twice. */
  addPebble(event: HookEvent): void {
    const key = JSON.stringify(event);
    if (this.#pebble.some((other) => JSON.stringify(other) === key)) return;
    this.#pebble.push(event);
  }

  /** Detaches a storage instance, which then is gone. */
  detachStorage(id: string): void {
    this.#detaching.push(id);
  }

  /** Runs the failed hook again (`juju resolve`). */
  retry(): void {
    this.#retry = this.#failed !== null;
  }

  /** Leaves the failed hook out (`juju resolve --no-retry`). */
  skip(): void {
    const event = this.#failed;
    this.#failed = null;
    if (event !== null) this.succeeded(event);
  }

  /** The machine or the unit agent's pod was restarted: `start` comes again. */
  restart(): void {
    this.#restarted = this.#started;
  }

  /** Removes the unit, with all that comes before (JEV-11). */
  removeUnit(): void {
    if (this.#removal === "none") this.#removal = "wanted";
  }

  /**
   * What is to be run now; null when the unit is idle, or waits in error.
   *
   * Asked twice without an answer in between, it says the same.
   */
  next(): HookEvent | null {
    if (this.isRemoved) return null;
    const event = this.#choose();
    if (event?.kind === "config-changed") {
      this.#nextConfigHash = this.#hashConfig();
    }
    if (event?.kind === "install") this.#tried = true;
    return event;
  }

  /** Notes that the event went well, which queues what follows it. */
  succeeded(event: HookEvent): void {
    this.#drop(event);
    if (this.#failed !== null && event.kind !== "action") this.#failed = null;
    this.#retry = false;
    switch (event.kind) {
      case "install":
        this.#installed = true;
        break;
      case "upgrade-charm":
        this.#followUps.unshift({ kind: "config-changed" });
        break;
      case "config-changed":
        this.#configHash = this.#nextConfigHash;
        if (!this.#started) this.#followUps.push({ kind: "start" });
        break;
      case "start":
        this.#started = true;
        this.#restarted = false;
        break;
      case "leader-elected":
        this.#leaderElected = true;
        break;
      case "storage-attached":
        this.#attached.add(event.storageId);
        break;
      case "storage-detaching":
        this.#attached.delete(event.storageId);
        this.#state.storages.delete(event.storageId);
        break;
      case "stop":
        if (this.#removal === "wanted") this.#removal = "stopped";
        break;
      case "remove":
        this.#removal = "removed";
        break;
    }
    this.#relations.succeeded(event);
    this.#secrets.succeeded(event);
  }

  /**
   * Notes that the event failed: a hook puts the unit in error, Pebble's and
   * actions do not.
   */
  failedWith(event: HookEvent): void {
    this.#retry = false;
    if (event.kind === "action" || isPebbleEvent(event)) this.#drop(event);
    else this.#failed = event;
  }

  #choose(): HookEvent | null {
    if (this.#failed !== null) {
      if (this.#retry) return this.#failed;
      return this.#actions[0] ?? null;
    }
    if (!this.#installed) return this.#beforeInstall();
    if (this.#followUps[0] !== undefined) return this.#followUps[0];
    if (this.#restarted) return { kind: "start" };
    const leaving = this.#removal !== "none";
    return (leaving ? null : this.#relations.created()) ??
      (leaving ? null : this.#leadership()) ??
      this.#pebble[0] ??
      (leaving ? null : this.#secrets.next()) ??
      this.#actions[0] ??
      this.#storage() ??
      (leaving ? this.#leave() : this.#live());
  }

  #beforeInstall(): HookEvent | null {
    // Only machines wait for their storage before install.
    const storage = this.#state.substrate === "machine"
      ? this.#storage()
      : null;
    if (this.#tried && this.#actions[0] !== undefined) return this.#actions[0];
    return storage ?? { kind: "install" };
  }

  #leadership(): HookEvent | null {
    if (!this.#state.leader) this.#leaderElected = false;
    return this.#state.leader && !this.#leaderElected
      ? { kind: "leader-elected" }
      : null;
  }

  #storage(): HookEvent | null {
    const [storageId] = this.#detaching;
    if (storageId !== undefined) {
      return { kind: "storage-detaching", storageId };
    }
    if (this.#removal !== "none") return null;
    for (const id of this.#state.storages.keys()) {
      if (!this.#attached.has(id)) {
        return { kind: "storage-attached", storageId: id };
      }
    }
    return null;
  }

  #live(): HookEvent | null {
    if (this.#configHash !== this.#hashConfig()) {
      return { kind: "config-changed" };
    }
    return this.#relations.next() ?? this.#requested[0] ?? null;
  }

  #leave(): HookEvent | null {
    const [storageId] = this.#attached;
    if (storageId !== undefined) {
      return { kind: "storage-detaching", storageId };
    }
    const relation = this.#relations.leave();
    if (relation !== null) return relation;
    return { kind: this.#removal === "stopped" ? "remove" : "stop" };
  }

  /** What config-changed depends on: options and addresses (JEV-05). */
  #hashConfig(): string {
    const { defaultNetwork, publicAddress } = this.#state;
    const config = [...this.#state.configValues()];
    return JSON.stringify([config, defaultNetwork, publicAddress]);
  }

  #drop(event: HookEvent): void {
    for (
      const list of [
        this.#followUps,
        this.#pebble,
        this.#actions,
        this.#requested,
      ]
    ) {
      if (list[0] === event) list.shift();
    }
    if ("storageId" in event && this.#detaching[0] === event.storageId) {
      this.#detaching.shift();
    }
  }
}
