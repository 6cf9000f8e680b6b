import { combineLayers } from "../../src/pebble/combine_layers.ts";
import { Layer, type LayerDict } from "../../src/pebble/layer.ts";
import { LayerError } from "../../src/pebble/layer_problem.ts";
import { Plan, type PlanDict } from "../../src/pebble/plan.ts";
import {
  ServiceInfo,
  type ServiceStatus,
} from "../../src/pebble/service_info.ts";
import { StateLookupError, StateValidationError } from "../errors.ts";
import { frozenCopy, frozenRecord } from "./_frozen.ts";
import { distinct, list } from "./_lists.ts";
import { expectName } from "./_names.ts";
import type { CheckInfo } from "./check_info.ts";
import { Component } from "./component.ts";
import type { Exec } from "./exec.ts";
import type { Filesystems } from "./filesystems.ts";
import type { Mount } from "./mount.ts";
import type { Notice } from "./notice.ts";

/** Options of {@linkcode Container}. */
export interface ContainerOptions {
  /** Whether Pebble answers. @default {false} */
  readonly canConnect?: boolean;
  /** Label to layer, in the order of merging. @default {{}} */
  readonly layers?: Readonly<Record<string, Layer | LayerDict>>;
  /** Service to what it does; a service that is not here is inactive. @default {{}} */
  readonly serviceStatuses?: Readonly<Record<string, ServiceStatus>>;
  /** Any name to what of this machine is seen in the container. @default {{}} */
  readonly mounts?: Readonly<Record<string, Mount>>;
  /** What happens when the charm runs commands in the container. @default {[]} */
  readonly execs?: Iterable<Exec>;
  /** What Pebble has recorded. @default {[]} */
  readonly notices?: Iterable<Notice>;
  /** How the checks of the plan go. @default {[]} */
  readonly checkInfos?: Iterable<CheckInfo>;
}

/** What {@linkcode Container.with} can replace. */
export interface ContainerChanges<N extends string> extends ContainerOptions {
  /** Name of the container. */
  readonly name?: N;
}

/**
 * A workload container, before or after a run. It does not change: a run gives
 * a new one.
 *
 * @example Usage
 * ```ts
 * import { Container } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const container = new Container("web", {
 *   canConnect: true,
 *   layers: { base: { services: { web: { override: "replace", command: "nginx" } } } },
 * });
 *
 * assertEquals(container.plan.services["web"]?.command, "nginx");
 * assertEquals(container.services["web"]?.current, "inactive");
 * ```
 */
export class Container<N extends string = string> extends Component {
  /** Name of the container, as in the metadata. */
  readonly name: string;
  /** Whether Pebble answers. */
  readonly canConnect: boolean;
  /** Label to layer, in the order of merging. */
  readonly layers: Readonly<Record<string, LayerDict>>;
  /** Service to what it does; a service that is not here is inactive. */
  readonly serviceStatuses: Readonly<Record<string, ServiceStatus>>;
  /** Any name to what of this machine is seen in the container. */
  readonly mounts: Readonly<Record<string, Mount>>;
  /**
   * What happens when the charm runs commands in the container. Equal ones do
   * not become one, so that the second of two with the same prefix is found.
   */
  readonly execs: readonly Exec[];
  /** What Pebble has recorded. */
  readonly notices: readonly Notice[];
  /** How the checks of the plan go. */
  readonly checkInfos: readonly CheckInfo[];

  /**
   * Takes the name and what is in the container.
   *
   * @throws {StateValidationError} If no container can have that name.
   */
  constructor(name: N, options: ContainerOptions = {}) {
    super();
    expectName("container", name);
    this.name = name;
    this.canConnect = options.canConnect ?? false;
    this.layers = layersOf(options.layers);
    this.serviceStatuses = frozenRecord(options.serviceStatuses);
    this.mounts = frozenRecord(options.mounts);
    this.execs = list(options.execs);
    this.notices = list(options.notices);
    this.checkInfos = distinct(options.checkInfos);
    Object.freeze(this);
  }

  /**
   * The layers combined as Pebble does, names in order.
   *
   * @throws {StateValidationError} If Pebble would refuse a layer.
   */
  get plan(): Plan {
    const known = PLANS.get(this.layers);
    if (known !== undefined) return known;
    const plan = planOf(this);
    PLANS.set(this.layers, plan);
    return plan;
  }

  /**
   * The services of the plan by name, names in order.
   *
   * @throws {StateValidationError} If Pebble would refuse a layer.
   */
  get services(): Readonly<Record<string, ServiceInfo>> {
    return Object.fromEntries(
      Object.values(this.plan.services).map(({ name, startup }) => [
        name,
        new ServiceInfo({
          name,
          startup: startup || "disabled",
          current: this.serviceStatuses[name] ?? "inactive",
        }),
      ]),
    );
  }

  /** How a check goes. @throws {StateLookupError} If the container has none of that name. */
  getCheckInfo(name: string): CheckInfo {
    const found = this.checkInfos.find((info) => info.name === name);
    if (found !== undefined) return found;
    throw new StateLookupError(
      `Cannot get check info "${name}" of container "${this.name}": it has ${
        this.checkInfos.map((info) => `"${info.name}"`).join(", ") || "none"
      }`,
    );
  }

  /** The folder on this machine that holds the container's files in a context. */
  getFilesystem(context: Filesystems): string {
    return context.containerRoot(this.name);
  }

  /** A copy with some fields replaced. */
  with(changes: ContainerChanges<N>): Container<N> {
    const name = changes.name ?? this.name as N;
    return new Container(name, { ...this, ...changes });
  }
}

/** The plan of layers; they don't change, and each run asks for it. */
const PLANS: WeakMap<object, Plan> = new WeakMap();

function layersOf(
  given: Readonly<Record<string, Layer | LayerDict>> = {},
): Readonly<Record<string, LayerDict>> {
  const hasClass = Object.values(given).some((layer) => layer instanceof Layer);
  if (!hasClass) {
    return frozenCopy(given as Readonly<Record<string, LayerDict>>);
  }
  return frozenCopy(Object.fromEntries(
    Object.entries(given).map(([label, layer]) => [
      label,
      layer instanceof Layer ? layer.toDict() : layer,
    ]),
  ));
}

function planOf({ name, layers }: Container): Plan {
  const labelled = Object.entries(layers)
    .map(([label, layer]) => ({ label, layer }));
  try {
    return deepFreeze(new Plan(sorted(combineLayers(labelled))));
  } catch (cause) {
    if (!(cause instanceof LayerError)) throw cause;
    const problems = cause.problems.map(({ message }) => message).join("; ");
    throw new StateValidationError(
      `Cannot combine the layers of container "${name}": ${problems}`,
      { cause },
    );
  }
}

function sorted(plan: PlanDict): PlanDict {
  return {
    services: byName(plan.services),
    checks: byName(plan.checks),
    "log-targets": byName(plan["log-targets"]),
  };
}

function byName<T>(
  section: Readonly<Record<string, T>> | null | undefined,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(section ?? {}).sort(([a], [b]) => a < b ? -1 : 1),
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}
