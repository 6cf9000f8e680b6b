import { HookEvent } from "../framework/event_base.ts";
import type { Framework } from "../framework/framework.ts";
import type { Handle } from "../framework/handle.ts";
import type { Application } from "../model/application.ts";
import { ModelError } from "../model/errors.ts";
import type { Relation } from "../model/relation.ts";
import type { Unit } from "../model/unit.ts";

/** What is stored of a relation event. */
export type RelationEventData = {
  /** Name of the endpoint. */
  readonly relation_name: string;
  /** Number of the relation. */
  readonly relation_id: number;
  /** The application at the other side, when Juju told it. */
  readonly app_name?: string;
  /** The remote unit that the event is about, if it is about one. */
  readonly unit_name?: string;
  /** The unit that goes, in a departed event. */
  readonly departing_unit?: string;
};

/** The base of the events of one relation. */
export abstract class RelationEvent extends HookEvent<RelationEventData> {
  #relation: Relation | null = null;

  /**
   * Called by the framework, once for each handler.
   *
   * @throws {ModelError} If the unit is not one of the application.
   */
  constructor(framework: Framework, handle: Handle, data: RelationEventData) {
    super(framework, handle, data);
    const { app_name, unit_name } = data;
    if (app_name === undefined || unit_name === undefined) return;
    if (unit_name.startsWith(`${app_name}/`)) return;
    throw new ModelError(
      `Cannot make ${this}: "${unit_name}" is not a unit of application "${app_name}"`,
    );
  }

  /**
   * The relation that the event is about, read at first use. In a broken event,
   * or when a deferred event comes after the relation is gone, it is not active.
   *
   * @throws {ModelError} If Juju does not tell its members.
   */
  get relation(): Relation {
    const { relation_name, relation_id } = this.data;
    return this.#relation ??= this.framework.model.relations
      .find(relation_name, relation_id)!;
  }

  /** The application at the other side, or null when Juju did not tell. */
  get app(): Application | null {
    const { app_name, unit_name } = this.data;
    const { model } = this.framework;
    if (app_name !== undefined) return model.getApp(app_name);
    return unit_name === undefined ? null : model.getUnit(unit_name).app;
  }

  /** The remote unit that the event is about, or null when it is about the application. */
  get unit(): Unit | null {
    const { unit_name } = this.data;
    return unit_name === undefined
      ? null
      : this.framework.model.getUnit(unit_name);
  }
}

/** A relation exists; remote units may not be there yet. */
export class RelationCreatedEvent extends RelationEvent {}

/** A remote unit has come. A changed event of the same unit follows. */
export class RelationJoinedEvent extends RelationEvent {}

/** Data of a remote unit or, when `unit` is null, of the remote application has changed. */
export class RelationChangedEvent extends RelationEvent {}

/** A unit goes; its data can still be read. */
export class RelationDepartedEvent extends RelationEvent {
  /** The unit that goes: the remote one, or this one; null when Juju did not tell. */
  get departingUnit(): Unit | null {
    const { departing_unit } = this.data;
    return departing_unit === undefined
      ? null
      : this.framework.model.getUnit(departing_unit);
  }
}

/** The relation is gone: the last event of it. Its data can still be read. */
export class RelationBrokenEvent extends RelationEvent {}
