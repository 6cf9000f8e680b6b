import type { HookEvent } from "../../src/simulator/hook_event.ts";
import type { SimulatedPebble } from "../../src/simulator/pebble/simulated_pebble.ts";
import type { AnyHarnessUnit } from "./any_harness_unit.ts";

/** What a notice is besides its key. */
export interface PebbleNotifyOptions {
  /** What it says: text by key. @default {{}} */
  readonly data?: Readonly<Record<string, string>>;
  /** Time in which it is told only once. @default {0} */
  readonly repeatAfterMs?: number;
  /** Type of the notice. @default {"custom"} */
  readonly type?: "custom" | "change-update";
}

/** Records an occurrence of a notice, and tells the charm (HRN-74). */
export async function pebbleNotify(
  unit: AnyHarnessUnit,
  container: string,
  key: string,
  options: PebbleNotifyOptions,
): Promise<string> {
  const { type = "custom", ...rest } = options;
  unit.requireIdle(`notify "${key}"`);
  const pebble = unit.containers.get(container);
  const id = type === "custom"
    ? pebble.notices.notify(type, key, rest)
    : pebble.notices.occur(type, key, rest).id;
  const notice = pebble.notices.get(id);
  const isNews = notice.lastOccurredText === notice.lastRepeatedText;
  if (!isNews || !unit.hasBegun) return id;
  const event = type === "custom"
    ? {
      kind: "pebble-custom-notice",
      container,
      noticeId: id,
      noticeType: type,
      noticeKey: key,
    } as const
    : checkEvent(pebble, container, key, options.data ?? {});
  if (event !== null) await unit.run(event);
  return id;
}

/** What a change of a check means to Juju. */
function checkEvent(
  pebble: SimulatedPebble,
  container: string,
  changeId: string,
  data: Readonly<Record<string, string>>,
): HookEvent | null {
  const { kind = "" } = data;
  if (!["perform-check", "recover-check"].includes(kind)) return null;
  const { status, tasks } = pebble.changes.get(changeId);
  const isFailure = kind === "perform-check" && status === "Error";
  const isRecovery = kind === "recover-check" && status === "Done";
  if (!isFailure && !isRecovery) return null;
  const told = data["check-name"] ?? tasks[0]?.data["check-name"];
  return {
    kind: isFailure ? "pebble-check-failed" : "pebble-check-recovered",
    container,
    checkName: String(told ?? ""),
  };
}
