import { refuse } from "../refusal.ts";
import { ALL_ENDPOINTS, formatPortSpan, parsePortSpan } from "../port_range.ts";
import type { PortSpan } from "../port_range.ts";
import { refuseExtra } from "./flags.ts";
import type { HookToolInvocation, HookToolSpec } from "./hook_tool_spec.ts";

/** Commands that open, close and list ports. */
export const PORT_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "open-port": portTool((invocation, span, endpoints) =>
    invocation.context.ports.open(span, endpoints)
  ),
  "close-port": portTool((invocation, span, endpoints) =>
    invocation.context.ports.close(span, endpoints)
  ),
  "opened-ports": {
    usage: "",
    flags: [{ names: ["endpoints"], boolean: true }],
    worksRestricted: true,
    formats: ["smart", "json", "yaml"],
    run({ context, positional, set }) {
      refuseExtra(positional, 0);
      const value = context.ports.list().map(({ span, endpoints }) => {
        if (!set.has("endpoints")) return formatPortSpan(span);
        const names = endpoints.includes(ALL_ENDPOINTS) ? ["*"] : endpoints;
        return `${formatPortSpan(span)} (${names.join(", ")})`;
      });
      return { value };
    },
  },
};

function portTool(
  change: (
    invocation: HookToolInvocation,
    span: PortSpan,
    endpoints: readonly string[],
  ) => void,
): HookToolSpec {
  return {
    usage: "<port>[/<protocol>] or <from>-<to>[/<protocol>] or icmp",
    flags: [{ names: ["endpoints"] }],
    ignoresFormat: true,
    run(invocation) {
      const { positional } = invocation;
      const [text] = positional;
      if (text === undefined) refuse("no port or range specified");
      const span = parsePortSpan(text);
      refuseExtra(positional, 1);
      const endpoints = (invocation.flag("endpoints") ?? "").split(",")
        .map((endpoint) => endpoint.trim())
        .filter((endpoint) => endpoint !== "");
      change(
        invocation,
        span,
        endpoints.length > 0 ? endpoints : [ALL_ENDPOINTS],
      );
    },
  };
}
