import { FrameworkError } from "../../src/framework/errors.ts";
import { encodeSnapshot } from "../../src/framework/snapshot.ts";
import { isEqual } from "../state/_equal.ts";
import type { CheckedScenario } from "./consistency_input.ts";
import { isContainerScoped, rolesOf } from "./endpoints.ts";
import { namesOf, NONE, NOT_THE_SAME, type Report } from "./report.ts";

/** Checks the event if it is about a secret. */
export function checkSecrets(
  { state, event, version }: CheckedScenario,
  report: Report,
): void {
  if (!event.kind.startsWith("secret-")) return;
  const { name, secret } = event;
  if (secret === undefined) {
    report.error(
      "event-incomplete",
      `the secret event "${name}" has no secret`,
      "make it with ctx.on and a Secret",
    );
  } else if (!state.secrets.some((other) => isEqual(other, secret))) {
    const known = state.secrets.some(({ id }) => id === secret.id);
    report.error(
      "secret-missing",
      `the secret "${secret.id}" of the event "${name}" is not in the state`,
      known ? NOT_THE_SAME : "add it to the secrets of the state",
    );
  } else if (version.major < 3) {
    report.error(
      "secret-too-early",
      `Juju ${version} has no secrets, and no event "${name}"`,
      "test with Juju 3 or later",
    );
  } else if (
    event.kind === "secret-changed" && secret.owner === "app" && state.leader
  ) {
    report.error(
      "secret-of-leader",
      `the leader owns the secret "${secret.id}", and owners get no "${name}"`,
      "make the unit one that does not lead, or give the secret no owner",
    );
  }
}

/** Checks the resources of the state. */
export function checkResources(
  { charmcraft, state }: CheckedScenario,
  report: Report,
): void {
  const declared = charmcraft.resources ?? NONE;
  for (const { name } of state.resources) {
    if (Object.hasOwn(declared, name)) continue;
    report.error(
      "resource-undeclared",
      `resource "${name}" of the state is not declared`,
      `declare it under "resources" in the metadata, or use one of ${
        namesOf(declared)
      }`,
    );
  }
}

/** Checks the storages of the state, and the event if it is about one. */
export function checkStorages(
  { charmcraft, state, event }: CheckedScenario,
  report: Report,
): void {
  const declared = charmcraft.storage ?? NONE;
  const advice = `declare it under "storage" in the metadata, or use one of ${
    namesOf(declared)
  }`;
  for (const { name } of state.storages) {
    if (Object.hasOwn(declared, name)) continue;
    report.error(
      "storage-undeclared",
      `storage "${name}" of the state is not declared`,
      advice,
    );
  }
  if (!event.kind.startsWith("storage-")) return;
  const { kind, name, storage } = event;
  if (storage === undefined) {
    report.error(
      "event-incomplete",
      `the storage event "${name}" has no storage`,
      "make it with ctx.on and a Storage",
    );
    return;
  }
  if (name !== `${storage.name}-${kind}`) {
    report.error(
      "event-name",
      `the storage event "${name}" has the storage "${storage.name}"`,
      `name it "${storage.name}-${kind}", or pass another storage`,
    );
  }
  if (!Object.hasOwn(declared, storage.name)) {
    report.error(
      "storage-undeclared",
      `the storage "${storage.name}" of the event "${name}" is not declared`,
      advice,
    );
  }
  if (!state.storages.some((other) => isEqual(other, storage))) {
    report.error(
      "storage-missing",
      `the storage "${storage.fullId}" of the event "${name}" is not in the state`,
      "add it to the storages of the state",
    );
  }
}

/** Checks the extra bindings of the metadata, and the networks of the state. */
export function checkNetworks(
  { charmcraft, state }: CheckedScenario,
  report: Report,
): void {
  const bindings = charmcraft["extra-bindings"] ?? NONE;
  for (const name of Object.keys(bindings)) {
    if (rolesOf(charmcraft, name).length === 0) continue;
    report.error(
      "binding-ambiguous",
      `the extra binding "${name}" has the name of an endpoint`,
      "give it a name of its own",
    );
  }
  for (const { bindingName: name } of state.networks) {
    const isEndpoint = rolesOf(charmcraft, name).length > 0;
    if (
      name === "juju-info" || Object.hasOwn(bindings, name) ||
      isEndpoint && !isContainerScoped(charmcraft, name)
    ) continue;
    report.error(
      "network-undeclared",
      isEndpoint
        ? `the state has a network of the endpoint "${name}", whose scope is the container`
        : `the state has a network of the binding "${name}", which is not declared`,
      'use an endpoint without container scope, one of "extra-bindings", or "juju-info"',
    );
  }
}

/** Checks whether this Juju tells a charm of the cloud. */
export function checkCloud(
  { state: { model }, version }: CheckedScenario,
  report: Report,
): void {
  if (
    model.cloudSpec === null || model.type !== "kubernetes" ||
    version.compare("3.6.10") >= 0
  ) return;
  report.error(
    "cloud-spec-too-early",
    `the Kubernetes model has a cloud spec, which Juju ${version} does not tell`,
    'test with Juju 3.6.10 or later, or make the model of type "lxd"',
  );
}

/** Checks the stored states. */
export function checkStoredStates(
  { state: { storedStates } }: CheckedScenario,
  report: Report,
): void {
  const known = new Set<string>();
  for (const { name, ownerPath, path, content } of storedStates) {
    const which = `stored state "${name}" of ${ownerPath ?? "the framework"}`;
    if (known.has(path)) {
      report.error(
        "stored-state-ambiguous",
        `the state has two of the ${which}`,
        "leave one out, or give them different names",
      );
    }
    known.add(path);
    try {
      encodeSnapshot(content);
    } catch (error) {
      if (!(error instanceof FrameworkError)) throw error;
      report.error(
        "stored-state-content",
        `${which} has content that is not plain data: ${error.message}`,
        "store plain data alone",
      );
    }
  }
}
