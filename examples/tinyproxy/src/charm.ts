import * as ops from "@charmkit/ops";
import { charmcraft } from "./charmcraft.ts";
import { type ParsedOptions, parseOptions } from "./proxy_config.ts";
import { type Proxy, ProxyStartError, Tinyproxy } from "./tinyproxy.ts";

/** Runs tinyproxy on the unit's machine. */
export class TinyproxyCharm extends ops.CharmBase<typeof charmcraft> {
  /** What it runs; tests put something else here. */
  protected readonly proxy: Proxy = new Tinyproxy(
    `${this.charmDir}/tinyproxy`,
  );
  /** Whether the package came with the charm, and so is to go with it. */
  readonly #stored = this.storedState({ hasInstalled: false });
  /** Why the proxy did not start in this dispatch. */
  #problem: string | null = null;

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.install, this.#onInstall);
    // Juju sends start after each reboot of the machine, too.
    this.observe(this.on.start, this.#reconcile);
    this.observe(this.on.configChanged, this.#reconcile);
    this.observe(this.on.upgradeCharm, this.#onUpgradeCharm);
    this.observe(this.on.updateStatus, this.#reconcile);
    this.observe(this.on.stop, this.#onStop);
    this.observe(this.on.remove, this.#onRemove);
    this.observe(this.on["restart"].action, this.#onRestart);
    this.observe(this.on.collectUnitStatus, this.#onCollectUnitStatus);
  }

  /** If apt fails, so does the hook: Juju tries again, and the archive may be back. */
  async #onInstall(): Promise<void> {
    if (await this.proxy.version() === null) {
      this.unit.status = new ops.MaintenanceStatus("Installing tinyproxy");
      await this.proxy.install();
      this.#stored.hasInstalled = true;
    }
    this.unit.setWorkloadVersion(await this.proxy.version() ?? "");
  }

  /** This charm may write another configuration than the one before. */
  async #onUpgradeCharm(): Promise<void> {
    await this.#onInstall();
    await this.#reconcile();
  }

  /**
   * Brings the machine in line with the options, from whatever state: each
   * event does the same, so what one has missed the next one makes good.
   */
  async #reconcile(): Promise<void> {
    if (await this.proxy.version() === null) await this.#onInstall();
    const { config } = this.#parseOptions();
    // What runs goes on; #onCollectUnitStatus tells what is wrong.
    if (config === undefined) return;
    if (await this.proxy.configure(config)) {
      console.info(`tinyproxy is configured for port ${config.port}`);
    }
    if (!await this.proxy.isRunning()) await this.#start(config.port);
    this.unit.setPorts(...this.#problem === null ? [config.port] : []);
  }

  async #onStop(): Promise<void> {
    await this.proxy.stop();
    this.unit.setPorts();
  }

  async #onRemove(): Promise<void> {
    await this.proxy.clear();
    if (this.#stored.hasInstalled) await this.proxy.uninstall();
  }

  async #onRestart(event: ops.ActionEvent): Promise<void> {
    const { config, mistake } = this.#parseOptions();
    // What runs could not be started again.
    if (config === undefined) return event.fail(mistake);
    await this.proxy.stop();
    await this.#reconcile();
    if (this.#problem !== null) event.fail(this.#problem);
    else event.setResults({ port: config.port });
  }

  /** Says how the unit is, at the end of every event. */
  async #onCollectUnitStatus(event: ops.CollectStatusEvent): Promise<void> {
    const problem = this.#parseOptions().mistake ?? this.#problem;
    if (problem !== null) event.addStatus(new ops.BlockedStatus(problem));
    if (await this.proxy.isRunning()) event.addStatus(new ops.ActiveStatus());
    else event.addStatus(new ops.MaintenanceStatus("tinyproxy does not run"));
  }

  /** A port that another process has is for a human to solve, not for a retry. */
  async #start(port: number): Promise<void> {
    try {
      await this.proxy.start();
    } catch (error) {
      if (!(error instanceof ProxyStartError)) throw error;
      this.#problem = `${error.message}; port ${port} may be taken`;
      console.error(this.#problem);
    }
  }

  #parseOptions(): ParsedOptions {
    return parseOptions(this.config.get("port"), this.config.get("allow"));
  }
}

if (import.meta.main) await ops.main(TinyproxyCharm, charmcraft);
