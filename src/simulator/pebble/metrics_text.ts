import { q } from "./refuse.ts";
import type { SimulatedChecks } from "./simulated_checks.ts";
import type { SimulatedServices } from "./simulated_services.ts";

/**
 * Counters of services and checks, as `GET /v1/metrics` has them.
 *
 * Source: `writeMetric` in `internals/overlord/servstate` and `checkstate`, and
 * `internals/metrics`, of Pebble.
 */
export function metricsText(
  services: SimulatedServices,
  checks: SimulatedChecks,
): string {
  let text = "";
  const write = (
    [name, type, help]: readonly [string, string, string],
    label: string,
    value: number,
  ) => {
    text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n` +
      `${name}{${label}} ${value}\n\n`;
  };
  for (const name of services.startedNames()) {
    const { active, starts } = services.counts(name);
    write(SERVICE_ACTIVE, `service=${q(name)}`, active ? 1 : 0);
    write(SERVICE_STARTS, `service=${q(name)}`, starts);
  }
  for (const { name, status, succeeded, failed } of checks.counts()) {
    const label = `check=${q(name)}`;
    if (status !== "inactive") write(CHECK_UP, label, status === "up" ? 1 : 0);
    write(CHECK_SUCCESSES, label, succeeded);
    write(CHECK_FAILURES, label, failed);
  }
  return text;
}

const SERVICE_ACTIVE = [
  "pebble_service_active",
  "gauge",
  "Whether the service is currently active (1) or not (0)",
] as const;
const SERVICE_STARTS = [
  "pebble_service_start_count",
  "counter",
  "Number of times the service has started",
] as const;
const CHECK_UP = [
  "pebble_check_up",
  "gauge",
  "Whether the health check is up (1) or not (0)",
] as const;
const CHECK_SUCCESSES = [
  "pebble_check_success_count",
  "counter",
  "Number of times the check has succeeded",
] as const;
const CHECK_FAILURES = [
  "pebble_check_failure_count",
  "counter",
  "Number of times the check has failed",
] as const;
