import type { CheckDict } from "../../pebble/check.ts";
import { isObject } from "../../pebble/_json.ts";
import type { LayerDict } from "../../pebble/layer.ts";
import type { LogTargetDict } from "../../pebble/log_target.ts";
import type { PlanDict } from "../../pebble/plan.ts";
import type { ServiceDict } from "../../pebble/service.ts";
import { q, refuse } from "./refuse.ts";

/** A layer with its label. */
export interface LabelledLayer {
  /** Name of the layer. */
  readonly label: string;
  /** What it has. */
  readonly layer: LayerDict;
}

/**
 * Combines layers, later ones over earlier ones.
 *
 * Source: `CombineLayers` in `internals/plan/plan.go` of Pebble.
 *
 * @throws {APIError} 400 if an object has no or an unknown `override`.
 */
export function combineLayers(layers: readonly LabelledLayer[]): LayerDict {
  const last = layers.at(-1)?.layer;
  const checks = combine<CheckDict>(layers, "checks", "check", mergeCheck);
  return {
    summary: last?.summary,
    description: last?.description,
    services: combine<ServiceDict>(layers, "services", "service", merge),
    checks: Object.fromEntries(
      Object.entries(checks).map(([name, check]) => [
        name,
        { ...check, threshold: check.threshold || 3 },
      ]),
    ),
    "log-targets": combine<LogTargetDict>(
      layers,
      "log-targets",
      "log target",
      merge,
    ),
  };
}

function combine<T extends { readonly override?: string }>(
  layers: readonly LabelledLayer[],
  key: keyof PlanDict,
  kind: string,
  mergeInto: (old: T, other: T) => T,
): Record<string, T> {
  const combined = new Map<string, T>();
  for (const { label, layer } of layers) {
    const section = (layer[key] ?? {}) as Readonly<Record<string, T>>;
    for (const [name, item] of Object.entries(section)) {
      const old = combined.get(name);
      switch (item.override ?? "") {
        case "replace":
          combined.set(name, item);
          break;
        case "merge":
          combined.set(name, old === undefined ? item : mergeInto(old, item));
          break;
        case "":
          refuse(
            `layer ${q(label)} must define "override" for ${kind} ${q(name)}`,
          );
          break;
        default:
          refuse(
            `layer ${q(label)} has invalid "override" value for ${kind} ${
              q(name)
            }`,
          );
      }
    }
  }
  return Object.fromEntries(combined);
}

/** Lists are appended, maps merged by key, all else replaced if it is given. */
function merge<T extends object>(old: T, other: T): T {
  const result: Record<string, unknown> = Object.fromEntries(
    Object.entries(old),
  );
  for (const [key, value] of Object.entries(other)) {
    const before = result[key];
    if (key === "override") continue;
    if (Array.isArray(value)) {
      result[key] = [...Array.isArray(before) ? before : [], ...value];
    } else if (isObject(value)) {
      result[key] = { ...isObject(before) ? before : {}, ...value };
    } else {
      result[key] = value;
    }
  }
  return result as T;
}

function mergeCheck(old: CheckDict, other: CheckDict): CheckDict {
  const { http, tcp, exec, ...scalars } = other;
  return {
    ...merge<CheckDict>(old, scalars),
    ...http ? { http: merge(old.http ?? {}, http) } : {},
    ...tcp ? { tcp: merge(old.tcp ?? {}, tcp) } : {},
    ...exec ? { exec: merge(old.exec ?? {}, exec) } : {},
  };
}

/**
 * Checks what can be told only of all layers together.
 *
 * Source: `Plan.Validate` in `internals/plan/plan.go` of Pebble.
 *
 * @throws {APIError} 400 if Pebble would refuse the plan.
 */
export function validatePlan(plan: PlanDict): void {
  const services = plan.services ?? {};
  for (const [name, service] of Object.entries(services)) {
    if (!service.command) {
      refuse(`plan must define "command" for service ${q(name)}`);
    }
  }
  for (const [name, check] of Object.entries(plan.checks ?? {})) {
    validateCheck(name, check, Object.keys(services));
  }
  for (const [name, target] of Object.entries(plan["log-targets"] ?? {})) {
    if (!target.type) {
      refuse(
        'plan must define "type" ("loki", "opentelemetry" or "syslog") for ' +
          `log target ${q(name)}`,
      );
    }
    for (const entry of target.services ?? []) {
      const service = entry.replace(/^-/, "");
      if (service === "all" || Object.hasOwn(services, service)) continue;
      refuse(`log target ${q(name)} specifies unknown service ${q(service)}`);
    }
    if (!target.location) {
      refuse(`plan must define "location" for log target ${q(name)}`);
    }
  }
}

function validateCheck(
  name: string,
  { http, tcp, exec }: CheckDict,
  services: readonly string[],
): void {
  if (http && !http.url) {
    refuse(`plan must set "url" for http check ${q(name)}`);
  }
  if (tcp && !tcp.port) {
    refuse(`plan must set "port" for tcp check ${q(name)}`);
  }
  if (exec && !exec.command) {
    refuse(`plan must set "command" for exec check ${q(name)}`);
  }
  const context = exec?.["service-context"];
  if (context && !services.includes(context)) {
    refuse(
      `plan check ${q(name)} service context specifies non-existent ` +
        `service ${q(context)}`,
    );
  }
  if ([http, tcp, exec].filter(Boolean).length !== 1) {
    refuse(
      `plan must specify one of "http", "tcp", or "exec" for check ${q(name)}`,
    );
  }
}
