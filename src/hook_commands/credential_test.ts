import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { credentialGet } from "./credential.ts";

Deno.test("credentialGet() reads a cloud and its credential (MOD-06, JHT-31)", () => {
  const runner = new RecordingRunner(JSON.stringify({
    type: "lxd",
    name: "localhost",
    region: "here",
    endpoint: "https://10.0.0.1:8443",
    "identity-endpoint": "https://id",
    "storage-endpoint": "https://store",
    credential: {
      "auth-type": "certificate",
      attrs: { "client-key": "hunter2" },
      redacted: ["password"],
    },
    cacertificates: ["PEM"],
    "skip-tls-verify": true,
    "is-controller-cloud": true,
  }));

  assertEquals(credentialGet(runner), {
    type: "lxd",
    name: "localhost",
    region: "here",
    endpoint: "https://10.0.0.1:8443",
    identityEndpoint: "https://id",
    storageEndpoint: "https://store",
    credential: {
      authType: "certificate",
      attributes: { "client-key": "hunter2" },
      redacted: ["password"],
    },
    caCertificates: ["PEM"],
    skipTlsVerify: true,
    isControllerCloud: true,
  });
  assertEquals(runner.argv, ["credential-get", "--format=json"]);
  assertEquals(runner.commands[0]?.options.isSecret, true);
});

Deno.test("credentialGet() takes empty text as not there (MOD-06)", () => {
  const runner = new RecordingRunner('{"type":"k8s","name":"m","region":""}');

  assertEquals(credentialGet(runner), {
    type: "k8s",
    name: "m",
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
