import { assertEquals } from "@std/assert";
import { makeFixture } from "../_model_fixture.ts";
import { traceResource } from "./trace_resource.ts";

Deno.test("traceResource() names unit, model and charm as ops-tracing does (TRC-07)", () => {
  const { backend, meta } = makeFixture({
    charmcraft: { name: "web-k8s" },
    env: { JUJU_UNIT_NAME: "web/12" },
  });

  const {
    "telemetry.sdk.name": _name,
    "telemetry.sdk.language": _language,
    "telemetry.sdk.version": _version,
    ...resource
  } = traceResource(backend.context, "WebCharm", meta);

  assertEquals(resource, {
    "service.namespace": "model-uuid",
    "service.namespace.name": "model",
    "service.name": "web",
    "service.instance.id": "12",
    charm: "web-k8s",
    charm_type: "WebCharm",
    juju_model: "model",
    juju_model_uuid: "model-uuid",
    juju_application: "web",
    juju_unit: "web/12",
  });
  assertEquals(
    traceResource(backend.context, "WebCharm", null)["charm"],
    "[unknown]",
  );
});
