import * as ops from "@charmkit/ops";
import { ChangeError } from "@charmkit/ops/pebble";
import { z } from "zod";
import { charmcraft } from "./charmcraft.ts";
import {
  type Desired,
  loadDesired,
  loadReport,
  type Report,
} from "./databags.ts";
import { nextDesired, unitNumber, unseenUnits } from "./desired.ts";
import {
  CHECK,
  CLIENT_PORT,
  CONFIG_PATH,
  natsConfig,
  natsLayer,
  SERVICE,
} from "./nats.ts";
import {
  cancelTicket,
  continueTicket,
  isOpen,
  openTicket,
  orderFor,
  progress,
  type RestartAnswer,
  type Ticket,
} from "./rolling_restart.ts";

const Config = z.object({
  "max-payload": z.int().min(1024).max(64 * 1024 * 1024),
});

type RestartParams = ops.ActionParams<typeof charmcraft, "rolling-restart">;

/** Runs NATS servers as one cluster, and restarts them one at a time. */
export class ClusterCharm extends ops.CharmBase<typeof charmcraft> {
  readonly #container: ops.Container = this.getContainer("nats");

  constructor(framework: ops.Framework) {
    super(framework);
    const { on } = this;
    const nats = on["nats"];
    const cluster = on["cluster"];
    this.observe(on.install, this.#onInstall);
    for (
      const event of [
        on.start,
        on.configChanged,
        on.upgradeCharm,
        on.updateStatus,
        on.leaderElected,
        nats.pebbleReady,
        nats.pebbleCheckFailed,
        nats.pebbleCheckRecovered,
        cluster.relationCreated,
        cluster.relationJoined,
        cluster.relationChanged,
      ]
    ) this.observe(event, this.#reconcile);
    this.observe(cluster.relationDeparted, this.#onDeparted);
    this.observe(on["rolling-restart"].action, this.#onRollingRestart);
    this.observe(on["continue-restart"].action, this.#onContinueRestart);
    this.observe(on["cancel-restart"].action, this.#onCancelRestart);
    this.observe(on.collectUnitStatus, this.#onCollectUnitStatus);
    this.observe(on.collectAppStatus, this.#onCollectAppStatus);
  }

  #onInstall(): void {
    this.unit.openPort("tcp", CLIENT_PORT);
  }

  async #onDeparted(event: ops.RelationDepartedEvent): Promise<void> {
    // A unit that is being removed takes no turn any more.
    if (event.departingUnit !== this.unit) await this.#reconcile();
  }

  /** Does what this unit has to do and then, as the leader, what all have to. */
  async #reconcile(): Promise<void> {
    const peers = this.getRelation("cluster");
    if (peers === null) return;
    // As it was when this dispatch began. What a leader writes is undone if it
    // stops leading before the hook ends, so it may not act on that either
    // before Juju tells it, as it tells all units, that the databag has changed.
    const desired = loadDesired(peers);
    const report = await this.#follow(desired, peers);
    peers.save(report, this.unit);
    if (this.unit.isLeader()) this.#lead(desired, peers);
  }

  /** Has the server run as the leader wants it; says how this unit is then. */
  async #follow(desired: Desired, peers: ops.PeerRelation): Promise<Report> {
    const { ticket } = desired;
    const before = loadReport(peers, this.unit);
    const { network } = this.model.getBinding(peers);
    const order = orderFor(ticket, this.unit.name, before.restart);
    const declined = { ticket: ticket?.id ?? 0, problem: "cancelled" };
    const report: Report = {
      ...before,
      address: network.ingressAddress,
      ready: false,
      restart: order === "decline" ? declined : before.restart,
    };
    if (desired.generation === 0 || !await this.#container.canConnect()) {
      return report;
    }
    const isRead = await this.#configure(desired, before);
    return {
      ...report,
      generation: isRead ? desired.generation : before.generation,
      restart: order === "restart" && ticket !== null
        ? await this.#restart(ticket)
        : report.restart,
      ready: await this.#isReady(),
    };
  }

  /** Writes what the server reads, and has it read that; tells whether it did. */
  async #configure(desired: Desired, before: Report): Promise<boolean> {
    const config = natsConfig({
      cluster: this.app.name,
      unit: this.unit.name,
      members: desired.members,
      maxPayload: desired["max-payload"],
    });
    const options = { makeDirs: true };
    const written = await this.#container
      .ensureFile(CONFIG_PATH, config, options);
    try {
      const started = await this.#container.ensureLayer(SERVICE, natsLayer());
      if (started !== null) return true;
    } catch (error) {
      if (!(error instanceof ChangeError)) throw error;
      this.log.error(`NATS does not start: ${error.err}`);
      return false;
    }
    if (written || before.generation !== desired.generation) {
      await this.#container.sendSignal("SIGHUP", SERVICE);
    }
    return true;
  }

  async #restart({ id }: Ticket): Promise<RestartAnswer> {
    this.unit.status = new ops.MaintenanceStatus(`Restarting for ticket ${id}`);
    try {
      await this.#container.restart(SERVICE);
      return { ticket: id, problem: null };
    } catch (error) {
      if (!(error instanceof ChangeError)) throw error;
      this.log.error(`NATS does not restart: ${error.err}`);
      return { ticket: id, problem: "NATS does not start" };
    }
  }

  async #isReady(): Promise<boolean> {
    const services = await this.#container.getServices(SERVICE);
    const checks = await this.#container.getChecks({}, CHECK);
    return (services.get(SERVICE)?.isRunning() ?? false) &&
      checks.get(CHECK)?.status !== "down";
  }

  /** Writes what all units are to do next; gives the ticket as it is then. */
  #lead(desired: Desired, peers: ops.PeerRelation): Ticket | null {
    const reports = new Map(
      [this.unit, ...peers.units]
        .map((unit) => [unit.name, loadReport(peers, unit)]),
    );
    const config = this.tryLoadConfig(Config);
    const next = nextDesired(desired, {
      reports,
      gone: this.#goneUnits(desired, reports),
      maxPayload: config.ok ? config.value["max-payload"] : null,
    });
    peers.save(next, this.app);
    return next.ticket;
  }

  /**
   * Units that have left. A new leader may not have met all others yet, and
   * must not take those for gone. But Kubernetes numbers the pods of a stateful
   * set from 0 on and removes the highest first, so their numbers tell.
   */
  #goneUnits(
    desired: Desired,
    reports: ReadonlyMap<string, Report>,
  ): ReadonlySet<string> {
    const unseen = unseenUnits(desired, reports);
    if (unseen.length === 0) return new Set();
    const planned = this.app.plannedUnits();
    return new Set(unseen.filter((unit) => unitNumber(unit) >= planned));
  }

  #onRollingRestart(event: ops.ActionEvent<RestartParams>): void {
    const { canary } = event.params;
    const open = ({ ticket, members }: Desired) =>
      isOpen(ticket)
        ? `ticket ${ticket.id} is ${told(ticket)}`
        : openTicket(ticket, Object.keys(members), { canary });
    this.#changeTicket(event, "rolling-restart", open);
  }

  #onContinueRestart(event: ops.ActionEvent): void {
    const go = ({ ticket }: Desired) =>
      ticket?.state === "paused"
        ? continueTicket(ticket)
        : "no rolling restart is paused";
    this.#changeTicket(event, "continue-restart", go);
  }

  #onCancelRestart(event: ops.ActionEvent): void {
    const cancel = ({ ticket }: Desired) =>
      isOpen(ticket) ? cancelTicket(ticket) : "no rolling restart is under way";
    this.#changeTicket(event, "cancel-restart", cancel);
  }

  /** Puts another ticket into the databag, or says why that is not possible. */
  #changeTicket(
    event: ops.ActionEvent,
    action: ops.ActionName<typeof charmcraft>,
    change: (desired: Desired) => Ticket | string,
  ): void {
    const refuse = (why: string) => event.fail(`Cannot ${action}: ${why}`);
    const { app, unit } = this;
    if (!unit.isLeader()) {
      refuse(`${unit.name} does not lead; run it on ${app.name}/leader`);
      return;
    }
    const peers = this.getRelation("cluster");
    if (peers === null) {
      refuse("the peer relation is not there yet");
      return;
    }
    const desired = loadDesired(peers);
    const changed = change(desired);
    if (typeof changed === "string") {
      refuse(changed);
      return;
    }
    const ticket = this.#lead({ ...desired, ticket: changed }, peers);
    if (ticket === null) return;
    event.setResults({ ticket: ticket.id, state: ticket.state });
  }

  async #onCollectUnitStatus(event: ops.CollectStatusEvent): Promise<void> {
    const peers = this.getRelation("cluster");
    if (peers === null) {
      event.addStatus(new ops.WaitingStatus("Waiting for the peer relation"));
      return;
    }
    if (!await this.#container.canConnect()) {
      event.addStatus(new ops.WaitingStatus("Waiting for Pebble"));
      return;
    }
    const { generation, ready } = loadReport(peers, this.unit);
    event.addStatus(
      generation === 0
        ? new ops.WaitingStatus("Waiting for the leader's configuration")
        : ready
        ? new ops.ActiveStatus()
        : new ops.WaitingStatus("Waiting for NATS to serve"),
    );
  }

  #onCollectAppStatus(event: ops.CollectStatusEvent): void {
    const config = this.tryLoadConfig(Config);
    if (!config.ok) {
      const { details } = config.error;
      event.addStatus(new ops.BlockedStatus(`Invalid config: ${details}`));
    }
    const peers = this.getRelation("cluster");
    if (peers === null) return;
    const { ticket } = loadDesired(peers);
    if (ticket !== null) event.addStatus(ticketStatus(ticket));
    const units = [this.unit, ...peers.units];
    const ready = units.filter((unit) => loadReport(peers, unit).ready).length;
    event.addStatus(
      ready === units.length
        ? new ops.ActiveStatus()
        : new ops.WaitingStatus(`${ready}/${units.length} ready`),
    );
  }
}

/** What a ticket means for the application. */
function ticketStatus(ticket: Ticket): ops.StatusBase {
  const text = `Rolling restart ${told(ticket)}`;
  switch (ticket.state) {
    case "running":
    case "cancelling":
      return new ops.MaintenanceStatus(text);
    case "paused":
      return new ops.BlockedStatus(`${text}; run continue-restart`);
    case "failed":
      return new ops.BlockedStatus(text);
    default:
      return new ops.ActiveStatus();
  }
}

/** How a ticket stands, such as `"running: 1/3 restarted, now cluster/1"`. */
function told(ticket: Ticket): string {
  const { state, turn, problem } = ticket;
  const more = turn !== null
    ? `, now ${turn}`
    : problem !== null
    ? `; ${problem}`
    : "";
  return `${state}: ${progress(ticket)}${more}`;
}

if (import.meta.main) await ops.main(ClusterCharm, charmcraft);
