import { refuse } from "../refusal.ts";
import type { StatusState } from "../model_state.ts";
import { refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type {
  HookToolInvocation,
  HookToolSpec,
  Printed,
} from "./hook_tool_spec.ts";

const SETTABLE = ["maintenance", "blocked", "waiting", "active"];

/** Commands that set and read statuses. */
export const STATUS_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "status-set": {
    usage: "<maintenance | blocked | waiting | active> [message]",
    flags: [{ names: ["application"], boolean: true }],
    run: statusSet,
  },
  "status-get": {
    usage: "",
    flags: [
      { names: ["include-data"], boolean: true },
      { names: ["application"], boolean: true },
    ],
    formats: ["smart", "json", "yaml"],
    run: statusGet,
  },
  "application-version-set": {
    usage: "<new-version>",
    run({ context, positional }) {
      const [version] = positional;
      if (version === undefined) refuse("no version specified");
      refuseExtra(positional, 1);
      context.state.workloadVersion = version;
      context.state.observer.onWorkloadVersion?.(version);
    },
  },
};

function statusSet({ context, positional, set }: HookToolInvocation): void {
  const [status, message = ""] = positional;
  if (status === undefined) refuse("invalid args, require <status> [message]");
  if (!SETTABLE.includes(status)) {
    refuse(
      `invalid status ${quote(status)}, expected one of [${
        SETTABLE.join(" ")
      }]`,
    );
  }
  refuseExtra(positional, 2);
  context.status.set(
    set.has("application") ? "application" : "unit",
    status,
    message,
  );
}

function statusGet({ context, positional, set }: HookToolInvocation): Printed {
  refuseExtra(positional, 0);
  const data = set.has("include-data");
  if (!set.has("application")) {
    const unit = context.status.unit();
    const value = shown(unit, data);
    return data ? { value } : { value, smart: unit.status };
  }
  const application = context.status.application();
  const value = {
    "application-status": {
      ...shown(application, data),
      units: { [context.state.unit]: shown(context.status.unit(), data) },
    },
  };
  return data ? { value } : { value, smart: application.status };
}

function shown(status: StatusState, data: boolean): Record<string, unknown> {
  if (!data) return { status: status.status };
  return {
    message: status.message,
    status: status.status,
    "status-data": status.data,
  };
}
