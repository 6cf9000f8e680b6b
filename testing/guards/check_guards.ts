import type { EventKind } from "../consistency/event_description.ts";
import type { State } from "../state/state.ts";
import type { ContextChecks, GuardFinding } from "./context_checks.ts";
import type { GuardedRun, GuardInput } from "./guarded_run.ts";
import { checkRerun } from "./rerun_guards.ts";
import { checkSizes } from "./size_guard.ts";

/** Events that are there to write something each time. */
const WRITING: ReadonlySet<EventKind> = new Set([
  "action",
  "secret-expired",
  "secret-remove",
  "secret-rotate",
]);

/** Does what the checks of a context ask for. */
export async function checkGuards(
  input: GuardInput,
  checks: ContextChecks,
): Promise<GuardFinding[]> {
  const { event, first, rerun } = input;
  const findings: GuardFinding[] = [];
  const { idempotence, stableDatabags, secretRevisions } = checks;
  const looksTwice = idempotence || stableDatabags || secretRevisions;
  if (looksTwice && !WRITING.has(event.kind)) {
    const second = await rerun(event, first.state);
    findings.push(...checkRerun(first, second, checks));
  }
  if (secretRevisions && event.kind === "secret-remove") {
    findings.push(...checkRemoval(first, event.name));
  }
  if (checks.settledStatus) findings.push(...await checkStatus(input));
  const { sizeLimits = false } = checks;
  if (sizeLimits !== false) findings.push(...checkSizes(first, sizeLimits));
  return findings;
}

function checkRemoval(first: GuardedRun, event: string): GuardFinding[] {
  const isWhole = first.steps.some(({ kind, text }) =>
    kind === "hook-command" && text.startsWith("secret-remove ")
  );
  if (first.removedRevisions.length > 0 || isWhole) return [];
  return [{
    check: "secretRevisions",
    problem: `no revision is removed in ${event}, so that they pile up`,
    advice: "observe secretRemove, and call event.removeRevision()",
  }];
}

async function checkStatus(
  { event, first, rerun, updateStatus }: GuardInput,
): Promise<GuardFinding[]> {
  if (ENDS.has(event.kind) || !isUnsettled(first.state)) return [];
  const { state } = await rerun(updateStatus(), first.state);
  if (!isUnsettled(state)) return [];
  return [{
    check: "settledStatus",
    problem:
      `the unit is left with ${first.state.unitStatus}, and has ${state.unitStatus} after the next update-status`,
    advice: "set a status in each handler, or observe collectUnitStatus",
  }];
}

/** What a unit does no more has no status to come. */
const ENDS: ReadonlySet<EventKind> = new Set(["remove", "stop"]);

function isUnsettled({ unitStatus: { name } }: State): boolean {
  return name === "unknown" || name === "maintenance";
}
