import type { Framework } from "../framework/framework.ts";
import { FrameworkObject } from "../framework/framework_object.ts";
import type { CharmMeta } from "../meta/charm_meta.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { Application } from "../model/application.ts";
import type { ConfigData } from "../model/config.ts";
import type { Container } from "../model/container.ts";
import type { Relation } from "../model/relation.ts";
import type { ContainerName, EndpointName } from "../meta/charmcraft_types.ts";
import type { Unit } from "../model/unit.ts";
import { type CharmOn, makeCharmEvents } from "./charm_events.ts";

/** A class of charms, as `main` takes it. */
export interface CharmClass<C extends Charmcraft = Charmcraft> {
  /** Makes the charm for one dispatch. */
  new (framework: Framework): CharmBase<C>;
  /** Name of the class: the top of its paths. */
  readonly name: string;
}

/**
 * The base of charms.
 *
 * A charm is made anew for each event of Juju. Its constructor says what it
 * observes; its handlers do the work. With the generated metadata as `C`, the
 * names of options, endpoints and containers are checked by the compiler.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 *
 * class HelloCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     this.unit.status = new ops.ActiveStatus("Hello");
 *   }
 * }
 * ```
 */
export abstract class CharmBase<C extends Charmcraft = Charmcraft>
  extends FrameworkObject {
  /**
   * The charm's events: `on.configChanged`, and by name in the metadata
   * `on["db"].relationChanged` or `on["web"].pebbleReady`.
   */
  readonly on: CharmOn<C>;

  /** Takes the framework; called by `main` and by tests. */
  constructor(framework: Framework) {
    super(framework);
    this.on = makeCharmEvents<C>(this, framework.meta);
  }

  /** The application of this unit. */
  get app(): Application {
    return this.model.app;
  }

  /** This unit. */
  get unit(): Unit {
    return this.model.unit;
  }

  /** The charm's configuration. */
  get config(): ConfigData<C> {
    return this.model.config as unknown as ConfigData<C>;
  }

  /**
   * The relation of an endpoint, or null when there is none; as
   * `model.getRelation`, with the names of the metadata.
   */
  getRelation(name: EndpointName<C>, id?: number): Relation | null {
    return this.model.getRelation(name, id);
  }

  /**
   * A workload container; as `unit.getContainer`, with the names of the metadata.
   */
  getContainer(name: ContainerName<C>): Container {
    return this.unit.getContainer(name);
  }

  /** The charm's metadata. */
  get meta(): CharmMeta {
    return this.framework.meta;
  }

  /** The charm's own folder. */
  get charmDir(): string {
    return this.framework.charmDir;
  }
}
