import * as ops from "@charmkit/ops";
import { z } from "zod";
import { charmcraft } from "./charmcraft.ts";
import { topologyOf } from "./juju_topology.ts";
import { forwardLogs } from "./log_forwarding.ts";
import { type LokiEndpoints, readLokiEndpoints } from "./loki_endpoints.ts";
import { publishMetrics, scrapeData } from "./metrics_endpoint.ts";
import { CHECK, layer } from "./workload.ts";

const Config = z.object({ port: z.int().min(1).max(65535) });

/** Runs podinfo, and lets Prometheus and Loki observe it. */
export class PodinfoCharm extends ops.CharmBase<typeof charmcraft> {
  readonly #container: ops.Container = this.getContainer("podinfo");

  constructor(framework: ops.Framework) {
    super(framework);
    const { podinfo, logging } = this.on;
    const metrics = this.on["metrics-endpoint"];
    for (
      const event of [
        podinfo.pebbleReady,
        this.on.configChanged,
        this.on.leaderElected,
        this.on.upgradeCharm,
        metrics.relationCreated,
        metrics.relationChanged,
        logging.relationChanged,
        logging.relationDeparted,
        logging.relationBroken,
      ]
    ) this.observe(event, this.#reconcile);
    this.observe(podinfo.pebbleCheckFailed, this.#onCheckFailed);
    this.observe(podinfo.pebbleCheckRecovered, this.#onCheckRecovered);
    this.observe(this.on.collectUnitStatus, this.#onCollectUnitStatus);
  }

  /** Where logs go. A relation that is being broken is not among the relations. */
  get #loki(): LokiEndpoints {
    return readLokiEndpoints(this.relations.get("logging"));
  }

  /** Brings the workload, and what others know of it, in line with what is asked for. */
  async #reconcile(): Promise<void> {
    const topology = topologyOf(this);
    const config = this.tryLoadConfig(Config);
    const canConnect = await this.#container.canConnect();
    if (config.ok) {
      const { port } = config.value;
      const related = this.relations.get("metrics-endpoint");
      publishMetrics(this, related, scrapeData(topology, port));
      if (canConnect) await this.#container.ensureLayer("podinfo", layer(port));
    }
    if (canConnect) await forwardLogs(this.#container, this.#loki, topology);
  }

  #onCheckFailed({ info }: ops.PebbleCheckFailedEvent): void {
    this.log.warning(`Health check "${info.name}" fails`);
  }

  #onCheckRecovered({ info }: ops.PebbleCheckRecoveredEvent): void {
    this.log.info(`Health check "${info.name}" passes again`);
  }

  /** Says how the unit is, at the end of every event. */
  async #onCollectUnitStatus(event: ops.CollectStatusEvent): Promise<void> {
    const config = this.tryLoadConfig(Config);
    if (!config.ok) {
      const { details } = config.error;
      event.addStatus(new ops.BlockedStatus(`Invalid config: ${details}`));
    }
    const { urls, problems, silent } = this.#loki;
    for (const [unit, problem] of problems) {
      const message = `Cannot read the endpoint of ${unit}: ${problem}`;
      event.addStatus(new ops.BlockedStatus(message));
    }
    if (silent.length > 0) {
      const message = `Waiting for the endpoint of ${silent.join(", ")}`;
      event.addStatus(new ops.WaitingStatus(message));
    }
    const problem = await this.#workloadProblem();
    if (problem !== null) event.addStatus(problem);
    const receivers = [...urls.keys()].join(", ");
    event.addStatus(
      new ops.ActiveStatus(receivers && `Logs go to ${receivers}`),
    );
  }

  /** What is wrong with the workload now, which may not be what an event told. */
  async #workloadProblem(): Promise<ops.StatusBase | null> {
    if (!await this.#container.canConnect()) {
      return new ops.WaitingStatus("Waiting for Pebble");
    }
    const services = await this.#container.getServices("podinfo");
    if (!services.get("podinfo")?.isRunning()) {
      return new ops.WaitingStatus("Waiting for podinfo to run");
    }
    const check = (await this.#container.getChecks({}, CHECK)).get(CHECK);
    if (check?.status !== "down") return null;
    return new ops.WaitingStatus(
      `Waiting for podinfo: health check "${CHECK}" fails`,
    );
  }
}

if (import.meta.main) await ops.main(PodinfoCharm, charmcraft);
