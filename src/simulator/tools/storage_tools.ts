import { fail, refuse } from "../refusal.ts";
import { type FlagSpec, refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import { isStorageId } from "../../meta/juju_names.ts";
import type {
  HookToolInvocation,
  HookToolSpec,
  Printed,
} from "./hook_tool_spec.ts";

/** The flag `-s`, which names a storage instance of the unit. */
const storageFlag: FlagSpec = {
  names: ["s"],
  check(value, { state }) {
    if (!isStorageId(value)) {
      throw new Error(`invalid storage ID ${quote(value)}`);
    }
    const storage = state.storages.get(value);
    if (storage === undefined || storage.attached === false) {
      throw new Error(`storage ${quote(value)} not found`);
    }
  },
};

/** Commands of storage. */
export const STORAGE_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "storage-add": {
    usage: "<charm storage name>[=count] ...",
    run: storageAdd,
  },
  "storage-get": {
    usage: "[<key>]",
    flags: [storageFlag],
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
    const [name = "", count = "1", ...more] = directive.split("=");
    if (name === "" || more.length > 0) {
      refuse(
        `expected "name=directive" or "name", got ${quote(directive)}`,
      );
    }
    if (requests.has(name)) {
      refuse(`storage ${quote(name)} specified more than once`);
    }
    requests.set(name, parseCount(name, count));
  }
  for (const [name, count] of requests) {
    const before = context.storageRequests.get(name) ?? 0;
    context.storageRequests.set(name, before + count);
  }
}

/** Juju parses a whole directive, and then wants nothing but its count. */
function parseCount(name: string, text: string): number {
  let count: number | undefined;
  let other = false;
  const cannot = `cannot parse directive for storage ${quote(name)}`;
  for (const field of text.split(",")) {
    if (field === "") continue;
    if (
      /^[a-zA-Z]+[-?a-zA-Z0-9]*$|^-?\d+(\.\d+)?[MGTPEZY](i?B)?$/.test(field)
    ) {
      other = true;
    } else if (!/^-?\d+$/.test(field)) {
      refuse(
        `${cannot}: unrecognized storage directive ${quote(field)} not valid`,
      );
    } else if (Number(field) < 1 || field.startsWith("-")) {
      refuse(
        `${cannot}: cannot parse count: count must be greater than zero, got ${
          quote(field)
        }`,
      );
    } else if (count !== undefined) {
      refuse(
        `${cannot}: storage instance count is already set to ${count}, ` +
          `new value ${Number(field)} not valid`,
      );
    } else count = Number(field);
  }
  if (count === undefined && !other) {
    refuse(
      `${cannot}: storage directives require at least one field to be specified`,
    );
  }
  if (other) refuse(`only count can be specified for ${quote(name)}`);
  return count ?? 1;
}

function storageGet(
  { context, positional, flag }: HookToolInvocation,
): Printed {
  const { event, state } = context;
  const id = flag("s") ?? ("storageId" in event ? event.storageId : undefined);
  if (id === undefined) refuse("no storage instance specified");
  const [key = ""] = positional;
  refuseExtra(positional, 1);
  const storage = state.storages.get(id);
  if (storage === undefined) fail(`storage ${quote(id)} not found`);
  const { kind, location } = storage;
  if (key === "") return { value: { kind, location } };
  if (key !== "kind" && key !== "location") {
    fail(`invalid storage attribute ${quote(key)}`);
  }
  return { value: key === "kind" ? kind : location };
}
