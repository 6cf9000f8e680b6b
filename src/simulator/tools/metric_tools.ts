import { fail, refuse } from "../refusal.ts";
import { quote } from "./go_text.ts";
import type { HookToolSpec } from "./hook_tool_spec.ts";

/** The command of the hook `collect-metrics`, before Juju 3.6.11. */
export const METRIC_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "add-metric": {
    usage: "key1=value1 [key2=value2 ...]",
    flags: [{ names: ["l", "labels"] }],
    worksRestricted: true,
    run({ context, positional, flag }) {
      if (positional.length === 0) refuse("no metrics specified");
      const metrics = parsePairs("metrics", positional);
      const labels = parsePairs(
        "labels",
        flag("l") ? (flag("l") ?? "").split(",") : [],
      );
      for (const name of metrics.keys()) {
        if (name.startsWith("juju")) fail(`${name} uses a reserved prefix`);
      }
      if (context.event.kind !== "collect-metrics") {
        fail("cannot record metric: metrics not allowed in this context");
      }
      context.state.observer.onMetrics?.(metrics, labels);
    },
  },
};

/** Unlike in other commands, nothing may be empty here. */
function parsePairs(
  what: string,
  args: readonly string[],
): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const arg of args) {
    const equals = arg.indexOf("=");
    const key = arg.slice(0, Math.max(equals, 0)).trim();
    const value = arg.slice(equals + 1).trim();
    if (key === "" || value === "") {
      refuse(`invalid ${what}: expected "key=value", got ${quote(arg)}`);
    }
    if (pairs.has(key)) {
      refuse(`invalid ${what}: key ${quote(key)} specified more than once`);
    }
    pairs.set(key, value);
  }
  return pairs;
}
