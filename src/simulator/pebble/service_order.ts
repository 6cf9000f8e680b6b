import type { ServiceDict } from "../../pebble/service.ts";
import { q } from "./refuse.ts";

/** Services of a plan by name. */
export type Services = Readonly<Record<string, ServiceDict>>;

/**
 * Services to start for the given ones, in order: with what they require.
 *
 * @throws {Error} If one doesn't exist or the order has a loop.
 */
export function startOrder(
  services: Services,
  names: Iterable<string>,
): string[] {
  return order(
    services,
    names,
    (name) => services[name]?.requires ?? [],
    "after",
    "before",
  );
}

/**
 * Services to stop for the given ones, in order: with those that require them.
 *
 * @throws {Error} If one doesn't exist or the order has a loop.
 */
export function stopOrder(
  services: Services,
  names: Iterable<string>,
): string[] {
  const dependants = (name: string) =>
    Object.keys(services).filter((other) =>
      services[other]?.requires?.includes(name)
    );
  return order(services, names, dependants, "before", "after");
}

/** Source: `order` in `internals/plan/plan.go` of Pebble. */
function order(
  services: Services,
  names: Iterable<string>,
  related: (name: string) => readonly string[],
  after: "after" | "before",
  before: "after" | "before",
): string[] {
  const chosen = new Set(names);
  // A set that grows while it is walked over is walked to its end.
  for (const name of chosen) {
    if (!Object.hasOwn(services, name)) {
      throw new Error(`service ${q(name)} does not exist`);
    }
    for (const other of related(name)) chosen.add(other);
  }
  const earlier = new Map([...chosen].map((name) => [
    name,
    new Set(services[name]?.[after]?.filter((other) => chosen.has(other))),
  ]));
  for (const name of chosen) {
    for (const other of services[name]?.[before] ?? []) {
      earlier.get(other)?.add(name);
    }
  }
  return sorted([...chosen].sort(), earlier);
}

function sorted(
  names: readonly string[],
  earlier: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const result = new Set<string>();
  const path: string[] = [];
  const visit = (name: string) => {
    if (result.has(name)) return;
    const start = path.indexOf(name);
    // A service may name itself, which Pebble ignores.
    if (start >= 0 && start === path.length - 1) return;
    if (start >= 0) {
      const loop = path.slice(start).sort().join(", ");
      throw new Error(`services in before/after loop: ${loop}`);
    }
    path.push(name);
    for (const other of earlier.get(name) ?? []) visit(other);
    path.pop();
    result.add(name);
  };
  for (const name of names) visit(name);
  return [...result];
}

/**
 * Puts services that depend on each other side by side: if one fails, those
 * after it in its lane are not started.
 *
 * Source: `createLanes` in `internals/plan/plan.go` of Pebble.
 *
 * @param services The services of the plan.
 * @param names Services in the order in which they start or stop.
 */
export function lanesOf(
  services: Services,
  names: readonly string[],
): string[][] {
  const laneOf = new Map<string, number>();
  let current = -1;
  for (const name of names) {
    const related = [name, ...services[name]?.requires ?? []];
    const known = related.find((other) => laneOf.has(other));
    current = known === undefined ? current + 1 : laneOf.get(known) ?? 0;
    for (const other of related) laneOf.set(other, current);
  }
  const lanes: string[][] = [];
  for (const name of names) (lanes[laneOf.get(name) ?? 0] ??= []).push(name);
  return lanes.filter((lane) => lane !== undefined);
}
