import { entriesOf, memberOf } from "../plain_map.ts";
import type { Report, Sections } from "./rule.ts";

/** Storages: where they may be mounted, and how many there may be. */
export function checkStorages({ metadata }: Sections, report: Report): void {
  for (const [name, storage] of entriesOf(memberOf(metadata, "storage"))) {
    if (
      memberOf(storage, "type") === "block" && memberOf(storage, "location")
    ) {
      report(
        ["storage", name, "location"],
        'only a storage with "type: filesystem" can have a location',
      );
    }
    const range = memberOf(memberOf(storage, "multiple"), "range");
    if (/^0+$|-0+$/.test(String(range))) {
      report(
        ["storage", name, "multiple", "range"],
        'at most 0 is not allowed; write "0-" for any number',
      );
    }
  }
}

/** Resources: a file has a name, and is not in a folder. */
export function checkResources({ metadata }: Sections, report: Report): void {
  for (const [name, resource] of entriesOf(memberOf(metadata, "resources"))) {
    const type = memberOf(resource, "type");
    if (type !== undefined && type !== "file") continue;
    const filename = memberOf(resource, "filename");
    if (filename === undefined || filename === "") {
      report(
        ["resources", name],
        'a file resource needs a filename; an image needs "type: oci-image"',
      );
    } else if (typeof filename === "string" && filename.includes("/")) {
      report(
        ["resources", name, "filename"],
        `expected a name without "/", got "${filename}"`,
      );
    }
  }
}

/** Devices: not fewer at most than at least, where each is 1 if not said. */
export function checkDevices({ metadata }: Sections, report: Report): void {
  for (const [name, device] of entriesOf(memberOf(metadata, "devices"))) {
    const { least, most } = {
      least: memberOf(device, "countmin") ?? 1,
      most: memberOf(device, "countmax") ?? 1,
    };
    if (typeof least !== "number" || typeof most !== "number") continue;
    if (least <= most) continue;
    report(
      ["devices", name],
      `countmax (${most}) is below countmin (${least}); each is 1 if not said`,
    );
  }
}
