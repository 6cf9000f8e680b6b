import { HookEvent } from "../framework/event_base.ts";
import type { MetricValues } from "../hook_commands/metrics.ts";
import { translateErrors } from "../model/_translate_errors.ts";

/**
 * The application's metrics are to be told, every five minutes.
 *
 * Juju allows hardly anything in this event: deferred events are not delivered
 * and no status is evaluated. Juju 3.6.11 and later have no metrics.
 */
export class CollectMetricsEvent extends HookEvent {
  /**
   * Tells metrics that metrics.yaml declares. Source: `add-metric`.
   *
   * @param metrics Name to value.
   * @param labels What the values are about, such as a tenant.
   * @throws {TypeError} If a name has other characters than letters, digits,
   * inner hyphens and underscores, a value is not a finite number from 0, or a
   * label is empty or has a comma or `=`.
   * @throws {ModelError} If Juju refuses.
   */
  addMetrics(
    metrics: MetricValues,
    labels: Readonly<Record<string, string>> = {},
  ): void {
    const { context } = this.framework;
    translateErrors(
      context,
      "Cannot add metrics",
      () => context.backend.addMetric(metrics, { labels }),
    );
  }
}
