import { refuse } from "../refusal.ts";
import type { RelationState } from "../relation_state.ts";
import { type FlagSpec, refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import { isAppName, isUnitName } from "../../meta/juju_names.ts";
import type {
  HookToolInvocation,
  HookToolSpec,
  Printed,
} from "./hook_tool_spec.ts";
import { parseKeyValues, readKeyValueFile } from "./key_values.ts";

/** The flag `-r` or `--relation`, which names a relation (JHT-00.17). */
export const relationFlag: FlagSpec = {
  names: ["r", "relation"],
  check: (value, context) => void context.relations.find(value),
};
const appFlag: FlagSpec = { names: ["app"], boolean: true };

/** Commands of relations and their databags. */
export const RELATION_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "relation-ids": {
    usage: "<name>",
    formats: ["smart", "json", "yaml"],
    run({ context, positional }) {
      const endpoint = positional[0] ?? context.relations.current?.endpoint;
      if (endpoint === undefined) refuse("no endpoint name specified");
      refuseExtra(positional, 1);
      return { value: context.relations.ids(endpoint) };
    },
  },
  "relation-list": {
    usage: "",
    flags: [relationFlag, appFlag],
    formats: ["smart", "json", "yaml"],
    run(invocation) {
      const relation = relationOf(invocation);
      refuseExtra(invocation.positional, 0);
      if (invocation.set.has("app")) return { value: relation.remoteApp };
      return { value: invocation.context.relations.members(relation) };
    },
  },
  "relation-get": {
    usage: "<key> <unit id>",
    flags: [relationFlag, appFlag],
    formats: ["smart", "json", "yaml"],
    run: relationGet,
  },
  "relation-set": {
    usage: "key=value [key=value ...]",
    flags: [relationFlag, appFlag, { names: ["file"] }],
    ignoresFormat: true,
    run(invocation) {
      const { context, call, positional, set, flag } = invocation;
      const relation = relationOf(invocation);
      const given = parseKeyValues(positional);
      const data = new Map([...readKeyValueFile(call, flag("file")), ...given]);
      context.relations.set(relation, set.has("app") ? "app" : "unit", data);
    },
  },
  "relation-model-get": {
    usage: "",
    flags: [relationFlag],
    formats: ["smart", "json", "yaml"],
    run(invocation) {
      const relation = relationOf(invocation);
      refuseExtra(invocation.positional, 0);
      const own = invocation.context.state.modelUuid;
      return { value: { uuid: relation.remoteModelUuid ?? own } };
    },
  },
};

/** The relation of `-r`, or that of the hook. */
export function relationOf(invocation: HookToolInvocation): RelationState {
  return invocation.context.relations.resolve(invocation.flag("r"));
}

function relationGet(invocation: HookToolInvocation): Printed {
  const relation = relationOf(invocation);
  const [key = "-", target] = invocation.positional;
  if (target !== undefined) checkTarget(target, invocation.set.has("app"));
  refuseExtra(invocation.positional, 2);
  const data = databag(invocation, relation, target);
  if (key === "-" || key === "") return { value: data };
  return { value: Object.hasOwn(data, key) ? data[key] : null };
}

function databag(
  { context: { relations }, set }: HookToolInvocation,
  relation: RelationState,
  target: string | undefined,
): Readonly<Record<string, string>> {
  const app = set.has("app");
  if (target !== undefined) {
    return app
      ? relations.appData(relation, target.split("/", 1)[0] ?? "")
      : relations.unitData(relation, target);
  }
  if (relations.remoteUnit !== null && !app) {
    return relations.unitData(relation, relations.remoteUnit);
  }
  // Without a remote unit the hook is about the remote application.
  if (relations.current === null) refuse("no unit or application specified");
  return relations.appData(relation, relations.current.remoteApp);
}

/** With `--app` a name that is none is asked for, and not found. */
function checkTarget(target: string, app: boolean): void {
  if (app || isUnitName(target)) return;
  if (!isAppName(target)) refuse(`invalid unit name ${quote(target)}`);
  refuse(`expected unit name, got application name ${quote(target)}`);
}
