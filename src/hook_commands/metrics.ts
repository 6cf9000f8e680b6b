import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Values of metrics, by name: finite numbers from 0. */
export type MetricValues = Readonly<Record<string, number>>;

/** Options of {@linkcode addMetric}. */
export interface AddMetricOptions {
  /** What the values are about, by name of the label. @default {nothing} */
  readonly labels?: Readonly<Record<string, string>>;
}

const NAME = /^[a-zA-Z](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?$/;

/** Arguments of `add-metric`. */
export function addMetricArgs(
  metrics: MetricValues,
  options: AddMetricOptions = {},
): string[] {
  const values = Object.entries(metrics).map(([name, value]) => {
    assertName("metric", name);
    if (!Number.isFinite(value) || value < 0) {
      throw new TypeError(
        `Cannot add metric "${name}": its value must be a finite number from 0, got ${
          typeof value === "number" ? value : `a ${typeof value}`
        }`,
      );
    }
    return `${name}=${value}`;
  });
  const labels = Object.entries(options.labels ?? {}).map(([name, value]) => {
    assertName("label", name);
    if (typeof value !== "string" || !/^[^,=]+$/.test(value)) {
      throw new TypeError(
        `Cannot add metrics with label "${name}": its value must be a text without comma and "="`,
      );
    }
    return `${name}=${value}`;
  });
  return labels.length === 0
    ? ["add-metric", ...values]
    : ["add-metric", "--labels", labels.join(","), ...values];
}

/**
 * Tells metrics of the application, with `add-metric`; in the hook
 * `collect-metrics` only, and before Juju 3.6.11 only.
 *
 * @example Usage
 * ```ts ignore
 * import { addMetric } from "@charmkit/ops/hook-commands";
 *
 * addMetric({ requests: 1200, "stored-gb": 2.5 }, { labels: { tenant: "a" } });
 * ```
 *
 * @param metrics Name to value, as metrics.yaml declares them.
 * @param options What the values are about.
 * @param runner Runs the command.
 * @throws {HookCommandError} If Juju refuses.
 * @throws {HookCommandNotFoundError} If this Juju has no metrics.
 * @throws {TypeError} If a name or a value cannot be told to Juju.
 */
export function addMetric(
  metrics: MetricValues,
  options: AddMetricOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(addMetricArgs(metrics, options));
}

function assertName(what: string, name: string): void {
  if (NAME.test(name)) return;
  throw new TypeError(
    `Cannot add ${what} "${name}": its name must start with a letter and be letters, digits and inner hyphens and underscores`,
  );
}
