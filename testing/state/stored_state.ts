import type { Storable } from "../../src/framework/snapshot.ts";
import { frozenCopy } from "./_frozen.ts";
import { Component } from "./component.ts";

/** Options of {@linkcode StoredState}. */
export interface StoredStateOptions {
  /** Name of the state. @default {"_stored"} */
  readonly name?: string;
  /**
   * Path of the object whose state it is, such as `"MyCharm"` or
   * `"MyCharm/Database[main]"`; null: the framework itself.
   *
   * @default {null}
   */
  readonly ownerPath?: string | null;
  /** Values by name: plain data. @default {{}} */
  readonly content?: Readonly<Record<string, Storable>>;
}

/**
 * State that an object of the charm has stored with `storedState`.
 *
 * @example Usage
 * ```ts
 * import { State, StoredState } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const stored = new StoredState({
 *   ownerPath: "MyCharm",
 *   content: { starts: 3 },
 * });
 * const state = new State({ storedStates: [stored] });
 *
 * assertEquals(
 *   state.getStoredState("_stored", { ownerPath: "MyCharm" }).content,
 *   { starts: 3 },
 * );
 * ```
 */
export class StoredState extends Component {
  /** Name of the state. */
  readonly name: string;
  /** Path of the object whose state it is; null: the framework itself. */
  readonly ownerPath: string | null;
  /** Values by name: plain data. */
  readonly content: Readonly<Record<string, Storable>>;

  /** Takes whose state it is, and what is in it. */
  constructor(options: StoredStateOptions = {}) {
    super();
    this.name = options.name ?? "_stored";
    this.ownerPath = options.ownerPath ?? null;
    this.content = frozenCopy(options.content ?? {});
    Object.freeze(this);
  }

  /** Where the framework keeps it, such as `"MyCharm/StoredStateData[_stored]"`. */
  get path(): string {
    const own = `StoredStateData[${this.name}]`;
    return this.ownerPath === null ? own : `${this.ownerPath}/${own}`;
  }

  /** A copy with some fields replaced. */
  with(changes: StoredStateOptions): StoredState {
    return new StoredState({ ...this, ...changes });
  }
}
