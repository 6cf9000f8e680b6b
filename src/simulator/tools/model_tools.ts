import type { CloudSpec } from "../../hook_commands/types.ts";
import type { ModelState } from "../model_state.ts";
import { fail, refuse } from "../refusal.ts";
import { refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type {
  HookToolInvocation,
  HookToolSpec,
  Printed,
} from "./hook_tool_spec.ts";

/**
 * Commands that read what the model is: config, leadership, resources, goals.
 */
export const MODEL_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "config-get": {
    usage: "[<key>]",
    flags: [{ names: ["a", "all"], boolean: true }],
    formats: ["smart", "json", "yaml"],
    run: configGet,
  },
  "is-leader": {
    usage: "",
    formats: ["smart", "json", "yaml"],
    run({ context, positional }) {
      refuseExtra(positional, 0);
      return { value: context.isLeader() };
    },
  },
  "resource-get": {
    usage: "<resource name>",
    run({ context, positional }) {
      const [name] = positional;
      if (name === undefined) refuse("missing required resource name");
      refuseExtra(positional, 1);
      const path = context.state.resources.get(name);
      if (path === undefined) {
        fail(
          `could not download resource: HTTP request failed: resource ${
            quote(name)
          } not found`,
        );
      }
      return path;
    },
  },
  "goal-state": {
    usage: "",
    formats: ["yaml", "json"],
    run: goalState,
  },
  "credential-get": {
    usage: "",
    formats: ["yaml", "json", "smart"],
    run({ context, positional }) {
      refuseExtra(positional, 0);
      const { cloudSpec: spec, trusted } = context.state;
      if (spec === null || !trusted) {
        fail("cannot access cloud credentials: permission denied");
      }
      return { value: cloudYaml(spec), json: cloudJson(spec) };
    },
  },
  "unit-get": {
    usage: "<setting>",
    formats: ["smart", "json", "yaml"],
    run({ context, positional }) {
      const [setting] = positional;
      if (setting === undefined) refuse("no setting specified");
      if (setting !== "private-address" && setting !== "public-address") {
        refuse(`unknown setting ${quote(setting)}`);
      }
      refuseExtra(positional, 1);
      const first = context.state.defaultNetwork?.bindAddresses[0]
        ?.addresses[0];
      const address = setting === "public-address"
        ? context.state.publicAddress
        : first?.hostname || first?.value;
      if (!address) fail(`${setting.replace("-", " ")} not found`);
      return { value: address };
    },
  },
};

function configGet(
  { context, positional, set }: HookToolInvocation,
): Printed {
  const [key = ""] = positional;
  refuseExtra(positional, 1);
  const config = context.config();
  if (key !== "") {
    if (set.has("a")) {
      refuse(`cannot use argument --all together with key ${quote(key)}`);
    }
    return { value: config.get(key) ?? null };
  }
  const shown = [...config].filter(([, value]) =>
    set.has("a") || value !== null
  );
  return { value: Object.fromEntries(shown) };
}

function goalState({ context, positional }: HookToolInvocation): Printed {
  refuseExtra(positional, 0);
  const { state } = context;
  const goal = { status: "active", since: "2026-01-01 00:00:00Z" };
  const units: Record<string, typeof goal> = {};
  for (const unit of plannedUnits(state)) units[unit] = goal;
  const relations: Record<string, Record<string, typeof goal>> = {};
  for (const relation of state.relations.values()) {
    // Juju leaves peers out, as they are among the units.
    if (relation.isPeer) continue;
    const members = relations[relation.endpoint] ??= {};
    members[relation.remoteApp] = goal;
    for (const unit of relation.units.keys()) members[unit] = goal;
  }
  return { value: { units, relations } };
}

/** The unit, its known peers, then the lowest numbers that are free. */
function plannedUnits(state: ModelState): string[] {
  const names = new Set([state.unit]);
  for (const { isPeer, units } of state.relations.values()) {
    for (const unit of isPeer ? units.keys() : []) names.add(unit);
  }
  for (let number = 0; names.size < state.plannedUnits; number++) {
    names.add(`${state.app}/${number}`);
  }
  return [...names].slice(0, state.plannedUnits);
}

/** The names of JSON have hyphens, those of YAML run together (JHT-31). */
function cloudJson(spec: CloudSpec): unknown {
  return {
    type: spec.type,
    name: spec.name,
    region: spec.region ?? undefined,
    endpoint: spec.endpoint ?? undefined,
    "identity-endpoint": spec.identityEndpoint ?? undefined,
    "storage-endpoint": spec.storageEndpoint ?? undefined,
    credential: spec.credential === null ? undefined : {
      "auth-type": spec.credential.authType,
      attrs: spec.credential.attributes,
      redacted: spec.credential.redacted,
    },
    cacertificates: spec.caCertificates,
    "skip-tls-verify": spec.skipTlsVerify,
    "is-controller-cloud": spec.isControllerCloud,
  };
}

function cloudYaml(spec: CloudSpec): unknown {
  return {
    type: spec.type,
    name: spec.name,
    region: spec.region ?? "",
    endpoint: spec.endpoint ?? "",
    identityendpoint: spec.identityEndpoint ?? "",
    storageendpoint: spec.storageEndpoint ?? "",
    credential: spec.credential === null ? null : {
      authtype: spec.credential.authType,
      attributes: spec.credential.attributes,
      redacted: spec.credential.redacted,
    },
    cacertificates: spec.caCertificates,
    skiptlsverify: spec.skipTlsVerify,
    iscontrollercloud: spec.isControllerCloud,
  };
}
