import type { HookContext } from "./hook_context.ts";
import {
  dispatchPath,
  eventName,
  type HookEvent,
  isRelationEvent,
} from "./hook_event.ts";
import type { ModelState } from "./model_state.ts";

/** What the environment of a dispatch has that the model does not know. */
export interface EnvironmentOptions {
  /** Absolute path of the charm's folder. */
  readonly charmDir: string;
  /** Where hook commands reach the agent. @default {""} */
  readonly agentSocketAddress?: string;
  /** `"unix"` or `"tcp"`. @default {"unix"} */
  readonly agentSocketNetwork?: "tcp" | "unix";
  /** `PATH`, hook commands first. @default {""} */
  readonly path?: string;
}

/**
 * The whole environment that Juju gives a dispatch: nothing is inherited.
 *
 * Source: spec items JEN-01 to JEN-24, from Juju's
 * `internal/worker/uniter/runner/context`.
 */
export function hookEnvironment(
  context: HookContext,
  options: EnvironmentOptions,
): Record<string, string> {
  const { state, event } = context;
  return {
    ...alwaysSet(state, options),
    JUJU_CONTEXT_ID: context.id,
    JUJU_HOOK_NAME: event.kind === "action" ? "" : eventName(event),
    JUJU_DISPATCH_PATH: dispatchPath(event),
    ...eventVariables(state, event),
  };
}

function alwaysSet(
  state: ModelState,
  options: EnvironmentOptions,
): Record<string, string> {
  return {
    APT_LISTCHANGES_FRONTEND: "none",
    CHARM_DIR: options.charmDir,
    CLOUD_API_VERSION: "",
    DEBIAN_FRONTEND: "noninteractive",
    JUJU_AGENT_SOCKET_ADDRESS: options.agentSocketAddress ?? "",
    JUJU_AGENT_SOCKET_NETWORK: options.agentSocketNetwork ?? "unix",
    JUJU_API_ADDRESSES: "127.0.0.1:17070",
    JUJU_AVAILABILITY_ZONE: state.availabilityZone,
    JUJU_CHARM_DIR: options.charmDir,
    JUJU_CHARM_FTP_PROXY: "",
    JUJU_CHARM_HTTPS_PROXY: "",
    JUJU_CHARM_HTTP_PROXY: "",
    JUJU_CHARM_NO_PROXY: "",
    JUJU_MACHINE_ID: state.machineId,
    JUJU_MODEL_NAME: state.modelName,
    JUJU_MODEL_UUID: state.modelUuid,
    JUJU_PRINCIPAL_UNIT: state.principalUnit,
    JUJU_UNIT_NAME: state.unit,
    JUJU_VERSION: state.jujuVersion,
    ...state.release.environment,
    LANG: "C.UTF-8",
    PATH: options.path ?? "",
    TERM: "tmux-256color",
  };
}

function eventVariables(
  state: ModelState,
  event: HookEvent,
): Record<string, string> {
  if (isRelationEvent(event)) {
    const { remoteUnit = "" } = event;
    const relation = state.relations.get(event.relationId);
    return {
      JUJU_RELATION: event.endpoint,
      JUJU_RELATION_ID: `${event.endpoint}:${event.relationId}`,
      JUJU_REMOTE_APP: relation?.remoteApp ?? "",
      JUJU_REMOTE_UNIT: remoteUnit,
      ...(event.kind === "relation-departed"
        ? { JUJU_DEPARTING_UNIT: event.departingUnit ?? remoteUnit }
        : {}),
    };
  }
  if (event.kind === "action") {
    return {
      JUJU_ACTION_NAME: event.name,
      JUJU_ACTION_UUID: event.id,
      JUJU_ACTION_TAG: `action-${event.id}`,
    };
  }
  if ("storageId" in event) {
    const storage = state.storages.get(event.storageId);
    // Without the storage Juju sets none of the three (JEN-24).
    if (storage === undefined) return {};
    return {
      JUJU_STORAGE_ID: storage.id,
      JUJU_STORAGE_KIND: storage.kind,
      JUJU_STORAGE_LOCATION: storage.location,
    };
  }
  if ("container" in event) {
    return {
      JUJU_WORKLOAD_NAME: event.container,
      ...("noticeId" in event
        ? {
          JUJU_NOTICE_ID: event.noticeId,
          JUJU_NOTICE_KEY: event.noticeKey,
          JUJU_NOTICE_TYPE: event.noticeType,
        }
        : {}),
      ...("checkName" in event
        ? { JUJU_PEBBLE_CHECK_NAME: event.checkName }
        : {}),
    };
  }
  if ("secretId" in event) {
    return {
      JUJU_SECRET_ID: `secret:${event.secretId}`,
      JUJU_SECRET_LABEL: event.label,
      ...("revision" in event
        ? { JUJU_SECRET_REVISION: String(event.revision) }
        : {}),
    };
  }
  if (event.kind === "pre-series-upgrade") {
    return {
      JUJU_TARGET_BASE: event.targetBase ?? "",
      JUJU_TARGET_SERIES: event.targetSeries ?? "",
    };
  }
  return {};
}
