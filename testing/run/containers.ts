import type { CheckInfoFields } from "../../src/pebble/check_info.ts";
import type { LayerDict } from "../../src/pebble/layer.ts";
import type {
  MountData,
  ServiceData,
  SimulatedPebbleData,
} from "../../src/simulator/pebble/pebble_data.ts";
import type { SimulatedPebble } from "../../src/simulator/pebble/simulated_pebble.ts";
import { CheckInfo } from "../state/check_info.ts";
import type { Container } from "../state/container.ts";
import { Notice } from "../state/notice.ts";

/** What a simulated Pebble begins with; read when the charm first asks it. */
export function toPebbleData(container: Container): SimulatedPebbleData {
  return {
    get layers(): Readonly<Record<string, LayerDict>> {
      return container.layers;
    },
    get services(): Readonly<Record<string, ServiceData>> {
      return Object.fromEntries(
        Object.entries(container.serviceStatuses)
          .map(([name, current]) => [name, { current }]),
      );
    },
    get checks(): readonly CheckInfoFields[] {
      return container.checkInfos;
    },
    get notices(): readonly Notice[] {
      return container.notices;
    },
    get mounts(): readonly MountData[] {
      return Object.values(container.mounts);
    },
  };
}

/** A container after a run that has changed something in it. */
export function readContainer(
  before: Container,
  pebble: SimulatedPebble,
): Container {
  return before.with({
    layers: Object.fromEntries(pebble.plan.layers),
    serviceStatuses: {
      ...before.serviceStatuses,
      ...Object.fromEntries(
        Object.entries(pebble.services.data())
          .map(([name, { current }]) => [name, current]),
      ),
    },
    checkInfos: readChecks(before, pebble),
    notices: readNotices(before, pebble),
  });
}

function readChecks(before: Container, pebble: SimulatedPebble): CheckInfo[] {
  return pebble.checks.list(undefined, []).map((info) => {
    const known = before.checkInfos.find(({ name }) => name === info.name);
    const { name, level, status, successes, failures, threshold } = info;
    const after = new CheckInfo(name, {
      level,
      startup: info.startup === "disabled" ? "disabled" : "enabled",
      status,
      successes,
      failures,
      threshold,
      changeId: info.changeId ?? "",
    });
    return known?.equals(after) ? known : after;
  });
}

/**
 * The notices that there were, and those that the charm has recorded. What
 * Pebble notes of each change is left out: a test does not mean it.
 */
function readNotices(before: Container, pebble: SimulatedPebble): Notice[] {
  const known = new Map(before.notices.map((notice) => [notice.id, notice]));
  return pebble.notices.data()
    .filter(({ id, type }) => type === "custom" || known.has(id))
    .map(({ key, ...fields }) => {
      const after = new Notice(key, fields);
      const old = known.get(after.id);
      return old?.equals(after) ? old : after;
    });
}
