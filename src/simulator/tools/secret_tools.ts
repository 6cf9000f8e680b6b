import type { HookContext } from "../hook_context.ts";
import { fail, refuse } from "../refusal.ts";
import { decodeSecretValue } from "../secret_state.ts";
import type { SecretInfoView } from "../secrets_view.ts";
import { type FlagSpec, refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type {
  HookToolInvocation,
  HookToolSpec,
  Printed,
} from "./hook_tool_spec.ts";
import { isAppName, isUnitName } from "../../meta/juju_names.ts";
import { relationFlag, relationOf } from "./relation_tools.ts";
import { parseSecretId, readSecretUpdate } from "./secret_arguments.ts";

const UPDATE_FLAGS: readonly FlagSpec[] = [
  { names: ["label"] },
  { names: ["description"] },
  { names: ["owner"] },
  { names: ["rotate"] },
  { names: ["expire"] },
  { names: ["file"] },
];

/** Commands of secrets. */
export const SECRET_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "secret-add": {
    usage: "[key[#base64|#file]=value...]",
    flags: UPDATE_FLAGS,
    run(invocation) {
      if (
        invocation.positional.length === 0 && !invocation.flag("file")
      ) refuse("missing secret value or filename");
      const { owner, ...update } = readSecretUpdate(
        invocation,
        invocation.positional,
      );
      if (Object.keys(update.content ?? {}).length === 0) {
        fail("empty secret value not valid");
      }
      return `secret:${invocation.context.secrets.add(owner, update)}\n`;
    },
  },
  "secret-set": {
    usage: "<ID> [key[#base64|#file]=value...]",
    flags: UPDATE_FLAGS,
    run(invocation) {
      const [id, ...pairs] = invocation.positional;
      if (id === undefined) refuse("missing secret URI");
      const uri = parseSecretId(id);
      // An owner is accepted, and changes nothing.
      const { owner: _, ...update } = readSecretUpdate(invocation, pairs);
      invocation.context.secrets.set(uri, update);
    },
  },
  "secret-get": {
    usage: "[<ID>] [key[#base64]]",
    flags: [
      { names: ["label"] },
      { names: ["peek"], boolean: true },
      { names: ["refresh"], boolean: true },
    ],
    formats: ["yaml", "json"],
    run: secretGet,
  },
  "secret-info-get": {
    usage: "<ID>",
    flags: [{ names: ["label"] }],
    formats: ["yaml", "json"],
    run({ context, positional, flag }) {
      const [id] = positional;
      const label = flag("label") ?? "";
      if (id === undefined && label === "") {
        refuse("require either a secret URI or label");
      }
      if (id !== undefined && label !== "") {
        refuse("specify either a secret URI or label but not both");
      }
      refuseExtra(positional, 1);
      const by = id === undefined ? { label } : { id: parseSecretId(id) };
      const info = context.secrets.info(by);
      return { value: { [info.id]: shownInfo(context, info) } };
    },
  },
  "secret-ids": {
    usage: "",
    formats: ["smart", "json", "yaml"],
    run({ context, positional }) {
      refuseExtra(positional, 0);
      const value = context.secrets.ids();
      return { value, json: value.length === 0 ? null : value };
    },
  },
  "secret-grant": {
    usage: "<ID>",
    flags: [relationFlag, { names: ["unit"] }],
    run(invocation) {
      const id = invocation.positional[0];
      if (id === undefined) refuse("missing secret URI");
      const uri = parseSecretId(id);
      const relation = relationOf(invocation);
      const unit = unitFlag(invocation);
      if (unit !== null && unit.split("/")[0] !== relation.remoteApp) {
        refuse(
          `cannot specify unit ${quote(unit)} in relation to application ${
            quote(relation.remoteApp)
          }`,
        );
      }
      refuseExtra(invocation.positional, 1);
      const grant = { relationId: relation.id, unit };
      invocation.context.secrets.grant(uri, grant);
    },
  },
  "secret-revoke": {
    usage: "<ID>",
    flags: [
      relationFlag,
      { names: ["app", "application"] },
      { names: ["unit"] },
    ],
    run: secretRevoke,
  },
  "secret-remove": {
    usage: "<ID>",
    flags: [{
      names: ["revision"],
      check: (value) => {
        if (!/^\d+$/.test(value)) {
          throw new Error(
            `strconv.ParseInt: parsing ${quote(value)}: invalid syntax`,
          );
        }
      },
    }],
    run({ context, positional, flag }) {
      const [id] = positional;
      if (id === undefined) refuse("missing secret URI");
      const uri = parseSecretId(id);
      refuseExtra(positional, 1);
      context.secrets.remove(uri, Number(flag("revision") ?? 0));
    },
  },
};

function secretGet(
  { context, positional, set, flag }: HookToolInvocation,
): Printed {
  const [id, key] = positional;
  const label = flag("label") ?? "";
  if (id === undefined && label === "") {
    refuse("require either a secret URI or label");
  }
  const by = {
    ...(id === undefined ? {} : { id: parseSecretId(id) }),
    ...(label === "" ? {} : { label }),
  };
  if (set.has("peek") && set.has("refresh")) {
    refuse("specify one of --peek or --refresh but not both");
  }
  refuseExtra(positional, 2);
  const which = set.has("peek")
    ? "peek"
    : set.has("refresh")
    ? "refresh"
    : "tracked";
  const content = context.secrets.get(by, which);
  if (key === undefined) {
    const decoded = Object.entries(content)
      .map(([name, value]) => [name, decodeSecretValue(value)]);
    return { value: Object.fromEntries(decoded) };
  }
  const name = key.replace(/#base64$/, "");
  const value = Object.hasOwn(content, name) ? content[name] : undefined;
  if (value === undefined) fail(`secret key value ${quote(name)} not found`);
  return { value: name === key ? decodeSecretValue(value) : value };
}

function secretRevoke(invocation: HookToolInvocation): void {
  const { context, positional, flag } = invocation;
  const [id] = positional;
  if (id === undefined) refuse("missing secret URI");
  const uri = parseSecretId(id);
  let app = flag("app") ?? "";
  if (app !== "" && !isAppName(app)) {
    refuse(`application ${quote(app)} not valid`);
  }
  const unit = unitFlag(invocation);
  if (app !== "" && unit !== null) {
    refuse("specify only one of application or unit");
  }
  if (flag("r") !== undefined || context.relations.current !== null) {
    if (app !== "") refuse("do not specify both relation and app");
    app = relationOf(invocation).remoteApp;
  }
  if (app === "" && unit === null) {
    refuse("missing relation or application or unit");
  }
  refuseExtra(positional, 1);
  context.secrets.revoke(
    uri,
    unit === null
      ? { kind: "application", name: app }
      : { kind: "unit", name: unit },
  );
}

function unitFlag({ flag }: HookToolInvocation): string | null {
  const unit = flag("unit") ?? "";
  if (unit === "") return null;
  if (!isUnitName(unit)) refuse(`unit ${quote(unit)} not valid`);
  return unit;
}

function shownInfo(context: HookContext, info: SecretInfoView): unknown {
  const rotation = info.rotate === "never" ? undefined : info.rotate;
  const access = info.grants.map(({ relationId, unit }) => {
    const relation = context.state.relations.get(relationId);
    const app = relation?.remoteApp ?? "";
    const target = unit === null
      ? `application-${app}`
      : `unit-${unit.replace("/", "-")}`;
    const { endpoint = "", role } = relation ?? {};
    const own = `${context.state.app}.${endpoint}`;
    // Who requires comes first; the remote endpoint's name is not known.
    const remote = `${app}.${endpoint}`;
    const key = role === "peers"
      ? own
      : role === "requires"
      ? `${own}#${remote}`
      : `${remote}#${own}`;
    return { target, scope: `relation-${key}`, role: "view" };
  });
  return {
    revision: info.revision,
    label: info.label ?? "",
    owner: info.owner,
    description: info.description || undefined,
    rotation,
    expiry: info.expire && rfc3339(info.expire),
    rotates: info.rotates === null ? undefined : rfc3339(info.rotates),
    access: access.length > 0 ? access : undefined,
  };
}

function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}
