import { fail, refuse } from "../refusal.ts";
import { refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type { HookToolSpec } from "./hook_tool_spec.ts";

const STATUSES = ["running", "starting", "stopped", "stopping"];

/** Commands of payloads, before Juju 4; all of them take effect at once. */
export const PAYLOAD_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "payload-register": {
    usage: "<type> <class> <id> [tags...]",
    run({ context, positional }) {
      const [type, payloadClass, id, ...labels] = positional;
      if (
        type === undefined || payloadClass === undefined || id === undefined
      ) refuse("missing required arguments");
      const declared = context.state.charmcraft.payloads ?? {};
      const known = Object.hasOwn(declared, payloadClass)
        ? declared[payloadClass]
        : undefined;
      if (known === undefined) {
        fail(`payload ${quote(payloadClass)} not found in metadata.yaml`);
      }
      if (known.type !== type) {
        fail(
          `incorrect type ${quote(type)} for payload ${quote(payloadClass)}, ` +
            `expected ${quote(known.type)}`,
        );
      }
      if (id === "") fail("missing ID not valid");
      context.state.payloads.set(`${payloadClass}/${id}`, {
        payloadClass,
        id,
        type,
        status: "running",
        labels,
      });
    },
  },
  "payload-status-set": {
    usage: "<class> <id> <status>",
    run({ context, positional }) {
      const [payloadClass, id, status] = positional;
      if (
        payloadClass === undefined || id === undefined || status === undefined
      ) refuse("missing required arguments");
      refuseExtra(positional, 3);
      if (!STATUSES.includes(status)) {
        fail(
          `status ${quote(status)} not supported; expected one of [${
            STATUSES.map(quote).join(", ")
          }]`,
        );
      }
      const { payloads } = context.state;
      const key = `${payloadClass}/${id}`;
      const payload = payloads.get(key);
      if (payload === undefined) fail(`payload ${quote(key)} not found`);
      payloads.set(key, { ...payload, status });
    },
  },
  "payload-unregister": {
    usage: "<class> <id>",
    run({ context, positional }) {
      const [payloadClass, id] = positional;
      if (payloadClass === undefined || id === undefined) {
        refuse("missing required arguments");
      }
      refuseExtra(positional, 2);
      context.state.payloads.delete(`${payloadClass}/${id}`);
    },
  },
};
