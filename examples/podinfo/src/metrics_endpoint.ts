// The side of the interface prometheus_scrape that has metrics. Source:
// https://github.com/canonical/charm-relation-interfaces, and the library
// prometheus_scrape of the charm prometheus-k8s.
import type * as ops from "@charmkit/ops";
import type { JujuTopology } from "./juju_topology.ts";

/** What Prometheus is told by the leader, each value as JSON. */
export interface ScrapeAppData {
  /** Whose metrics they are. */
  readonly scrape_metadata: JujuTopology;
  /** Parts of Prometheus's configuration; in a target, `*` is each unit. */
  readonly scrape_jobs: readonly ScrapeJob[];
  /** Rules as in a file of Prometheus. */
  readonly alert_rules: { readonly groups: readonly AlertGroup[] };
}

/** What Prometheus scrapes. */
export interface ScrapeJob {
  /** Path of the metrics. */
  readonly metrics_path: string;
  /** Where they are. */
  readonly static_configs: readonly { readonly targets: readonly string[] }[];
}

/** Rules that are evaluated together. */
export interface AlertGroup {
  /** Name of the group, unique in Prometheus. */
  readonly name: string;
  /** What it warns of. */
  readonly rules: readonly AlertRule[];
}

/** One thing to warn of. */
export interface AlertRule {
  /** Name of the alert. */
  readonly alert: string;
  /** When there is one, in PromQL. */
  readonly expr: string;
  /** How long it has to be so. */
  readonly for: string;
  /** What is added to the alert. */
  readonly labels: Readonly<Record<string, string>>;
  /** What people are told. */
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Tells each Prometheus where to scrape this unit and, from the leader, what to
 * make of it. What a databag has already is not written again.
 */
export function publishMetrics(
  charm: ops.FrameworkObject,
  relations: readonly ops.Relation[],
  data: ScrapeAppData,
): void {
  const { app, unit } = charm.model;
  for (const relation of relations) {
    const { network } = charm.model.getBinding(relation);
    // The units' keys are plain text, those of the application are JSON.
    relation.save(
      {
        prometheus_scrape_unit_name: unit.name,
        prometheus_scrape_unit_address: network.bindAddress ?? undefined,
      },
      unit,
      { codec: "text" },
    );
    if (unit.isLeader()) relation.save(data, app);
  }
}

/** What Prometheus is told of podinfo. */
export function scrapeData(
  topology: JujuTopology,
  port: number,
): ScrapeAppData {
  return {
    scrape_metadata: topology,
    scrape_jobs: [{
      metrics_path: "/metrics",
      static_configs: [{ targets: [`*:${port}`] }],
    }],
    alert_rules: alertRules(topology),
  };
}

/**
 * Alert rules of podinfo. Each expression selects by model and application, or
 * else it would warn of every podinfo that the same Prometheus scrapes.
 */
function alertRules(topology: JujuTopology): ScrapeAppData["alert_rules"] {
  const { model, model_uuid: uuid, application, charm_name } = topology;
  const mine = `juju_model="${model}", juju_model_uuid="${uuid}", ` +
    `juju_application="${application}"`;
  const labels = {
    juju_model: model,
    juju_model_uuid: uuid,
    juju_application: application,
    juju_charm: charm_name,
  };
  const failures =
    `http_request_duration_seconds_count{status=~"5..", ${mine}}`;
  return {
    groups: [{
      name: `${model}_${uuid.slice(0, 8)}_${application}_podinfo_alerts`,
      rules: [{
        alert: "PodinfoUnitDown",
        expr: `up{${mine}} == 0`,
        for: "5m",
        labels: { severity: "critical", ...labels },
        annotations: {
          summary: "{{ $labels.juju_unit }} can't be scraped",
        },
      }, {
        alert: "PodinfoRequestsFail",
        expr: `sum by (juju_unit) (rate(${failures}[5m])) > 1`,
        for: "10m",
        labels: { severity: "warning", ...labels },
        annotations: {
          summary: "{{ $labels.juju_unit }} fails more than a request a second",
        },
      }],
    }],
  };
}
