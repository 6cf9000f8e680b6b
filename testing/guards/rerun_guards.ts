import type { ExplainedStep } from "../explanation.ts";
import { diffStates, type StateDifference } from "../state/diff_states.ts";
import { revisionsOf } from "../state/secret.ts";
import type { State } from "../state/state.ts";
import type { ContextChecks, GuardFinding } from "./context_checks.ts";
import type { GuardedRun } from "./guarded_run.ts";

/**
 * Hook commands that change something or wake others. A port that is open, or a
 * grant that is there, may be asked for again: what comes of it is in the state.
 */
const WRITES: ReadonlySet<string> = new Set([
  "juju-reboot",
  "k8s-raw-set",
  "k8s-spec-set",
  "leader-set",
  "payload-register",
  "payload-status-set",
  "payload-unregister",
  "pod-spec-set",
  "relation-set",
  "secret-add",
  "secret-remove",
  "secret-set",
  "state-delete",
  "state-set",
  "storage-add",
]);
/** Calls of Pebble that interrupt the workload also when nothing has changed. */
const INTERRUPTIONS =
  /: (?:start|stop|restart)(?:Services|Checks)\(|: sendSignal\(/;
const DATABAG = /^relations\[.*\.local(?:Unit|App)Data\b/;
const SECRET = /^secrets\[/;

/** What a second run of the same event shows. */
export function checkRerun(
  first: GuardedRun,
  second: GuardedRun,
  checks: ContextChecks,
): GuardFinding[] {
  const differences = diffStates(first.state, second.state);
  const databags = differences.filter(({ path }) => DATABAG.test(path));
  const findings: GuardFinding[] = [];
  if (checks.stableDatabags) {
    findings.push(...databags.map((difference): GuardFinding => ({
      check: "stableDatabags",
      problem: `${shown(difference)} when the event comes again`,
      advice:
        "write a value that depends on nothing but the state, with sorted keys and without times or random parts",
    })));
  }
  if (checks.secretRevisions) {
    findings.push(...checkRevisions(first.state, second.state));
  }
  if (checks.idempotence) {
    const told = checks.stableDatabags ? new Set(databags) : new Set();
    findings.push(
      ...checkWrites(
        second.steps,
        differences.filter((difference) => !told.has(difference)),
      ),
    );
  }
  return findings;
}

function checkWrites(
  steps: readonly ExplainedStep[],
  differences: readonly StateDifference[],
): GuardFinding[] {
  const writes = steps.filter(({ kind, text }) =>
    kind === "hook-command" && WRITES.has(text.split(" ", 1)[0]!) ||
    kind === "pebble" && INTERRUPTIONS.test(text)
  ).map(({ text }) => text);
  const changes = differences.map(shown);
  if (writes.length + changes.length === 0) return [];
  const what = [
    ...writes.length > 0 ? [`it ran ${writes.join("; ")}`] : [],
    ...changes.length > 0 ? [`it changed ${changes.join("; ")}`] : [],
  ];
  return [{
    check: "idempotence",
    problem: `the same event again wrote something: ${what.join(", and ")}`,
    advice: "compare with what there is before writing",
  }];
}

function checkRevisions(first: State, second: State): GuardFinding[] {
  const known = new Map(first.secrets.map((secret) => [secret.id, secret]));
  return second.secrets.flatMap((secret): GuardFinding[] => {
    const name = secret.label === null ? secret.id : `"${secret.label}"`;
    const before = known.get(secret.id);
    if (before === undefined) {
      return [{
        check: "secretRevisions",
        problem: `secret ${name} is added once more when the event comes again`,
        advice: "keep its id, or give it a label and look for that first",
      }];
    }
    const from = revisionsOf(before).latest;
    const to = revisionsOf(secret).latest;
    if (secret.owner === null || to <= from) return [];
    return [{
      check: "secretRevisions",
      problem:
        `secret ${name} gets revision ${to} when the event comes again, after revision ${from}`,
      advice: "set its content only when it is to be another one",
    }];
  });
}

function shown({ path, before, after }: StateDifference): string {
  if (SECRET.test(path)) return path;
  return `${path} from ${text(before)} to ${text(after)}`;
}

function text(value: unknown): string {
  if (value === undefined) return "nothing";
  const shown = typeof value === "string"
    ? JSON.stringify(value)
    : Deno.inspect(value, { depth: 2, breakLength: Infinity });
  return shown.length <= 120 ? shown : `${shown.slice(0, 120)}…`;
}
