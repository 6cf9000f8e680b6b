import type * as ops from "@charmkit/ops";
import type { LogTarget, LogTargetDict, Plan } from "@charmkit/ops/pebble";
import type { JujuTopology } from "./juju_topology.ts";
import type { LokiEndpoints } from "./loki_endpoints.ts";

/**
 * Has Pebble send the logs of all services to each Loki, and to no other.
 *
 * Layers only ever add to a plan: a log target that is left out of the layer
 * stays. So one that is no longer wanted is replaced by one that takes the logs
 * of no service. It is gone when the container starts anew.
 *
 * `ensureLayer` matters here. At each change of the plan, also one that changes
 * nothing, Pebble sends all the lines that it still has to each log target.
 */
export async function forwardLogs(
  container: ops.Container,
  endpoints: LokiEndpoints,
  topology: JujuTopology,
): Promise<void> {
  const plan = await container.getPlan();
  const targets: Record<string, LogTargetDict> = {};
  for (const target of ownTargets(plan, topology)) {
    // What a unit says may be garbled for a while; its logs are to go on.
    const isKept = endpoints.problems.has(unitOf(target.name));
    if (!isKept) targets[target.name] = disabled(target);
  }
  for (const [unit, url] of endpoints.urls) {
    targets[await targetName(unit, url)] = enabled(url, topology);
  }
  await container.ensureLayer("log-forwarding", { "log-targets": targets });
}

/** The log targets that this charm has enabled; an image may bring others. */
function ownTargets(plan: Plan, { unit }: JujuTopology): LogTarget[] {
  return Object.values(plan.logTargets)
    .filter(({ labels }) => labels["juju_unit"] === unit);
}

function enabled(location: string, topology: JujuTopology): LogTargetDict {
  return {
    override: "replace",
    type: "loki",
    location,
    services: ["all"],
    labels: {
      product: "Juju",
      charm: topology.charm_name,
      juju_model: topology.model,
      juju_model_uuid: topology.model_uuid,
      juju_application: topology.application,
      juju_unit: topology.unit,
    },
  };
}

/** The same log target, which now has the logs of no service; Pebble insists on type and location. */
function disabled({ type, location }: LogTarget): LogTargetDict {
  return { override: "replace", type, location, services: ["-all"] };
}

/**
 * The name of a log target: its unit and a digest of its address. An address
 * that changes has to change the name as well, since Pebble goes on to send to
 * the address that a log target had at first.
 */
async function targetName(unit: string, url: string): Promise<string> {
  const bytes = new TextEncoder().encode(url);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = [...digest.subarray(0, 4)]
    .map((byte) => byte.toString(16).padStart(2, "0"));
  return `${unit}-${hex.join("")}`;
}

/** The unit in the name of a log target. */
function unitOf(name: string): string {
  return name.slice(0, name.lastIndexOf("-"));
}
