import { entriesOf, isMap, memberOf } from "../plain_map.ts";
import { isReserved, type Report, type Sections } from "./rule.ts";

/** The sections of the metadata that have endpoints. */
export const ROLES = ["provides", "requires", "peers"] as const;

/** Endpoints: their names, their interfaces, and what a subordinate needs. */
export function checkEndpoints({ metadata }: Sections, report: Report): void {
  const isSubordinate = memberOf(metadata, "subordinate") === true;
  const seen = new Map<string, string>();
  for (const role of ROLES) {
    for (const [name, value] of entriesOf(memberOf(metadata, role))) {
      const first = seen.get(name);
      if (first !== undefined) {
        report([role, name], `the name is taken by an endpoint of ${first}`);
      }
      seen.set(name, role);
      const ofPrincipal = isSubordinate && role === "requires" &&
        isScopedToContainer(value);
      if (!ofPrincipal && isReserved(metadata, name)) {
        report([role, name], `Juju keeps endpoint names such as "${name}"`);
      }
      const spoken = isMap(value) ? value["interface"] : value;
      if (
        role !== "requires" && typeof spoken === "string" &&
        isReserved(metadata, spoken)
      ) report([role, name], `Juju keeps interfaces such as "${spoken}"`);
    }
  }
  const requires = entriesOf(memberOf(metadata, "requires"));
  if (isSubordinate && !requires.some(([, end]) => isScopedToContainer(end))) {
    report(
      ["subordinate"],
      'a subordinate needs an endpoint in requires with "scope: container"',
    );
  }
}

function isScopedToContainer(endpoint: unknown): boolean {
  return memberOf(endpoint, "scope") === "container";
}

/** Bindings beside the endpoints: some, with names of their own. */
export function checkBindings({ metadata }: Sections, report: Report): void {
  const bindings = memberOf(metadata, "extra-bindings");
  if (!isMap(bindings)) return;
  if (Object.keys(bindings).length === 0) {
    report(["extra-bindings"], "expected at least one binding; remove the key");
  }
  for (const name of Object.keys(bindings)) {
    const role = ROLES.find((role) =>
      memberOf(memberOf(metadata, role), name) !== undefined
    );
    if (role === undefined) continue;
    report(
      ["extra-bindings", name],
      `an endpoint of ${role} has this name, and a binding with it; remove it here`,
    );
  }
}
