import type { Charmcraft } from "../../src/meta/charmcraft.ts";

const ROLES = ["requires", "provides", "peers"] as const;

/** The sections of the metadata that declare an endpoint; at most one, if all is well. */
export function rolesOf(
  charmcraft: Charmcraft,
  endpoint: string,
): readonly (typeof ROLES[number])[] {
  return ROLES.filter((role) => {
    const section = charmcraft[role];
    return section != null && Object.hasOwn(section, endpoint);
  });
}

/** Whether an endpoint has `scope: container`. */
export function isContainerScoped(
  { requires, provides }: Charmcraft,
  endpoint: string,
): boolean {
  for (const section of [requires, provides]) {
    if (section == null || !Object.hasOwn(section, endpoint)) continue;
    const declared = section[endpoint];
    if (typeof declared === "object" && declared?.scope === "container") {
      return true;
    }
  }
  return false;
}
