// Long, as it is one facade: a short method for each call.

/**
 * A Pebble in memory.
 *
 * It answers as the daemon does (Pebble v1.32), at once: a service that is
 * started is active, one that is stopped is not, and the change of either is
 * ready when its id is returned. A contract suite holds it, itself behind a
 * socket, and the real daemon to the same cases.
 *
 * What it doesn't do, it says:
 *
 * - Services run nothing. `failStart` lets a service fail, `setServiceStatus`
 *   plays what becomes of it, `writeLog` what it writes. `on-failure` and
 *   `on-check-failure` do nothing; a signal is noted in `signals`.
 * - Checks run nothing. `recordCheck` plays a run of one; `refreshCheck` goes as
 *   `setCheckOutcome` says.
 * - `exec` needs a handler (`handleExec`), and is an error that says so without
 *   one. No executable, working directory or home folder is looked for. A
 *   terminal is only told of: nothing is echoed, no line end is changed.
 * - Log targets are part of the plan and get nothing. The section `workloads`
 *   of a layer is refused.
 * - The caller is root, who may do everything; identities are kept, and nobody
 *   is held to them. There are no pairing and no TLS.
 * - The container has root and the users of its data (or any, with
 *   `inventUsers`). Files have modes and owners, which nobody enforces; there
 *   are no sockets, pipes and devices, but for those that are mounted.
 * - Notices expire; changes are kept for ever. Nothing outlives the object:
 *   `snapshot()` gives what can be put into another one.
 * - Errors of YAML and JSON have the words of the parsers here, not of Go's.
 *
 * @module
 */

// Long, as it is one facade: a short method for each call.

import { nameList } from "../../pebble/_arguments.ts";
import { signalName } from "../../pebble/_signals.ts";
import type { Change } from "../../pebble/change.ts";
import type { CheckInfo } from "../../pebble/check_info.ts";
import type { CheckRefresh } from "../../pebble/check_refresh.ts";
import { ChangeError, TimeoutError } from "../../pebble/errors.ts";
import type { Identities, Identity } from "../../pebble/identity.ts";
import type { Layer, LayerDict } from "../../pebble/layer.ts";
import { labelText, layerOf } from "../../pebble/layer_text.ts";
import type { LogEntry } from "../../pebble/log_entry.ts";
import type { Notice, NoticeType } from "../../pebble/notice.ts";
import type {
  AddLayerOptions,
  CallOptions,
  GetChangesOptions,
  GetChecksOptions,
  GetHealthOptions,
  GetNoticesOptions,
  LogsOptions,
  NotifyOptions,
  PebbleClient,
  ServiceActionOptions,
  WaitChangeOptions,
} from "../../pebble/pebble_client.ts";
import type { Plan } from "../../pebble/plan.ts";
import type { ServiceInfo } from "../../pebble/service_info.ts";
import type { SystemInfo } from "../../pebble/system_info.ts";
import type { Warning } from "../../pebble/warning.ts";
import { parseLayer } from "./layer_parser.ts";
import { refuse } from "./refuse.ts";
import { SimulatedContainer } from "./simulated_container.ts";
import type {
  IdentityAction,
  IdentityChanges,
} from "./simulated_identities.ts";
import type { ServiceAction } from "./simulated_services.ts";

export type { SimulatedPebbleOptions } from "./simulated_parts.ts";

/** A Pebble in memory; the module doc says what it doesn't do. */
export class SimulatedPebble extends SimulatedContainer
  implements PebbleClient {
  async getSystemInfo(options: CallOptions = {}): Promise<SystemInfo> {
    await this.connect(options);
    return this.systemInfo;
  }

  async getWarnings(options: CallOptions = {}): Promise<Warning[]> {
    await this.connect(options);
    return refuse("invalid API endpoint requested", 404);
  }

  async ackWarnings(
    _timestamp: Date | string,
    options: CallOptions = {},
  ): Promise<number> {
    await this.connect(options);
    return refuse("invalid API endpoint requested", 404);
  }

  async addLayer(
    label: string,
    layer: string | LayerDict | Layer,
    options: AddLayerOptions = {},
  ): Promise<void> {
    const name = labelText(label);
    const raw = typeof layer === "string" ? layer : layerDict(layer);
    await this.connect(options);
    const read = typeof raw === "string" ? await parseLayer(name, raw) : raw;
    this.putLayer(name, read, options.combine ?? false);
  }

  async getPlan(options: CallOptions = {}): Promise<Plan> {
    await this.connect(options);
    return this.plan.toPlan();
  }

  async getPlanText(options: CallOptions = {}): Promise<string> {
    await this.connect(options);
    return this.plan.toText();
  }

  async getServices(
    names: Iterable<string> = [],
    options: CallOptions = {},
  ): Promise<ServiceInfo[]> {
    const list = nameList(names, "services");
    await this.connect(options);
    return this.services.list(list);
  }

  async autostartServices(options?: ServiceActionOptions): Promise<string> {
    return await this.#act("autostart", [], options);
  }

  async replanServices(options?: ServiceActionOptions): Promise<string> {
    return await this.#act("replan", [], options);
  }

  async startServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#act("start", names, options);
  }

  async stopServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#act("stop", names, options);
  }

  async restartServices(
    names: Iterable<string>,
    options?: ServiceActionOptions,
  ): Promise<string> {
    return await this.#act("restart", names, options);
  }

  async sendSignal(
    signal: string | number,
    services: Iterable<string>,
    options: CallOptions = {},
  ): Promise<void> {
    const name = signalName(signal);
    const list = nameList(services, "services");
    await this.connect(options);
    this.services.signal(name, list);
  }

  async getChanges(options: GetChangesOptions = {}): Promise<Change[]> {
    await this.connect(options);
    const { select = "in-progress", service } = options;
    return this.changes.list(select, service ?? undefined);
  }

  async getChange(id: string, options: CallOptions = {}): Promise<Change> {
    await this.connect(options);
    return this.changes.get(id);
  }

  async waitChange(
    id: string,
    options: WaitChangeOptions = {},
  ): Promise<Change> {
    const { timeoutMs = 30_000, signal } = options;
    await this.connect(options);
    if (timeoutMs !== 0) {
      const change = await this.changes.wait(id, timeoutMs, signal);
      if (change.ready) return change;
    }
    throw new TimeoutError(
      `timed out waiting for change ${id} (${(timeoutMs ?? 0) / 1000} seconds)`,
    );
  }

  async abortChange(id: string, options: CallOptions = {}): Promise<Change> {
    await this.connect(options);
    const change = this.changes.abort(id);
    this.execs.running({ changeId: id })?.kill("SIGKILL");
    return change;
  }

  async getChecks(options: GetChecksOptions = {}): Promise<CheckInfo[]> {
    const names = nameList(options.names ?? [], "checks");
    await this.connect(options);
    return this.checks.list(options.level ?? undefined, names);
  }

  async startChecks(
    names: Iterable<string>,
    options: CallOptions = {},
  ): Promise<string[]> {
    const list = nameList(names, "checks");
    await this.connect(options);
    return this.checks.act("start", list);
  }

  async stopChecks(
    names: Iterable<string>,
    options: CallOptions = {},
  ): Promise<string[]> {
    const list = nameList(names, "checks");
    await this.connect(options);
    return this.checks.act("stop", list);
  }

  async refreshCheck(
    name: string,
    options: CallOptions = {},
  ): Promise<CheckRefresh> {
    await this.connect(options);
    return this.checks.refresh(name);
  }

  async getHealth(options: GetHealthOptions = {}): Promise<boolean> {
    const names = nameList(options.names ?? [], "checks");
    await this.connect(options);
    return this.checks.healthy(options.level ?? undefined, names);
  }

  async getNotice(id: string, options: CallOptions = {}): Promise<Notice> {
    await this.connect(options);
    return this.notices.get(id);
  }

  async getNotices(options: GetNoticesOptions = {}): Promise<Notice[]> {
    await this.connect(options);
    return this.notices.list(options);
  }

  async waitNotices(
    timeoutMs: number,
    options: GetNoticesOptions = {},
  ): Promise<Notice[]> {
    await this.connect(options);
    return await this.notices.wait(timeoutMs, options);
  }

  async notify(
    type: NoticeType,
    key: string,
    options: NotifyOptions = {},
  ): Promise<string> {
    await this.connect(options);
    return this.notices.notify(type, key, options);
  }

  async getIdentities(
    options: CallOptions = {},
  ): Promise<Record<string, Identity>> {
    await this.connect(options);
    return this.identities.list();
  }

  async addIdentities(
    identities: Identities,
    options?: CallOptions,
  ): Promise<void> {
    await this.#changeIdentities("add", identities, options);
  }

  async updateIdentities(
    identities: Identities,
    options?: CallOptions,
  ): Promise<void> {
    await this.#changeIdentities("update", identities, options);
  }

  async replaceIdentities(
    identities: IdentityChanges,
    options?: CallOptions,
  ): Promise<void> {
    await this.#changeIdentities("replace", identities, options);
  }

  async removeIdentities(
    names: Iterable<string>,
    options?: CallOptions,
  ): Promise<void> {
    const changes = Object.fromEntries(
      Array.from(names, (name) => [name, null]),
    );
    await this.#changeIdentities("remove", changes, options);
  }

  async *getLogs(
    options: LogsOptions = {},
  ): AsyncGenerator<LogEntry, void, undefined> {
    const services = logServices(options);
    await this.connect(options);
    yield* this.logs.list({ services, n: options.n ?? 30 });
  }

  async *followLogs(
    options: LogsOptions = {},
  ): AsyncGenerator<LogEntry, void, undefined> {
    const asked = logServices(options);
    await this.connect(options);
    // Pebble hears only those that were started at some time before.
    const known = [...this.services.startedNames(), ...this.logs.services()];
    const services = asked?.filter((name) => known.includes(name)) ?? known;
    yield* this.logs.follow({ services, n: options.n ?? 0 }, options.signal);
  }

  async getMetrics(options: CallOptions = {}): Promise<string> {
    await this.connect(options);
    return this.metrics;
  }

  /** Does nothing: there is nothing to release. */
  close(): void {}

  /** The same as {@linkcode close}. */
  [Symbol.dispose](): void {}

  async #act(
    action: ServiceAction,
    given: Iterable<string>,
    options: ServiceActionOptions = {},
  ): Promise<string> {
    const names = nameList(given, "services");
    await this.connect(options);
    const id = this.actOnServices(action, names);
    const { timeoutMs = 30_000 } = options;
    const change = this.changes.get(id);
    if (timeoutMs && change.err) throw new ChangeError(change.err, change);
    return id;
  }

  async #changeIdentities(
    action: IdentityAction,
    identities: IdentityChanges,
    options: CallOptions = {},
  ): Promise<void> {
    await this.connect(options);
    this.identities.change(action, identities);
  }
}

/** Fields of a layer, without those that a layer doesn't have. */
function layerDict(layer: LayerDict | Layer): LayerDict {
  return layerOf(layer).toDict();
}

function logServices({ services }: LogsOptions): readonly string[] | null {
  const names = nameList(services ?? [], "services");
  return names.length === 0 ? null : names;
}
