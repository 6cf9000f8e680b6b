import { refuse } from "../refusal.ts";
import { refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type { HookToolSpec } from "./hook_tool_spec.ts";
import { parseKeyValues } from "./key_values.ts";

/** Commands of the settings of an application's leader, before Juju 4. */
export const LEADER_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "leader-get": {
    usage: "[<key>]",
    formats: ["smart", "json", "yaml"],
    run({ context, positional }) {
      const [key = ""] = positional;
      if (key.includes("=")) refuse(`invalid key ${quote(key)}`);
      refuseExtra(positional, 1);
      const settings = context.leaderSettings();
      if (key === "" || key === "-") return { value: settings };
      return { value: Object.hasOwn(settings, key) ? settings[key] : null };
    },
  },
  "leader-set": {
    usage: "<key>=<value> [...]",
    run({ context, positional }) {
      context.setLeaderSettings(parseKeyValues(positional));
    },
  },
};
