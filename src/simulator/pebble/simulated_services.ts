import type { ServiceDict } from "../../pebble/service.ts";
import { Service } from "../../pebble/service.ts";
import { ServiceInfo, type ServiceStatus } from "../../pebble/service_info.ts";
import { isSignalName } from "../../pebble/_signals.ts";
import type { Clock } from "./clock.ts";
import { q, refuse } from "./refuse.ts";
import { type Services, startOrder, stopOrder } from "./service_order.ts";
import type { SimulatedChanges, TaskToRecord } from "./simulated_changes.ts";
import type { SimulatedPlan } from "./simulated_plan.ts";

/** What services can be told to do. */
export type ServiceAction =
  | "autostart"
  | "replan"
  | "start"
  | "stop"
  | "restart";

interface Known {
  /** The service as it was in the plan when it was last started. */
  config: ServiceDict;
  current: ServiceStatus;
  since: Date;
}

/** The services of a simulated Pebble; they start and stop at once. */
export class SimulatedServices {
  readonly #plan: SimulatedPlan;
  readonly #changes: SimulatedChanges;
  readonly #clock: Clock;
  readonly #known: Map<string, Known> = new Map();
  readonly #failures: Map<string, string> = new Map();
  readonly #signals: { service: string; signal: string }[] = [];

  /** Takes the parts of the Pebble that it is one of. */
  constructor(plan: SimulatedPlan, changes: SimulatedChanges, clock: Clock) {
    this.#plan = plan;
    this.#changes = changes;
    this.#clock = clock;
  }

  /** Signals that were sent, in order. */
  get signals(): readonly {
    readonly service: string;
    readonly signal: string;
  }[] {
    return this.#signals;
  }

  /** Lets each start of a service fail, or succeed again. */
  failStart(name: string, reason: string | null): void {
    if (reason === null) this.#failures.delete(name);
    else this.#failures.set(name, reason);
  }

  /** Sets what a service of the plan does, as if it had come to that. */
  setStatus(name: string, current: ServiceStatus): void {
    const config = this.#services[name];
    if (config === undefined) {
      throw new Error(`service ${q(name)} does not exist`);
    }
    this.#known.set(name, { config, current, since: this.#clock.now().date });
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
          currentSince: known?.since,
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
    if (action === "autostart") {
      names = Object.keys(this.#services).filter((name) =>
        this.#services[name]?.startup === "enabled"
      ).sort();
      if (names.length === 0) {
        refuse("no default services", 400, "no-default-services");
      }
    } else if (action !== "replan" && names.length === 0) {
      refuse(`must specify services for ${action} action`);
    }
    const { stop, start } = this.#orders(action, names);
    const tasks = [
      ...stop.map((name) => this.#stop(name)),
      ...start.map((name) => this.#start(name)),
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
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      refuse(`cannot ${action} services: ${reason}`);
    }
  }

  #start(name: string): TaskToRecord {
    const task = { kind: "start", summary: `Start service ${q(name)}` };
    const known = this.#known.get(name);
    if (known?.current === "active") {
      return { ...task, log: `Service ${q(name)} already started.` };
    }
    const error = this.#failures.get(name);
    this.setStatus(name, error === undefined ? "active" : "backoff");
    return { ...task, error };
  }

  #stop(name: string): TaskToRecord {
    const task = { kind: "stop", summary: `Stop service ${q(name)}` };
    const known = this.#known.get(name);
    if (known === undefined) {
      return { ...task, log: `Service ${q(name)} has never been started.` };
    }
    if (known.current === "inactive") {
      return { ...task, log: `Service ${q(name)} already stopped.` };
    }
    known.current = "inactive";
    known.since = this.#clock.now().date;
    return task;
  }
}
