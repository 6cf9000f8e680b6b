import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { ContextEvent } from "../context_event.ts";
import { Explanation, secretWords } from "../explanation.ts";
import { CharmRun } from "../run/charm_run.ts";
import { History } from "../run/history.ts";
import type { State } from "../state/state.ts";
import { checkGuards } from "./check_guards.ts";
import type { ContextChecks } from "./context_checks.ts";
import { GuardError } from "./guard_error.ts";
import type { GuardedRun } from "./guarded_run.ts";

/** A run of a context that is to be checked. */
export interface RunToGuard<C extends Charmcraft> {
  /** The event that was run. */
  readonly event: ContextEvent;
  /** The run. */
  readonly run: CharmRun<C>;
  /** What it ended with. */
  readonly after: State;
  /** What is to be checked. */
  readonly checks: ContextChecks;
  /** Makes the event that comes every few minutes. */
  readonly updateStatus: () => ContextEvent;
}

/**
 * Checks a run.
 *
 * @throws {GuardError} If it does not pass.
 */
export async function guardRun<C extends Charmcraft>(
  { event, run, after, checks, updateStatus }: RunToGuard<C>,
): Promise<void> {
  const findings = await checkGuards({
    event,
    first: guarded(run, after),
    rerun: (again, state) => rerun(run, again, state),
    updateStatus,
  }, checks);
  if (findings.length > 0) throw new GuardError(event.name, findings, after);
}

/** Runs an event of which nothing is kept, but what the guards look at. */
async function rerun<C extends Charmcraft>(
  first: CharmRun<C>,
  event: ContextEvent,
  state: State,
): Promise<GuardedRun> {
  const { options } = first.setup;
  // Parts of the event may be gone from the state, as in Juju they can be.
  const setup = {
    ...first.setup,
    options: { ...options, skipConsistencyChecks: true },
  };
  const history = new History();
  const leftovers = new Set<string>();
  const run = new CharmRun(setup, { event, state, history, leftovers });
  return guarded(run, await run.done);
}

function guarded<C extends Charmcraft>(
  run: CharmRun<C>,
  state: State,
): GuardedRun {
  const { world, recorder, history } = run;
  const words = [...secretWords(world), ...recorder.secretWords];
  let charmStateBytes = 0;
  for (const [key, value] of world.charmState) {
    charmStateBytes += new TextEncoder().encode(key + value).length;
  }
  return {
    state,
    steps: new Explanation(recorder.steps, words).steps,
    removedRevisions: history.removedSecretRevisions,
    charmStateBytes,
  };
}
