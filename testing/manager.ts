import type { Charmcraft } from "../src/meta/charmcraft.ts";
import type { CharmBase } from "../src/charm/charm_base.ts";
import { AlreadyEmittedError } from "./errors.ts";
import type { State } from "./state/state.ts";
import type { NamesOf } from "./state/state_names.ts";

/**
 * What a {@linkcode Manager} is made of.
 *
 * @internal
 */
export interface ManagerParts<C extends Charmcraft, T> {
  /** The charm, just made. */
  readonly charm: T;
  /** Lets the event be delivered. */
  readonly emit: () => void;
  /** What there is after the run. */
  readonly done: Promise<State<NamesOf<C>>>;
}

/**
 * A run that has stopped before its event: the charm is made and can be looked
 * at, and what is changed through it is part of the run.
 *
 * Made by `ctx.manager(event, state)`. When it goes out of scope and the event
 * was not run, it is run then.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * class WebCharm extends ops.CharmBase {
 *   url(): string {
 *     return `http://${this.app.name}/`;
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, { name: "web" });
 * await using manager = ctx.manager(ctx.on.updateStatus(), new State());
 *
 * assertEquals(manager.charm.url(), "http://web/");
 * manager.charm.unit.status = new ops.ActiveStatus();
 * const out = await manager.run();
 *
 * assertEquals(out.unitStatus, new ops.ActiveStatus());
 * ```
 */
export class Manager<C extends Charmcraft = Charmcraft, T = CharmBase<C>>
  implements AsyncDisposable {
  /** The charm, also after the run. */
  readonly charm: T;
  readonly #emit: () => void;
  readonly #done: Promise<State<NamesOf<C>>>;
  #isRun = false;

  /**
   * Takes the run.
   *
   * @internal
   */
  constructor({ charm, emit, done }: ManagerParts<C, T>) {
    this.charm = charm;
    this.#emit = emit;
    this.#done = done;
    // Who runs it, or leaves the scope, sees it.
    done.catch(() => {});
  }

  /**
   * Runs the event.
   *
   * @returns What there is after.
   * @throws {AlreadyEmittedError} If it was run already.
   * @throws {UncaughtCharmError} If the charm throws; what it wrote is lost.
   * @throws {ActionFailed} If the action was marked as failed.
   */
  async run(): Promise<State<NamesOf<C>>> {
    if (this.#isRun) {
      throw new AlreadyEmittedError(
        "Cannot run the event again: a manager can only run it once; make another one",
      );
    }
    this.#isRun = true;
    this.#emit();
    return await this.#done;
  }

  /** Runs the event, unless that was done, and waits for its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isRun) return void await this.run();
    // Its error is that of `run`.
    await this.#done.catch(() => {});
  }
}
