import { combineLayers } from "../src/simulator/pebble/layer_merge.ts";
import { Layer, type LayerDict } from "../src/pebble/layer.ts";
import { Plan } from "../src/pebble/plan.ts";
import type { ServiceStatus } from "../src/pebble/service_info.ts";

/** Options of {@linkcode Container}. */
export interface ContainerOptions {
  /** Whether Pebble answers. @default {false} */
  readonly canConnect?: boolean;
  /** Label to layer, in the order of merging. @default {{}} */
  readonly layers?: Readonly<Record<string, Layer | LayerDict>>;
  /** Service to what it does; a service that is not here is inactive. @default {{}} */
  readonly serviceStatuses?: Readonly<Record<string, ServiceStatus>>;
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
 * ```
 */
export class Container {
  /** Name of the container, as in the metadata. */
  readonly name: string;
  /** Whether Pebble answers. */
  readonly canConnect: boolean;
  /** Label to layer, in the order of merging. */
  readonly layers: Readonly<Record<string, LayerDict>>;
  /** Service to what it does; a service that is not here is inactive. */
  readonly serviceStatuses: Readonly<Record<string, ServiceStatus>>;

  /** Takes the name and what is in the container. */
  constructor(name: string, options: ContainerOptions = {}) {
    this.name = name;
    this.canConnect = options.canConnect ?? false;
    this.layers = Object.freeze(Object.fromEntries(
      Object.entries(options.layers ?? {}).map(([label, layer]) => [
        label,
        structuredClone(
          layer instanceof Layer ? layer.toDict() : layer,
        ) as LayerDict,
      ]),
    ));
    this.serviceStatuses = Object.freeze({ ...options.serviceStatuses });
    Object.freeze(this);
  }

  /** The layers merged, as Pebble does. */
  get plan(): Plan {
    const layers = Object.entries(this.layers)
      .map(([label, layer]) => ({ label, layer }));
    return new Plan(combineLayers(layers));
  }
}
