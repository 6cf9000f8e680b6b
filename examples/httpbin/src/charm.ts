import * as ops from "@charmkit/ops";
import type { LayerDict } from "@charmkit/ops/pebble";
import { charmcraft } from "./charmcraft.ts";

const LOG_LEVELS = ["info", "debug", "warning", "error", "critical"];

/** Runs httpbin, served by gunicorn, in a workload container. */
export class HttpbinCharm extends ops.CharmBase<typeof charmcraft> {
  readonly #container: ops.Container = this.getContainer("httpbin");

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on["httpbin"].pebbleReady, this.#reconcile);
    this.observe(this.on.configChanged, this.#reconcile);
  }

  /** Brings the workload in line with the configuration, and says how it is. */
  async #reconcile(): Promise<void> {
    const logLevel = this.config.get("log-level").toLowerCase();
    if (!LOG_LEVELS.includes(logLevel)) {
      const known = LOG_LEVELS.join(", ");
      this.unit.status = new ops.BlockedStatus(
        `Invalid log-level "${logLevel}"; choose one of ${known}`,
      );
      return;
    }
    if (!await this.#container.canConnect()) {
      this.unit.status = new ops.WaitingStatus("Waiting for Pebble");
      return;
    }
    await this.#container.addLayer("httpbin", layer(logLevel), {
      combine: true,
    });
    await this.#container.replan();
    this.unit.status = new ops.ActiveStatus();
  }
}

/** The Pebble layer that runs httpbin. */
function layer(logLevel: string): LayerDict {
  return {
    summary: "httpbin layer",
    services: {
      httpbin: {
        override: "replace",
        summary: "httpbin",
        command: "gunicorn -b 0.0.0.0:80 httpbin:app -k gevent",
        startup: "enabled",
        environment: { GUNICORN_CMD_ARGS: `--log-level ${logLevel}` },
      },
    },
  };
}

if (import.meta.main) await ops.main(HttpbinCharm, charmcraft);
