import type { EventData } from "../../src/framework/snapshot.ts";
import { StateValidationError } from "../errors.ts";
import { frozenCopy } from "./_frozen.ts";
import { Component } from "./component.ts";

/** What a {@linkcode DeferredEvent} is made of. */
export interface DeferredEventOptions {
  /** Path of the event, such as `"MyCharm/on/start[1]"`. */
  readonly handlePath: string;
  /** Path of the object that waits for it, such as `"MyCharm"`. */
  readonly owner: string;
  /** Name of the handler, as the function has it, such as `"#onStart"`. */
  readonly observer: string;
  /** What is stored of the event. @default {{}} */
  readonly snapshotData?: EventData;
}

/**
 * An event that a handler has deferred; mostly made with
 * `ctx.on.start().deferred(MyCharm, "#onStart")`.
 *
 * @example Usage
 * ```ts
 * import { DeferredEvent } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const deferred = new DeferredEvent({
 *   handlePath: "MyCharm/on/db_relation_changed[3]",
 *   owner: "MyCharm",
 *   observer: "#onDatabaseChanged",
 *   snapshotData: { relation_name: "db", relation_id: 7, app_name: "pg" },
 * });
 *
 * assertEquals(deferred.name, "db_relation_changed");
 * ```
 */
export class DeferredEvent extends Component {
  /** Path of the event, such as `"MyCharm/on/start[1]"`. */
  readonly handlePath: string;
  /** Path of the object that waits for it, such as `"MyCharm"`. */
  readonly owner: string;
  /** Name of the handler, as the function has it, such as `"#onStart"`. */
  readonly observer: string;
  /** What is stored of the event. */
  readonly snapshotData: EventData;

  /**
   * Takes the parts.
   *
   * @throws {StateValidationError} If the path is not that of an event with its number.
   */
  constructor(options: DeferredEventOptions) {
    super();
    if (!/\/[^/[\]]+\[[^\]]+\]$/.test(options.handlePath)) {
      throw new StateValidationError(
        `Cannot defer the event "${options.handlePath}": a path such as "MyCharm/on/start[1]" is needed, which ends with the event's name and number`,
      );
    }
    this.handlePath = options.handlePath;
    this.owner = options.owner;
    this.observer = options.observer;
    this.snapshotData = frozenCopy(options.snapshotData ?? {});
    Object.freeze(this);
  }

  /** Name of the event, such as `"start"`. */
  get name(): string {
    const { handlePath } = this;
    return handlePath.slice(
      handlePath.lastIndexOf("/", handlePath.lastIndexOf("[")) + 1,
      handlePath.lastIndexOf("["),
    );
  }

  /** A copy with some fields replaced. */
  with(changes: Partial<DeferredEventOptions>): DeferredEvent {
    return new DeferredEvent({ ...this, ...changes });
  }
}
