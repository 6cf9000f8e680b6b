import { formatPortSpan } from "../../simulator/port_range.ts";
import { CliError } from "../cli_error.ts";
import type { LocalApplication } from "./local_application.ts";
import type { LocalUnit } from "./local_unit.ts";
import { splitTarget } from "./targets.ts";

/** How long `wait` waits. */
const PATIENCE_MS = 60_000;
/** Pause before `wait` looks at a service again, which changes by itself. */
const SERVICE_POLL_MS = 200;

/** States of a service as Pebble has them; `none`: it is not in the plan. */
export const SERVICE_STATES: readonly string[] = [
  "active",
  "inactive",
  "backoff",
  "error",
  "none",
];

/** Statuses that a unit or an application can show. */
export const STATUSES: readonly string[] = [
  "active",
  "blocked",
  "error",
  "maintenance",
  "terminated",
  "unknown",
  "waiting",
];

/** Something that is to be so, now or, with `wait`, before long. */
export interface Expectation {
  /** `wait`: until it is so. */
  readonly kind: "expect" | "wait";
  /** What is looked at. */
  readonly what: "data" | "ports" | "service" | "status" | "version";
  /** Whose; a relation and a name for data. @default {the first unit} */
  readonly of?: string;
  /**
   * What is to be found: a status and a message, a version, `KEY=VALUE`, all
   * open ports such as `80/tcp` (`none` if there are to be none), or
   * `CONTAINER:SERVICE` and one of {@linkcode SERVICE_STATES}.
   */
  readonly words: readonly string[];
}

/**
 * Looks whether something is so, and notes what was found.
 *
 * @returns Whether it is so.
 * @throws {CliError} If there is nothing of that name.
 */
export async function expectation(
  application: LocalApplication,
  step: Expectation,
  signal?: AbortSignal,
): Promise<boolean> {
  const { timeline } = application;
  let [found, ok] = await look(application, step);
  if (!ok && step.kind === "wait") {
    timeline.note(`Waiting for it, at most ${PATIENCE_MS / 1000} s`);
    [found, ok] = await waitFor(application, step, signal);
    if (ok) await application.settle();
  }
  const { what, of = application.first.state.unit, words } = step;
  const expectation = [of, what, ...words].join(" ");
  timeline.add({ type: "expected", expectation, found, ok });
  return ok;
}

/** Looks again whenever something has happened, until it is so or too late. */
async function waitFor(
  application: LocalApplication,
  step: Expectation,
  signal?: AbortSignal,
): Promise<Finding> {
  let isOver = false;
  const over = Promise.withResolvers<void>();
  const end = () => {
    isOver = true;
    over.resolve();
  };
  let tick = Promise.withResolvers<void>();
  const timer = setTimeout(end, PATIENCE_MS);
  // Pebble tells nobody that a service has changed by itself.
  const ticking = step.what !== "service" ? undefined : setInterval(() => {
    tick.resolve();
    tick = Promise.withResolvers();
  }, SERVICE_POLL_MS);
  signal?.addEventListener("abort", end);
  try {
    for (;;) {
      const next = application.timeline.next();
      const finding = await look(application, step);
      if (finding[1] || isOver) return finding;
      await Promise.race([next, tick.promise, over.promise]);
    }
  } finally {
    clearTimeout(timer);
    clearInterval(ticking);
    signal?.removeEventListener("abort", end);
  }
}

/** What is there, in words, and whether it is what was expected. */
type Finding = readonly [found: string, ok: boolean];

async function look(
  application: LocalApplication,
  { what, of, words }: Expectation,
): Promise<Finding> {
  const [first = "", ...rest] = words;
  if (what === "data") return lookAtData(application, of ?? "", first);
  const isApp = of === application.first.state.app;
  const unit = of === undefined || isApp
    ? application.first
    : application.unit(of);
  if (what === "version") {
    const { workloadVersion } = unit.status;
    return [`found "${workloadVersion}"`, workloadVersion === first];
  }
  if (what === "ports") {
    const ports = unit.state.openedPorts.list()
      .map(({ span }) => formatPortSpan(span));
    if (ports.length === 0) ports.push("none");
    const ok = ports.toSorted().join(" ") === words.toSorted().join(" ");
    return [`found ${ports.join(" ")}`, ok];
  }
  if (what === "service") return await lookAtService(unit, words);
  const { status, message } = isApp
    ? (application.leader ?? unit).status.application
    : unit.status.unit;
  const ok = status === first &&
    (rest.length === 0 || message === rest.join(" "));
  return [`it is ${message === "" ? status : `${status}: ${message}`}`, ok];
}

/** `CONTAINER:SERVICE STATE`. */
async function lookAtService(
  unit: LocalUnit,
  [target = "", wanted]: readonly string[],
): Promise<Finding> {
  const colon = target.indexOf(":");
  const state = await unit.serviceState(
    target.slice(0, colon),
    target.slice(colon + 1),
  );
  return [`it is ${state}`, state === wanted];
}

/** `db:OWNER KEY=VALUE`, or `KEY` alone: that it is there. */
function lookAtData(
  application: LocalApplication,
  target: string,
  wanted: string,
): Finding {
  const bag = databagOf(application, target);
  const equals = wanted.indexOf("=");
  const key = equals < 0 ? wanted : wanted.slice(0, equals);
  const value = Object.hasOwn(bag, key) ? bag[key] : undefined;
  if (value === undefined) return [`there is no ${key}`, wanted === `${key}=`];
  const ok = equals < 0 || value === wanted.slice(equals + 1);
  return [`found ${key}=${value}`, ok];
}

function databagOf(
  application: LocalApplication,
  target: string,
): Readonly<Record<string, string>> {
  const { endpoint, rest } = splitTarget(target);
  for (const { state } of application.units) {
    for (const relation of state.relations.values()) {
      if (relation.endpoint !== endpoint) continue;
      if (rest === state.unit) return relation.localUnitData;
      if (rest === state.app) return relation.localAppData;
      if (rest === relation.remoteApp) return relation.remoteAppData;
      const bag = relation.units.get(rest);
      if (bag !== undefined) return bag;
    }
  }
  const { app, unit } = application.first.state;
  throw new CliError(`Cannot find databag "${target}"`, {
    hint: `Write ENDPOINT:NAME, such as ${endpoint}:${app} or ` +
      `${endpoint}:${unit}`,
  });
}
