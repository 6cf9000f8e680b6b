import type { CheckDict } from "./check.ts";
import type { LayerProblem } from "./layer_problem.ts";
import type { LogTargetDict } from "./log_target.ts";
import { Plan, type PlanDict } from "./plan.ts";
import type { ServiceDict } from "./service.ts";

type Find = Generator<LayerProblem>;

/**
 * Finds all that is wrong with a plan, where Pebble tells only the first: what
 * can be said only of all layers together.
 *
 * Source: `Plan.Validate` in `internals/plan/plan.go` of Pebble.
 *
 * @example Usage
 * ```ts
 * import { validatePlan } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const problems = validatePlan({
 *   services: { web: { override: "replace" } },
 * });
 *
 * assertEquals(problems, [{
 *   path: ["services", "web", "command"],
 *   message: 'plan must define "command" for service "web"',
 * }]);
 * ```
 *
 * @param plan A plan, or layers that were combined.
 * @returns All problems; none if the plan is fine.
 */
export function validatePlan(plan: Plan | PlanDict): LayerProblem[] {
  const dict = plan instanceof Plan ? plan.toDict() : plan;
  return [...problemsIn(dict)];
}

function* problemsIn(plan: PlanDict): Find {
  const services = plan.services ?? {};
  for (const [name, service] of Object.entries(services)) {
    if (service.command) continue;
    const message = `plan must define "command" for service "${name}"`;
    yield { path: ["services", name, "command"], message };
  }
  for (const [name, check] of Object.entries(plan.checks ?? {})) {
    yield* inCheck(name, check, services);
  }
  for (const [name, target] of Object.entries(plan["log-targets"] ?? {})) {
    yield* inLogTarget(name, target, services);
  }
  for (const loop of loops(services)) {
    const message = `services in before/after loop: ${loop.join(", ")}`;
    yield { path: ["services"], message };
  }
}

type Services = Readonly<Record<string, ServiceDict>>;

function* inCheck(name: string, check: CheckDict, services: Services): Find {
  const { http, tcp, exec } = check;
  const path = ["checks", name];
  if (http && !http.url) {
    const message = `plan must set "url" for http check "${name}"`;
    yield { path: [...path, "http", "url"], message };
  }
  if (tcp && !tcp.port) {
    const message = `plan must set "port" for tcp check "${name}"`;
    yield { path: [...path, "tcp", "port"], message };
  }
  if (exec && !exec.command) {
    const message = `plan must set "command" for exec check "${name}"`;
    yield { path: [...path, "exec", "command"], message };
  }
  const context = exec?.["service-context"];
  if (context && !Object.hasOwn(services, context)) {
    const message = `plan check "${name}" service context specifies ` +
      `non-existent service "${context}"`;
    yield { path: [...path, "exec", "service-context"], message };
  }
  if ([http, tcp, exec].filter(Boolean).length !== 1) {
    const message =
      `plan must specify one of "http", "tcp", or "exec" for check "${name}"`;
    yield { path, message };
  }
}

function* inLogTarget(
  name: string,
  target: LogTargetDict,
  services: Services,
): Find {
  const path = ["log-targets", name];
  if (!target.type) {
    const message = 'plan must define "type" ("loki", "opentelemetry" or ' +
      `"syslog") for log target "${name}"`;
    yield { path: [...path, "type"], message };
  }
  for (const [i, entry] of (target.services ?? []).entries()) {
    const service = entry.replace(/^-/, "");
    if (service === "all" || Object.hasOwn(services, service)) continue;
    const message =
      `log target "${name}" specifies unknown service "${service}"`;
    yield { path: [...path, "services", String(i)], message };
  }
  if (!target.location) {
    const message = `plan must define "location" for log target "${name}"`;
    yield { path: [...path, "location"], message };
  }
}

/**
 * Services that are each to start after the others, sorted.
 *
 * A service that names itself is no loop to Pebble.
 */
function loops(services: Services): string[][] {
  const names = Object.keys(services).sort();
  const later = new Map(names.map((name) => [name, new Set<string>()]));
  for (const name of names) {
    for (const other of services[name]?.before ?? []) {
      if (later.has(other)) later.get(name)?.add(other);
    }
    for (const other of services[name]?.after ?? []) {
      later.get(other)?.add(name);
    }
  }
  // A set that grows while it is walked over is walked to its end.
  const reached = new Map(names.map((name) => {
    const all = new Set(later.get(name));
    for (const other of all) later.get(other)?.forEach((next) => all.add(next));
    return [name, all];
  }));
  const found: string[][] = [];
  for (const name of names) {
    const loop = names.filter((other) =>
      other === name ||
      reached.get(name)?.has(other) && reached.get(other)?.has(name)
    );
    if (loop.length > 1 && loop[0] === name) found.push(loop);
  }
  return found;
}
