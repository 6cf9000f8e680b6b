import { Application } from "./application.ts";
import { ContainerMapping } from "./container_mapping.ts";
import type { ModelContext } from "./model_context.ts";
import { Unit } from "./unit.ts";

/** One object for each unit and application, so that they can be map keys. */
export class EntityCache {
  readonly #context: ModelContext;
  readonly #applications: Map<string, Application> = new Map();
  readonly #units: Map<string, Unit> = new Map();

  /** Takes the model's shared parts; nothing is asked of Juju. */
  constructor(context: ModelContext) {
    this.#context = context;
  }

  /** The application of that name; whether it exists is not checked. */
  application(name: string): Application {
    let application = this.#applications.get(name);
    if (application === undefined) {
      application = new Application(name, this.#context);
      this.#applications.set(name, application);
    }
    return application;
  }

  /** The unit of that name; whether it exists is not checked. */
  unit(name: string): Unit {
    let unit = this.#units.get(name);
    if (unit === undefined) {
      const context = this.#context;
      unit = new Unit(name, {
        app: this.application(name.split("/", 1)[0]!),
        context,
        containers: name === context.unitName
          ? new ContainerMapping(context)
          : null,
      });
      this.#units.set(name, unit);
    }
    return unit;
  }

  /** Has all forget what was read and set; they stay the same objects. */
  forget(): void {
    for (const application of this.#applications.values()) application.forget();
    for (const unit of this.#units.values()) unit.forget();
  }
}
