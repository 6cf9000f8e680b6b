import type { RelationRef } from "../../src/hook_commands/types.ts";
import type { HookContext } from "../../src/simulator/hook_context.ts";
import type { RelationState } from "../../src/simulator/relation_state.ts";
import {
  SimulatedBackend,
  type SimulatedBackendOptions,
} from "../../src/simulator/simulated_backend.ts";
import { changedDatabag, databagOf, putDatabag } from "./databags.ts";

/** Options of {@linkcode IdleBackend}. */
export interface IdleBackendOptions extends SimulatedBackendOptions {
  /** Whether a handler of an event that the test emitted by hand is running. */
  readonly isHandling: () => boolean;
}

/**
 * The way to the simulator between two events, when a test looks at the model.
 *
 * A test may read and write every databag, which no hook command does; all
 * else, and all that a handler does, are the hook commands of Juju.
 */
export class IdleBackend extends SimulatedBackend {
  readonly #hook: HookContext;
  readonly #isHandling: () => boolean;

  /** Belongs to the time between two events. */
  constructor(hook: HookContext, options: IdleBackendOptions) {
    super(hook, options);
    this.#hook = hook;
    this.#isHandling = options.isHandling;
  }

  /** One whole databag: any, for a test. */
  override relationGet(
    ref: RelationRef,
    entity: string,
    options: { readonly app?: boolean } = {},
  ): Record<string, string> {
    const relation = this.#open(ref);
    const data = relation && databagOf(this.#hook.state, relation, entity);
    if (data !== undefined) return { ...data };
    return super.relationGet(ref, entity, options);
  }

  /** Sets keys of a databag: of any, for a test. */
  override relationSet(
    ref: RelationRef,
    data: Readonly<Record<string, string>>,
    options: { readonly app?: boolean; readonly of?: string } = {},
  ): void {
    const { state } = this.#hook;
    const { of = options.app ? state.app : state.unit } = options;
    const relation = this.#open(ref);
    const before = relation && databagOf(state, relation, of);
    if (relation === undefined || before === undefined) {
      return super.relationSet(ref, data, options);
    }
    putDatabag(state, relation, of, changedDatabag(before, data));
  }

  /** A relation whose databags are open to who asks. */
  #open({ id }: RelationRef): RelationState | undefined {
    return this.#isHandling() ? undefined : this.#hook.state.relations.get(id);
  }
}
