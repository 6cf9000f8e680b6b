import { entriesOf, memberOf } from "../plain_map.ts";
import type { Report, Sections } from "./rule.ts";

/** What is allowed, but seldom meant, in options. */
export function adviseOptions({ config }: Sections, report: Report): void {
  for (const [name, option] of entriesOf(memberOf(config, "options"))) {
    if (memberOf(option, "type") === undefined) {
      report(
        ["options", name],
        'without "type", Juju takes it for a string; write "type: string"',
      );
    }
    const value = memberOf(option, "default");
    if (typeof value !== "bigint") continue;
    report(
      ["options", name, "default"],
      `a program reads ${value} as ${Number(value)}: whole numbers are exact ` +
        "to 2^53-1",
    );
  }
}

/** What is allowed, but seldom meant, in storages. */
export function adviseStorages({ metadata }: Sections, report: Report): void {
  for (const [name, storage] of entriesOf(memberOf(metadata, "storage"))) {
    const range = memberOf(memberOf(storage, "multiple"), "range");
    const [, least, most] = /^(\d+)-(\d+)$/.exec(String(range)) ?? [];
    if (Number(most) > 0 && Number(least) > Number(most)) {
      report(
        ["storage", name, "multiple", "range"],
        `at least ${least} is more than at most ${most}`,
      );
    }
  }
}
