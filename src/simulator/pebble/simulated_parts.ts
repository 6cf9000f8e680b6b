import { ConnectionError } from "../../pebble/errors.ts";
import { SystemInfo } from "../../pebble/system_info.ts";
import type { ServiceStatus } from "../../pebble/service_info.ts";
import { Clock } from "./clock.ts";
import { metricsText } from "./metrics_text.ts";
import type {
  SimulatedPebbleData,
  SimulatedPebbleSnapshot,
} from "./pebble_data.ts";
import { SimulatedChanges } from "./simulated_changes.ts";
import { type CheckOutcome, SimulatedChecks } from "./simulated_checks.ts";
import type {
  SimulatedCommand,
  SimulatedExecHandler,
} from "./simulated_command.ts";
import { SimulatedExecs } from "./simulated_exec.ts";
import { SimulatedFiles } from "./simulated_files.ts";
import { SimulatedIdentities } from "./simulated_identities.ts";
import { SimulatedLogs } from "./simulated_logs.ts";
import { SimulatedNotices } from "./simulated_notices.ts";
import { SimulatedPlan } from "./simulated_plan.ts";
import {
  type SentSignal,
  type ServiceAction,
  SimulatedServices,
  type StartFailure,
} from "./simulated_services.ts";
import { SimulatedUsers } from "./simulated_users.ts";

/** Options of a simulated Pebble. */
export interface SimulatedPebbleOptions {
  /** Whether it answers at all. @default {true} */
  readonly canConnect?: boolean;
  /** Where the error of one that doesn't answer says it is. */
  readonly socketPath?: string;
  /** Version that it says it is. @default {"v1.32.1"} */
  readonly version?: string;
  /** Tells the milliseconds since 1970. @default {Date.now} */
  readonly now?: () => number;
  /** What it knows to begin with; read when it is first asked. @default {{}} */
  readonly data?: SimulatedPebbleData;
  /** Whether a user that is named and unknown is made up. @default {false} */
  readonly inventUsers?: boolean;
  /**
   * What the error of one that doesn't answer says in brackets.
   *
   * @default {"container restarted?"}
   */
  readonly connectHint?: string;
  /** What an exec without a handler says would help. */
  readonly execHint?: string;
}

const EXEC_HINT = "give it one with `handleExec`";

/**
 * What a simulated Pebble consists of, and what a test does to it. Each part is
 * made when it is first needed: most tests need few of them.
 */
export class SimulatedParts {
  /** Whether it answers; each call is a `ConnectionError` if not. */
  canConnect: boolean;
  /** Where the error of one that doesn't answer says it is. */
  readonly socketPath: string;
  readonly #options: SimulatedPebbleOptions;
  readonly #data: SimulatedPebbleData;
  readonly #clock: Clock;
  #systemInfo: SystemInfo | undefined;
  #plan: SimulatedPlan | undefined;
  #changes: SimulatedChanges | undefined;
  #services: SimulatedServices | undefined;
  #checks: SimulatedChecks | undefined;
  #notices: SimulatedNotices | undefined;
  #files: SimulatedFiles | undefined;
  #users: SimulatedUsers | undefined;
  #execs: SimulatedExecs | undefined;
  #identities: SimulatedIdentities | undefined;
  #logs: SimulatedLogs | undefined;

  /** Takes what it knows to begin with; nothing is done with it yet. */
  constructor(options: SimulatedPebbleOptions = {}) {
    this.#options = options;
    this.#data = options.data ?? {};
    this.#clock = new Clock(options.now ?? Date.now);
    this.canConnect = options.canConnect ?? true;
    this.socketPath = options.socketPath ?? "/simulated/pebble.socket";
  }

  /**
   * Refuses a call of one that doesn't answer.
   *
   * @throws {ConnectionError} If it doesn't answer.
   */
  requireConnection(): void {
    if (this.canConnect) return;
    const { connectHint = "container restarted?" } = this.#options;
    throw new ConnectionError(
      "Could not connect to Pebble: socket not found at " +
        `'${this.socketPath}' (${connectHint})`,
    );
  }

  /** Version and boot id. */
  get systemInfo(): SystemInfo {
    return this.#systemInfo ??= new SystemInfo({
      version: this.#options.version ?? "v1.32.1",
      bootId: crypto.randomUUID(),
    });
  }

  /** The layers and the plan. */
  get plan(): SimulatedPlan {
    return this.#plan ??= new SimulatedPlan(this.#data.layers);
  }

  /** The changes, those of the checks among them. */
  get changes(): SimulatedChanges {
    // The checks of the first plan have changes, too.
    if (this.#checks === undefined) void this.checks;
    return this.#ownChanges;
  }

  /** The services. */
  get services(): SimulatedServices {
    return this.#services ??= new SimulatedServices({
      plan: this.plan,
      changes: this.#ownChanges,
      clock: this.#clock,
      onOutput: (service, text) => this.logs.write(service, text),
    }, this.#data.services);
  }

  /** The checks. */
  get checks(): SimulatedChecks {
    return this.#checks ??= new SimulatedChecks(
      this.#ownChanges,
      this.plan.dict.checks ?? {},
      this.#data.checks,
    );
  }

  /** The notices, to look at and to prepare. */
  get notices(): SimulatedNotices {
    return this.#notices ??= new SimulatedNotices(
      this.#clock,
      this.#data.notices,
    );
  }

  /** The files of the container, to look at and to prepare. */
  get files(): SimulatedFiles {
    return this.#files ??= new SimulatedFiles(
      this.users,
      this.#options.now ?? Date.now,
      this.#data,
    );
  }

  /** The users of the container. */
  get users(): SimulatedUsers {
    return this.#users ??= new SimulatedUsers(
      this.#data.users,
      this.#options.inventUsers,
    );
  }

  /** The commands. */
  get execs(): SimulatedExecs {
    return this.#execs ??= new SimulatedExecs(
      // Checks of the data have ids that no command may get.
      this.changes,
      this.users,
      this.#options.execHint ?? EXEC_HINT,
    );
  }

  /** The identities. */
  get identities(): SimulatedIdentities {
    return this.#identities ??= new SimulatedIdentities(this.#data.identities);
  }

  /** What services wrote. */
  get logs(): SimulatedLogs {
    return this.#logs ??= new SimulatedLogs(this.#clock, this.#data.logs);
  }

  /** How commands were run, in order. */
  get execHistory(): readonly SimulatedCommand[] {
    return this.execs.history;
  }

  /** Signals that services were sent, in order. */
  get signals(): readonly SentSignal[] {
    return this.services.signals;
  }

  /** Counters of services and checks. */
  get metrics(): string {
    return metricsText(this.services, this.checks);
  }

  /**
   * All that it knows, as plain data, from which another one can be made. What
   * is mounted is named, not copied.
   */
  snapshot(): SimulatedPebbleSnapshot {
    return {
      layers: Object.fromEntries(this.plan.layers),
      services: this.services.data(),
      checks: this.checks.list(undefined, []).map((info) => ({ ...info })),
      notices: this.notices.data().map((notice) => ({ ...notice })),
      files: this.files.data(),
      mounts: [...this.files.mounts],
      users: this.users.data(),
      identities: this.identities.data(),
      logs: this.logs.data().map((entry) => ({ ...entry })),
      changes: this.changes.list("all", undefined)
        .map((change) => ({ ...change })),
    };
  }

  /**
   * Adds a layer to the plan.
   *
   * @param raw Its fields, as its YAML has them.
   * @throws {APIError} 400 if Pebble would refuse it.
   */
  putLayer(label: string, raw: unknown, combine: boolean): void {
    // Checks know of changes of the plan only if they knew it before.
    const { checks, plan } = this;
    plan.add(label, raw, combine);
    checks.planChanged(plan.dict.checks ?? {});
  }

  /**
   * Does something to services, and with a replan to checks.
   *
   * @returns Id of the change.
   * @throws {APIError} 400 if a name is unknown or missing.
   */
  actOnServices(action: ServiceAction, names: readonly string[]): string {
    const { checks, plan } = this;
    const id = this.services.act(action, names);
    if (action === "replan") checks.replan(plan.dict.checks ?? {});
    return id;
  }

  /**
   * Lets a handler play commands that begin with these words. The one with
   * most words wins; none at all match any command.
   */
  handleExec(prefix: readonly string[], handler: SimulatedExecHandler): void {
    this.execs.handle(prefix, handler);
  }

  /** Lets each start of a service fail; `null` ends that. */
  failStart(service: string, failure: StartFailure | null): void {
    this.services.failStart(service, failure);
  }

  /**
   * Sets what a service does, as if it had crashed or recovered.
   *
   * @throws {Error} If the plan has no such service.
   */
  setServiceStatus(service: string, status: ServiceStatus): void {
    this.services.setStatus(service, status);
  }

  /** Lets a service write text to its log. */
  writeLog(service: string, text: string): void {
    this.logs.write(service, text);
  }

  /**
   * Plays one run of a check.
   *
   * @param outcome True if it goes well, else what went wrong.
   * @throws {Error} If the plan has no such check, or it is stopped.
   */
  recordCheck(check: string, outcome: CheckOutcome | false): void {
    this.checks.record(check, outcome === false ? "failed" : outcome);
  }

  /** Sets how a check goes whenever it is refreshed; well, to begin with. */
  setCheckOutcome(check: string, outcome: CheckOutcome): void {
    this.checks.setOutcome(check, outcome);
  }

  get #ownChanges(): SimulatedChanges {
    return this.#changes ??= new SimulatedChanges(
      this.#clock,
      (id, data) => this.notices.occur("change-update", id, { data }),
    );
  }
}
