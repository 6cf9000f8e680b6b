import { ActionView } from "./action_view.ts";
import { CharmStateView } from "./charm_state_view.ts";
import type { ConfigValue } from "../hook_commands/types.ts";
import { fail, Refusal } from "./refusal.ts";
import { eventName, type HookEvent } from "./hook_event.ts";
import type { ModelState } from "./model_state.ts";
import { PortsView } from "./ports_view.ts";
import { RelationsView } from "./relations_view.ts";
import { SecretsView } from "./secrets_view.ts";
import { checkStorageRequests } from "./storage_requests.ts";
import { StatusView } from "./status_view.ts";

/**
 * What one run of a hook or action sees of the world: reads as Juju caches
 * them, writes that wait for the flush, and those that take effect at once.
 *
 * Source: spec items JFL-01 to JFL-11, from Juju's
 * `internal/worker/uniter/runner/context`.
 */
export class HookContext {
  /** Unguessable name of the run: unit, hook and 32 hexadecimal digits. */
  readonly id: string;
  /** The world. */
  readonly state: ModelState;
  /** What is run. */
  readonly event: HookEvent;
  /** Relations and their databags. */
  readonly relations: RelationsView;
  /** Secrets. */
  readonly secrets: SecretsView;
  /** Open ports. */
  readonly ports: PortsView;
  /** What `state-get` and its sisters keep. */
  readonly charmState: CharmStateView;
  /** Statuses. */
  readonly status: StatusView;
  /** The action, if this is one. */
  readonly action: ActionView | null;
  /** Storage instances that the run asks for, by storage name. */
  readonly storageRequests: Map<string, number> = new Map();
  /** What `k8s-raw-set` and its sisters set, by their name without `-set`. */
  readonly specs: Map<string, string> = new Map();
  /** Whether a reboot was asked for: after the hook, or at once. */
  reboot: "after" | "now" | null = null;

  #config: Map<string, ConfigValue | null> | undefined;
  #storageIds: string[] | undefined;
  #leaderSettings: Readonly<Record<string, string>> | undefined;
  #deposed = false;

  /** Begins the run of an event. */
  constructor(state: ModelState, event: HookEvent) {
    this.state = state;
    this.event = event;
    const hex = crypto.getRandomValues(new Uint8Array(16)).toHex();
    this.id = `${state.unit}-${eventName(event)}-${hex}`;
    this.relations = new RelationsView(this);
    this.secrets = new SecretsView(this);
    this.ports = new PortsView(state);
    this.charmState = new CharmStateView(state);
    this.status = new StatusView(this);
    this.action = event.kind === "action" ? new ActionView(event, state) : null;
  }

  /** Every option with its value or null, read once (JHT-01). */
  config(): ReadonlyMap<string, ConfigValue | null> {
    return this.#config ??= this.state.configValues();
  }

  /**
   * Whether the unit leads. After one "no", every later answer is "no"
   * (JHT-02).
   *
   * @throws {Refusal} If nobody can tell.
   */
  isLeader(): boolean {
    if (this.state.leader === null) {
      fail("leadership status unknown: leadership is not known");
    }
    if (!this.state.leader) this.#deposed = true;
    return !this.#deposed;
  }

  /**
   * Ends the call of a unit that does not lead.
   *
   * @throws {Refusal} If the unit does not lead.
   */
  requireLeader(message: string = "this unit is not the leader"): void {
    if (!this.isLeader()) fail(message);
  }

  /** Ids of the storage instances, read once (JHT-17). */
  storageIds(): readonly string[] {
    return this.#storageIds ??= [...this.state.storages.values()]
      .filter(({ attached = true }) => attached)
      .map(({ id }) => id)
      .sort();
  }

  /**
   * The action.
   *
   * @throws {Refusal} Outside of one.
   */
  requireAction(): ActionView {
    return this.action ?? fail("not running an action");
  }

  /**
   * Settings of the application's leader, read once until the run writes
   * (JHT-38).
   */
  leaderSettings(): Readonly<Record<string, string>> {
    return this.#leaderSettings ??= this.state.leaderSettings;
  }

  /**
   * Merges into the settings, at once; an empty value deletes.
   *
   * @throws {Refusal} If the unit does not lead.
   */
  setLeaderSettings(settings: ReadonlyMap<string, string>): void {
    this.requireLeader(
      "cannot write leadership settings: cannot write settings: not the leader",
    );
    const merged = { ...this.state.leaderSettings };
    for (const [key, value] of settings) {
      if (value === "") delete merged[key];
      else merged[key] = value;
    }
    this.state.leaderSettings = merged;
    this.#leaderSettings = undefined;
  }

  /**
   * Keeps what the run wrote: charm state, relation data, ports, storage and
   * secrets, all of it or nothing (JFL-03, JFL-04); but Juju 3 keeps secrets
   * before it looks at the rest.
   *
   * @throws {Refusal} If something is refused.
   */
  flush(): void {
    const { flushesAtOnce } = this.state.release;
    this.secrets.checkFlush();
    if (!flushesAtOnce) this.secrets.flush();
    this.charmState.checkFlush();
    this.relations.checkFlush();
    this.ports.checkFlush();
    checkStorageRequests(this.state, this.storageRequests);
    this.charmState.flush();
    this.relations.flush();
    this.ports.flush();
    this.#flushStorage();
    for (const [kind, spec] of this.specs) this.state.specs.set(kind, spec);
    if (flushesAtOnce) this.secrets.flush();
  }

  /**
   * Does {@linkcode HookContext.flush}, as Juju does at the end of a hook.
   *
   * @returns The text of a refusal, which fails the hook (JDP-10); null if all
   * was kept.
   */
  tryFlush(): string | null {
    try {
      this.flush();
      return null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return `committing requested changes: ${error.message}`;
    }
  }

  #flushStorage(): void {
    const { requestedStorages, observer } = this.state;
    for (const [name, count] of this.storageRequests) {
      requestedStorages.set(name, (requestedStorages.get(name) ?? 0) + count);
      observer.onStorageRequested?.(name, count);
    }
  }
}
