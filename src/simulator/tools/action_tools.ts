import { refuse } from "../refusal.ts";
import { refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type { HookToolSpec } from "./hook_tool_spec.ts";

const RESERVED = ["stdout", "stdout-encoding", "stderr", "stderr-encoding"];

/** Commands of actions; outside of one they fail. */
export const ACTION_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "action-get": {
    usage: "[<key>[.<key>.<key>...]]",
    formats: ["smart", "json", "yaml"],
    run({ context, positional }) {
      const [path] = positional;
      refuseExtra(positional, 1);
      const action = context.requireAction();
      return { value: action.get(path ? path.split(".") : []) ?? null };
    },
  },
  "action-set": {
    usage: "<key>=<value> [<key>=<value> ...]",
    run({ context, positional }) {
      const results = positional.map(parseResult);
      const action = context.requireAction();
      for (const [path, value] of results) action.set(path, value);
    },
  },
  "action-fail": {
    usage: "[<failure message>]",
    run({ context, positional }) {
      refuseExtra(positional, 1);
      context.requireAction().fail(positional[0] ?? "");
    },
  },
  "action-log": {
    usage: "<message>",
    run({ context, positional }) {
      if (positional.length === 0) refuse("no message specified");
      context.requireAction().addLog(positional.join(" "));
    },
  },
};

function parseResult(arg: string): readonly [string[], string] {
  const equals = arg.indexOf("=");
  if (equals < 0) {
    refuse(`argument ${quote(arg)} must be of the form key...=value`);
  }
  const path = arg.slice(0, equals).split(".");
  for (const key of path) {
    if (RESERVED.includes(key)) {
      refuse(`cannot set reserved action key ${quote(key)}`);
    }
    if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(key)) {
      refuse(
        `key ${
          quote(key)
        } must start and end with lowercase alphanumeric, and contain only lowercase alphanumeric and hyphens`,
      );
    }
  }
  return [path, arg.slice(equals + 1)];
}
