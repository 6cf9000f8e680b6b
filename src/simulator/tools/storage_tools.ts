import { fail, refuse } from "../refusal.ts";
import { type FlagSpec, refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type {
  HookToolInvocation,
  HookToolSpec,
  Printed,
} from "./hook_tool_spec.ts";

/** Commands of storage. */
export const STORAGE_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "storage-add": {
    usage: "<charm storage name>[=count] ...",
    run: storageAdd,
  },
  "storage-get": {
    usage: "[<key>]",
    flags: [{ names: ["s"] } satisfies FlagSpec],
    formats: ["smart", "json", "yaml"],
    run: storageGet,
  },
  "storage-list": {
    usage: "[<storage name>]",
    formats: ["smart", "json", "yaml"],
    run({ context, positional }) {
      const [name] = positional;
      refuseExtra(positional, 1);
      const value = context.storageIds().filter((id) =>
        name === undefined || id.startsWith(`${name}/`)
      );
      return { value };
    },
  },
};

function storageAdd({ context, positional }: HookToolInvocation): void {
  if (positional.length === 0) {
    refuse("storage add requires a storage directive");
  }
  const requests = new Map<string, number>();
  for (const directive of positional) {
    const [name = "", count] = directive.split("=", 2);
    if (count !== undefined && !/^[+-]?\d+$/.test(count)) {
      refuse(`only count can be specified for ${quote(name)}`);
    }
    const number = count === undefined ? 1 : Number(count);
    if (number < 1) {
      refuse(
        `cannot parse count: count must be greater than zero, got ${
          quote(count ?? "")
        }`,
      );
    }
    if (requests.has(name)) {
      refuse(`storage ${quote(name)} specified more than once`);
    }
    requests.set(name, number);
  }
  const known = context.state.charmcraft.storage ?? {};
  for (const name of requests.keys()) {
    if (!Object.hasOwn(known, name)) {
      fail(`charm storage ${quote(name)} not found`);
    }
  }
  for (const [name, count] of requests) {
    const before = context.storageRequests.get(name) ?? 0;
    context.storageRequests.set(name, before + count);
  }
}

function storageGet(
  { context, positional, flag }: HookToolInvocation,
): Printed {
  const { event, state } = context;
  const id = flag("s") ?? ("storageId" in event ? event.storageId : undefined);
  if (id === undefined) refuse("no storage instance specified");
  if (!/^[a-z][a-z0-9-]*\/\d+$/.test(id)) {
    refuse(
      `invalid value ${quote(id)} for option -s: invalid storage ID ${
        quote(id)
      }`,
    );
  }
  const storage = state.storages.get(id);
  if (storage === undefined) {
    refuse(
      `invalid value ${quote(id)} for option -s: storage ${
        quote(id)
      } not found`,
    );
  }
  const [key = ""] = positional;
  refuseExtra(positional, 1);
  const { kind, location } = storage;
  if (key === "") return { value: { kind, location } };
  if (key !== "kind" && key !== "location") {
    fail(`invalid storage attribute ${quote(key)}`);
  }
  return { value: key === "kind" ? kind : location };
}
