import { formatPortSpan } from "../../simulator/port_range.ts";
import { CliError } from "../cli_error.ts";
import type { LocalApplication } from "./local_application.ts";
import { splitTarget } from "./targets.ts";

/** How long `wait` waits. */
const PATIENCE_MS = 60_000;

/** Something that is to be so, now or, with `wait`, before long. */
export interface Expectation {
  /** `wait`: until it is so. */
  readonly kind: "expect" | "wait";
  /** What is looked at. */
  readonly what: "data" | "ports" | "status" | "version";
  /** Whose; a relation and a name for data. @default {the first unit} */
  readonly of?: string;
  /**
   * What is to be found: a status and a message, a version, `KEY=VALUE`, or all
   * open ports such as `80/tcp`; `none` if there are to be none.
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
  let [found, ok] = look(application, step);
  if (!ok && step.kind === "wait") {
    let isOver = false;
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const end = () => {
      isOver = true;
      resolve();
    };
    const timer = setTimeout(end, PATIENCE_MS);
    signal?.addEventListener("abort", end);
    while (!ok && !isOver) {
      await Promise.race([timeline.next(), over]);
      [found, ok] = look(application, step);
    }
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
    if (ok) await application.settle();
  }
  const { what, of = application.first.state.unit, words } = step;
  const expectation = [of, what, ...words].join(" ");
  timeline.add({ type: "expected", expectation, found, ok });
  return ok;
}

/** What is there, in words, and whether it is what was expected. */
function look(
  application: LocalApplication,
  { what, of, words }: Expectation,
): readonly [string, boolean] {
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
  const { status, message } = isApp
    ? (application.leader ?? unit).status.application
    : unit.status.unit;
  const ok = status === first &&
    (rest.length === 0 || message === rest.join(" "));
  return [`it is ${message === "" ? status : `${status}: ${message}`}`, ok];
}

/** `db:OWNER KEY=VALUE`, or `KEY` alone: that it is there. */
function lookAtData(
  application: LocalApplication,
  target: string,
  wanted: string,
): readonly [string, boolean] {
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
