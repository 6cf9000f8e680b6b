import { entriesOf, memberOf } from "../plain_map.ts";
import type { Report, Sections } from "./rule.ts";

/** Containers: what they name must be declared. */
export function checkContainers({ metadata }: Sections, report: Report): void {
  const resources = memberOf(metadata, "resources");
  const storages = memberOf(metadata, "storage");
  for (const [name, container] of entriesOf(memberOf(metadata, "containers"))) {
    const path = ["containers", name];
    const resource = memberOf(container, "resource");
    if (typeof resource === "string" && resource !== "") {
      const declared = memberOf(resources, resource);
      const type = memberOf(declared, "type");
      if (declared === undefined) {
        report(
          [...path, "resource"],
          `no resource "${resource}" is declared; add it to resources`,
        );
      } else if (type === undefined || type === "file") {
        report(
          [...path, "resource"],
          `resource "${resource}" must have "type: oci-image"`,
        );
      }
    }
    const mounts = memberOf(container, "mounts");
    for (const [index, mount] of listOf(mounts).entries()) {
      const storage = memberOf(mount, "storage");
      if (typeof storage !== "string" || storage === "") continue;
      if (memberOf(storages, storage) !== undefined) continue;
      report(
        [...path, "mounts", index, "storage"],
        `no storage "${storage}" is declared; add it to storage`,
      );
    }
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
