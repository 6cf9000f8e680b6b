import { Service, type ServiceDict } from "../../pebble/service.ts";
import { ServiceInfo } from "../../pebble/service_info.ts";
import type { ServiceStatus } from "../../pebble/service_info.ts";
import { isSignalName } from "../../pebble/_signals.ts";
import type { Clock, Moment } from "./clock.ts";
import type { ServiceData } from "./pebble_data.ts";
import { q, refuse } from "./refuse.ts";
import {
  lanesOf,
  type Services,
  startOrder,
  stopOrder,
} from "./service_order.ts";
import type { SimulatedChanges, TaskToRecord } from "./simulated_changes.ts";
import type { SimulatedPlan } from "./simulated_plan.ts";

/** What services can be told to do. */
export type ServiceAction =
  | "autostart"
  | "replan"
  | "start"
  | "stop"
  | "restart";

/**
 * How the start of a service fails: it exits within a second, with a code and
 * perhaps some output; or, if it is a text, it can't even begin.
 */
export type StartFailure = string | {
  /** What it exits with. */
  readonly exitCode: number;
  /** What it writes before. @default {""} */
  readonly output?: string;
};

/** A signal that a service was sent. */
export interface SentSignal {
  /** Name of the service. */
  readonly service: string;
  /** Name of the signal. */
  readonly signal: string;
}

interface Known {
  /** The service as it was in the plan when it was last started. */
  config: ServiceDict | undefined;
  current: ServiceStatus;
  since: Moment;
  startCount: number;
}

/** How much output the log of a failed start shows. */
const SHOWN_LINES = 20;

/** The services of a simulated Pebble; they start and stop at once. */
export class SimulatedServices {
  readonly #plan: SimulatedPlan;
  readonly #changes: SimulatedChanges;
  readonly #clock: Clock;
  readonly #onOutput: (service: string, text: string) => void;
  readonly #known: Map<string, Known> = new Map();
  readonly #failures: Map<string, StartFailure> = new Map();
  readonly #signals: SentSignal[] = [];

  /** Takes the parts of the Pebble that it is one of, and how it begins. */
  constructor(
    parts: {
      readonly plan: SimulatedPlan;
      readonly changes: SimulatedChanges;
      readonly clock: Clock;
      readonly onOutput: (service: string, text: string) => void;
    },
    seed: Readonly<Record<string, ServiceData>> = {},
  ) {
    this.#plan = parts.plan;
    this.#changes = parts.changes;
    this.#clock = parts.clock;
    this.#onOutput = parts.onOutput;
    for (const [name, data] of Object.entries(seed)) {
      this.#known.set(name, {
        config: data.config ?? this.#services[name],
        current: data.current,
        since: momentOf(data.since ?? this.#clock.now().date),
        startCount: data.startCount ?? (data.current === "active" ? 1 : 0),
      });
    }
  }

  /** Signals that were sent, in order. */
  get signals(): readonly SentSignal[] {
    return this.#signals;
  }

  /** What is known of services that were started at some time. */
  data(): Record<string, Required<ServiceData>> {
    return Object.fromEntries(
      [...this.#known].map(([name, { current, config, since, startCount }]) => [
        name,
        { current, config: config ?? {}, since: since.date, startCount },
      ]),
    );
  }

  /** Names of services that were started at some time, sorted. */
  startedNames(): string[] {
    return [...this.#known.keys()].sort();
  }

  /** Whether a service is active, and how often it was started. */
  counts(name: string): { readonly active: boolean; readonly starts: number } {
    const known = this.#known.get(name);
    return {
      active: known?.current === "active",
      starts: known?.startCount ?? 0,
    };
  }

  /** Lets each start of a service fail, or succeed again. */
  failStart(name: string, failure: StartFailure | null): void {
    if (failure === null) this.#failures.delete(name);
    else this.#failures.set(name, failure);
  }

  /** Sets what a service of the plan does, as if it had come to that. */
  setStatus(name: string, current: ServiceStatus): void {
    const config = this.#services[name];
    if (config === undefined) {
      throw new Error(
        `Cannot set status of service ${q(name)}: the plan has no such service`,
      );
    }
    const startCount = this.#known.get(name)?.startCount ?? 0;
    this.#put(name, current, startCount, config);
  }

  /** State of services; unknown names are left out, and none is all. */
  list(names: readonly string[]): ServiceInfo[] {
    return Object.entries(this.#services)
      .filter(([name]) => names.length === 0 || names.includes(name))
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([name, { startup }]) => {
        const known = this.#known.get(name);
        return new ServiceInfo({
          name,
          startup: startup === "enabled" ? "enabled" : "disabled",
          current: known?.current ?? "inactive",
          currentSince: known?.since.date,
          currentSinceText: known?.since.text,
        });
      });
  }

  /**
   * Does an action and records its change.
   *
   * Source: `v1PostServices` in `internals/daemon/api_services.go` of Pebble.
   *
   * @returns Id of the change.
   * @throws {APIError} 400 if a name is unknown or missing.
   */
  act(action: ServiceAction, given: readonly string[]): string {
    let names = given;
    if (action === "autostart" || action === "replan") {
      if (names.length > 0) refuse(`${action} accepts no service names`);
    }
    if (action === "autostart") {
      // They are named in the order in which they start, with what they need.
      const enabled = Object.keys(this.#services).filter((name) =>
        this.#services[name]?.startup === "enabled"
      );
      names = lanesOf(this.#services, startOrder(this.#services, enabled))
        .flat();
      if (names.length === 0) {
        refuse("no default services", 400, "no-default-services");
      }
    } else if (action !== "replan" && names.length === 0) {
      refuse(`must specify services for ${action} action`);
    }
    const { stop, start } = this.#orders(action, names);
    const tasks = [
      ...lanesOf(this.#services, stop).flat().map((name) => this.#stop(name)),
      ...lanesOf(this.#services, start).flatMap((lane) => this.#starts(lane)),
    ];
    if (action === "replan") names = [...new Set([...stop, ...start])].sort();
    const title = action.charAt(0).toUpperCase() + action.slice(1);
    const count = action === "stop" ? stop.length : start.length;
    const more = (action === "replan" ? names.length : count) - 1;
    const summary = tasks.length === 0
      ? `${title} - no services`
      : `${title} service ${q(names[0] ?? "")}` +
        (more > 0 ? ` and ${more} more` : "");
    const change = { kind: action, summary, tasks, services: names };
    return this.#changes.record(change).id;
  }

  /**
   * Notes a signal for running services.
   *
   * @throws {APIError} 500 if one doesn't run, or the signal is unknown.
   */
  signal(signal: string, names: readonly string[]): void {
    if (names.length === 0) refuse("must specify one or more services");
    const failures = names.flatMap((name) => {
      if (this.#known.get(name)?.current !== "active") {
        return `cannot send signal to ${q(name)}: service is not running`;
      }
      if (!isSignalName(signal)) {
        return `cannot send signal to ${q(name)}: invalid signal name ${
          q(signal)
        }`;
      }
      this.#signals.push({ service: name, signal });
      return [];
    });
    if (failures.length > 0) refuse(failures.join("; "), 500);
  }

  get #services(): Services {
    return this.#plan.dict.services ?? {};
  }

  #orders(
    action: ServiceAction,
    names: readonly string[],
  ): { stop: string[]; start: string[] } {
    const services = this.#services;
    try {
      switch (action) {
        case "autostart":
        case "start":
          return { stop: [], start: startOrder(services, names) };
        case "stop":
          return { stop: stopOrder(services, names), start: [] };
        case "restart":
          return {
            stop: stopOrder(services, names)
              .filter((name) => names.includes(name)),
            start: startOrder(services, names),
          };
        case "replan": {
          const changed = [...this.#known].filter(([name, { config }]) =>
            name in services &&
            !new Service(name, config).equals(new Service(name, services[name]))
          ).map(([name]) => name);
          const wanted = Object.keys(services).filter((name) =>
            changed.includes(name) || services[name]?.startup === "enabled"
          );
          return {
            stop: stopOrder(services, changed),
            start: startOrder(services, wanted),
          };
        }
        default:
          return refuse(`invalid action ${q(action)}`);
      }
    } catch (error) {
      if (error instanceof Error && error.name === "APIError") throw error;
      const reason = error instanceof Error ? error.message : String(error);
      refuse(`cannot ${action} services: ${reason}`);
    }
  }

  /** Starts services of a lane; after one that fails, no other is tried. */
  #starts(lane: readonly string[]): TaskToRecord[] {
    let failed = false;
    return lane.map((name) => {
      const task = { kind: "start", summary: `Start service ${q(name)}` };
      if (failed) return { ...task, held: true };
      const started = { ...task, ...this.#start(name) };
      failed = started.error !== undefined;
      return started;
    });
  }

  #start(name: string): { log?: string[]; error?: string } {
    const config = this.#services[name];
    const known = this.#known.get(name);
    const starts = known?.startCount ?? 0;
    if (known?.current === "active") {
      known.config = config;
      return { log: [`Service ${q(name)} already started.`] };
    }
    const failure = this.#failures.get(name);
    if (failure === undefined) {
      this.#put(name, "active", starts + 1, config);
      return {};
    }
    if (typeof failure === "string") {
      this.#put(name, "inactive", starts, config);
      return { error: `cannot start service: ${failure}` };
    }
    const { exitCode, output = "" } = failure;
    const key = exitCode === 0 ? "on-success" : "on-failure";
    const action = config?.[key] || "restart";
    const status = action === "restart" ? "backoff" : "error";
    this.#put(name, status, starts + 1, config);
    if (output !== "") this.#onOutput(name, output);
    return {
      log: [`Most recent service output:\n${lastLines(output)}`],
      error:
        `service start attempt: exited quickly with code ${exitCode}, will ` +
        action,
    };
  }

  #stop(name: string): TaskToRecord {
    const task = { kind: "stop", summary: `Stop service ${q(name)}` };
    const known = this.#known.get(name);
    if (known === undefined) {
      return { ...task, log: [`Service ${q(name)} has never been started.`] };
    }
    const { current, startCount, config } = known;
    if (current === "inactive") {
      return { ...task, log: [`Service ${q(name)} already stopped.`] };
    }
    this.#put(name, "inactive", startCount, config);
    return current === "error"
      ? { ...task, log: [`Service ${q(name)} had already exited.`] }
      : task;
  }

  #put(
    name: string,
    current: ServiceStatus,
    startCount: number,
    config: ServiceDict | undefined,
  ): void {
    const since = this.#clock.now();
    this.#known.set(name, { config, current, since, startCount });
  }
}

function momentOf(date: Date): Moment {
  return { date, text: date.toISOString() };
}

/** The end of a service's output, as the log of a task shows it. */
function lastLines(output: string): string {
  const lines = output.replace(/\n$/, "").split("\n");
  const shown = lines.slice(-SHOWN_LINES);
  if (lines.length > shown.length) shown.unshift("(...)");
  return shown.map((line) => `    ${line}`).join("\n");
}
