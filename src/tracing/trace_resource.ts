import type { JujuContext } from "../backend/juju_context.ts";
import type { CharmMeta } from "../meta/charm_meta.ts";
import { VERSION } from "../version.ts";
import type { SpanAttributes } from "./tracer.ts";

/**
 * Whom a trace is of: the attributes that ops-tracing gives, since dashboards
 * look for them.
 *
 * @param charmClass Name of the charm's class.
 * @param meta The charm's metadata, if it could be read.
 */
export function traceResource(
  context: JujuContext,
  charmClass: string,
  meta: CharmMeta | null,
): SpanAttributes {
  const { appName, modelName, modelUuid, unitName } = context;
  return {
    "telemetry.sdk.language": "deno",
    "telemetry.sdk.name": "@charmkit/ops",
    "telemetry.sdk.version": VERSION,
    "service.namespace": modelUuid,
    "service.namespace.name": modelName,
    "service.name": appName,
    "service.instance.id": unitName.slice(unitName.indexOf("/") + 1),
    charm: meta?.name ?? "[unknown]",
    charm_type: charmClass,
    juju_model: modelName,
    juju_model_uuid: modelUuid,
    juju_application: appName,
    juju_unit: unitName,
  };
}
