import { DatabaseSync } from "node:sqlite";
import type { HookContext } from "../../src/simulator/hook_context.ts";
import type { ModelState } from "../../src/simulator/model_state.ts";
import { formatPortSpan } from "../../src/simulator/port_range.ts";
import {
  decodeSecretValue,
  type SecretState,
} from "../../src/simulator/secret_state.ts";

/** What the charm itself met: observer, kind of event, step, and its result. */
export type SeenLine = readonly [string, string, string, unknown];

/** What happened in a dispatch, as it happened. */
export interface Happened {
  /** Hook commands that were run. */
  readonly commands: {
    readonly name: string;
    readonly args: readonly string[];
    readonly code: number;
  }[];
  /** The log. */
  readonly log: { readonly level: string; readonly message: string }[];
  /** Writes that take effect at once, the same one in a row once. */
  readonly immediate: (readonly string[])[];
}

/** What a dispatch came to, in a form that does not depend on the language. */
export interface DispatchOutcome {
  /** Exit code of the process. */
  readonly code: number;
  /** Why Juju refused to keep what was written; null: it did not. */
  readonly flushError: string | null;
  /** What the charm itself met. */
  readonly seen: readonly SeenLine[];
  /** What it wrote to stderr, which Juju logs as a warning. */
  readonly stderr: readonly string[];
  /** Log lines at WARNING and above, and security events. */
  readonly log: readonly string[];
  /** Statuses, versions and lines of actions, in order. */
  readonly immediate: readonly (readonly string[])[];
  /** The world afterwards. */
  readonly state: unknown;
  /** What the charm keeps: deferred notices and paths of snapshots. */
  readonly kept: unknown;
  /** Hook commands that were run, without juju-log. */
  readonly commands: readonly string[];
  /** Stacks of uncaught errors, for who has to find out. */
  readonly uncaught: readonly string[];
}

const UNCAUGHT = "Uncaught exception while in charm code:";

/** Puts together what a dispatch came to. */
export function outcomeOf(
  parts: {
    readonly code: number;
    readonly stderr: string;
    readonly flushError: string | null;
    readonly seen: readonly SeenLine[];
    readonly happened: Happened;
    readonly context: HookContext;
    readonly charmDir: string;
  },
): DispatchOutcome {
  const { code, flushError, seen, happened, context, charmDir } = parts;
  const outcome: DispatchOutcome = {
    code,
    flushError,
    seen,
    stderr: stderrLines(parts.stderr),
    log: happened.log.map(logLine).filter((line) => line !== ""),
    immediate: happened.immediate.filter((write, index, all) =>
      JSON.stringify(write) !== JSON.stringify(all[index - 1])
    ),
    state: stateOf(context.state, context),
    kept: keptOf(`${charmDir}/.unit-state.db`),
    commands: happened.commands.filter(({ name }) => name !== "juju-log")
      .map(({ name, args }) => [name, ...args].join(" ")),
    uncaught: happened.log.map(({ message }) => message)
      .filter((message) => message.includes(UNCAUGHT)),
  };
  return nameSecrets(outcome);
}

/** What an operator reads; each language has traces of its own. */
function stderrLines(stderr: string): string[] {
  const lines = stderr.split("\n").filter((line) => line !== "").map((line) => {
    if (/^Use `juju|^script:/.test(line)) return line;
    return /^Uncaught \S+ in charm code/.exec(line) ? "Uncaught" : "trace";
  });
  return lines.filter((line, index) => line !== lines[index - 1]);
}

/** Level and first line; of a security event what it is about. */
function logLine(
  { level, message }: { readonly level: string; readonly message: string },
): string {
  // In a relation's hook, Juju puts the relation before each line.
  const text = message.replace(/^[a-z]+:\d+: /, "");
  if (level === "TRACE") {
    const event: { readonly level: string; readonly event: string } = JSON
      .parse(text);
    return `${event.level} ${event.event.replace(/(sys_\w+):.*/, "$1")}`;
  }
  if (level === "DEBUG" || level === "INFO") return "";
  return `${level} ${text.split("\n", 1)[0]}`;
}

function stateOf(state: ModelState, { action, reboot }: HookContext): unknown {
  const status = ({ status, message }: ModelState["unitStatus"]) => [
    status,
    message,
  ];
  return {
    unit: status(state.unitStatus),
    app: status(state.appStatus),
    version: state.workloadVersion,
    relations: Object.fromEntries(
      [...state.relations.values()].map((relation) => [relation.key, {
        unit: sorted(relation.localUnitData),
        app: sorted(relation.localAppData),
      }]),
    ),
    secrets: [...state.secrets.values()].map(secretOf),
    ports: state.openedPorts.list().map(({ span, endpoints }) => [
      formatPortSpan(span),
      ...endpoints,
    ]),
    requested: Object.fromEntries(state.requestedStorages),
    charmState: Object.fromEntries(state.charmState),
    action: action &&
      { results: action.results, failure: action.failure, log: action.log },
    reboot,
  };
}

function secretOf(secret: SecretState): unknown {
  const { id, owner, label, description, rotate, tracked, consumerLabel } =
    secret;
  const revisions = [...secret.revisions].map(([number, content]) => [
    number,
    sorted(Object.fromEntries(
      Object.entries(content).map(([key, value]) => [
        key,
        decodeSecretValue(value),
      ]),
    )),
  ]);
  return {
    id,
    owner,
    label,
    description,
    expire: secret.expire && timeOf(secret.expire),
    rotate,
    rotates: secret.rotates !== null,
    tracked,
    consumerLabel,
    grants: secret.grants,
    revisions,
  };
}

/** A time soon is one from now on: to the minute, how far it is. */
function timeOf(time: Date): string {
  const minutes = Math.round((time.getTime() - Date.now()) / 60_000);
  return minutes < 366 * 24 * 60 ? `in ${minutes} min` : time.toISOString();
}

/** Notices in order, and which snapshots there are. */
function keptOf(file: string): unknown {
  try {
    if (Deno.statSync(file).size === 0) return { notices: [], snapshots: [] };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return { notices: [], snapshots: [] };
    }
    throw error;
  }
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare(
      "SELECT 1 FROM sqlite_master WHERE name = 'notice'",
    ).all();
    if (tables.length === 0) return { notices: [], snapshots: [] };
    const notices = database.prepare(
      "SELECT event_path, observer_path, method_name FROM notice ORDER BY sequence",
    ).all();
    const snapshots = database.prepare("SELECT handle FROM snapshot").all()
      .map(({ handle }) => withoutKey(String(handle)))
      // Each framework has a place of its own for its counter.
      .filter((path) => !/^StoredStateData/.test(path));
    return {
      notices: notices.map((row) => [
        withoutKey(String(row.event_path)),
        row.observer_path,
        String(row.method_name).replace(/^_on_event$/, "onEvent"),
      ]),
      snapshots: snapshots.sort(),
    };
  } finally {
    database.close();
  }
}

/** Keys of events are numbers that only differ. */
function withoutKey(path: string): string {
  return path.replace(/\[\d+\]$/, "");
}

function sorted<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1));
}

/** Ids of secrets are random: each gets a number, as it comes up. */
function nameSecrets(outcome: DispatchOutcome): DispatchOutcome {
  const names = new Map<string, string>();
  const text = JSON.stringify(outcome).replace(
    /\b[0-9a-v]{20}\b/g,
    (id) => {
      if (id.startsWith("d000")) return id;
      if (!names.has(id)) names.set(id, `secret#${names.size + 1}`);
      return names.get(id) ?? id;
    },
  );
  return JSON.parse(text);
}
