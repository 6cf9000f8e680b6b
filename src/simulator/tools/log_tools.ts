import { fail, refuse } from "../refusal.ts";
import { refuseExtra } from "./flags.ts";
import type { HookToolSpec } from "./hook_tool_spec.ts";

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];

/** Commands that log, and the one that reboots. */
export const LOG_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "juju-log": {
    usage: "<message>",
    flags: [
      { names: ["debug"], boolean: true },
      { names: ["l", "log-level"] },
    ],
    ignoresFormat: true,
    worksRestricted: true,
    run({ context, positional, set, flag }) {
      if (positional.length === 0) refuse("no message specified");
      const { state } = context;
      const logger = `unit.${state.unit}.juju-log`;
      const asked = set.has("debug") ? "DEBUG" : flag("l") || "INFO";
      let level = asked.toUpperCase() === "WARN"
        ? "WARNING"
        : asked.toUpperCase();
      if (!LEVELS.includes(level)) {
        const message = `Specified log level of "${asked}" is not valid`;
        state.log({ level: "WARNING", logger, message });
        level = "INFO";
      }
      const relation = context.relations.current;
      const prefix = relation === null ? "" : `${relation.key}: `;
      const message = `${prefix}${positional.join(" ")}`;
      state.log({ level, logger, message });
    },
  },
  "juju-reboot": {
    usage: "",
    flags: [{ names: ["now"], boolean: true }],
    run({ context, positional, set }) {
      refuseExtra(positional, 0);
      if (context.action !== null) {
        fail("juju-reboot is not supported when running an action.");
      }
      context.reboot = set.has("now") ? "now" : "after";
      context.state.observer.onReboot?.(context.reboot);
    },
  },
};
