import { fail } from "../refusal.ts";
import { refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type { HookToolSpec } from "./hook_tool_spec.ts";
import { parseKeyValues, readKeyValueFile } from "./key_values.ts";

/** Commands of the store that the controller keeps for a unit. */
export const STATE_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "state-get": {
    usage: "[<key>]",
    flags: [{ names: ["strict"], boolean: true }],
    formats: ["smart", "json", "yaml"],
    run({ context, positional, set }) {
      const [key = ""] = positional;
      refuseExtra(positional, 1);
      const all = context.charmState.all();
      if (key === "" || key === "-") {
        const value = Object.fromEntries(all);
        return { value, json: all.size === 0 ? null : value };
      }
      const value = all.get(key);
      if (value === undefined && set.has("strict")) {
        fail(`${quote(key)} not found`);
      }
      return { value: value ?? "" };
    },
  },
  "state-set": {
    usage: "key=value [key=value ...]",
    flags: [{ names: ["file"] }],
    run({ context, call, positional, flag }) {
      const given = parseKeyValues(positional);
      const pairs = new Map([
        ...readKeyValueFile(call, flag("file")),
        ...given,
      ]);
      for (const [key, value] of pairs) context.charmState.set(key, value);
    },
  },
  "state-delete": {
    usage: "<key>",
    run({ context, positional }) {
      const [key] = positional;
      refuseExtra(positional, 1);
      if (key !== undefined && key !== "") context.charmState.delete(key);
    },
  },
};
