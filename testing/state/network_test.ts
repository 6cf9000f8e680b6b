import { assertEquals } from "@std/assert";
import {
  Address,
  BindAddress,
  CloudCredential,
  CloudSpec,
  Model,
  Network,
  Resource,
} from "../mod.ts";
import { assertMatch, assertThrows } from "@std/assert";
import { StateValidationError } from "../mod.ts";

Deno.test("Address has a value, and nothing else by default (STT-80)", () => {
  assertEquals({ ...new Address("10.0.0.1") }, {
    value: "10.0.0.1",
    hostname: "",
    cidr: "",
  });
});

Deno.test("BindAddress has addresses, and no interface by default (STT-81)", () => {
  const address = new Address("10.0.0.1");

  assertEquals({ ...new BindAddress([address]) }, {
    addresses: [address],
    interfaceName: "",
    macAddress: null,
  });
});

Deno.test("Network has the usual addresses (STT-82)", () => {
  assertEquals({ ...new Network("db") }, {
    bindingName: "db",
    bindAddresses: [new BindAddress([new Address("192.0.2.0")])],
    ingressAddresses: ["192.0.2.0"],
    egressSubnets: ["192.0.2.0/24"],
  });
});

Deno.test("Model is a random one on Kubernetes (STT-90)", () => {
  const model = new Model();

  assertMatch(model.name, /^[a-z0-9]{20}$/);
  assertMatch(model.uuid, /^[0-9a-f-]{14}4[0-9a-f-]{21}$/);
  assertEquals([model.type, model.cloudSpec], ["kubernetes", null]);
  assertThrows(
    () => new Model({ type: "maas" as never }),
    StateValidationError,
    'its type is "maas"',
  );
});

Deno.test("CloudSpec has the defaults of a local cloud (STT-91)", () => {
  assertEquals({ ...new CloudSpec("lxd") }, {
    type: "lxd",
    name: "localhost",
    region: null,
    endpoint: null,
    identityEndpoint: null,
    storageEndpoint: null,
    credential: null,
    caCertificates: [],
    skipTlsVerify: false,
    isControllerCloud: false,
  });
});

Deno.test("CloudCredential has no attributes by default (STT-92)", () => {
  assertEquals({ ...new CloudCredential({ authType: "empty" }) }, {
    authType: "empty",
    attributes: {},
    redacted: [],
  });
});

Deno.test("Resource needs name and path; the path is not checked (STT-93)", () => {
  const { name, path } = new Resource({ name: "a", path: "/no/such/file" });

  assertEquals([name, path], ["a", "/no/such/file"]);
  // @ts-expect-error the path is missing
  assertThrows(() => new Resource({ name: "a" }), TypeError, '"path"');
});
