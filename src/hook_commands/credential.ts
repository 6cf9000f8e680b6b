import { type OutputReader, runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { CloudCredential, CloudSpec } from "./types.ts";

/** Arguments of `credential-get`. */
export function credentialGetArgs(): string[] {
  return ["credential-get", "--format=json"];
}

/**
 * The cloud of the model and its credential, with `credential-get`; the
 * application must have been trusted with `juju trust`.
 *
 * @example Usage
 * ```ts ignore
 * import { credentialGet } from "@charmkit/ops/hook-commands";
 *
 * const { endpoint, credential } = credentialGet();
 * ```
 *
 * @param runner Runs the command.
 * @throws {HookCommandError} If the application is not trusted.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function credentialGet(
  runner: HookCommandRunner = new ProcessRunner(),
): CloudSpec {
  const output = runJson(runner, credentialGetArgs(), { isSecret: true });
  const credential = output.get("credential");
  return {
    type: output.get("type").text(),
    name: output.get("name").text(),
    region: output.get("region").textOrNull(),
    endpoint: output.get("endpoint").textOrNull(),
    identityEndpoint: output.get("identity-endpoint").textOrNull(),
    storageEndpoint: output.get("storage-endpoint").textOrNull(),
    credential: credential.isAbsent ? null : readCredential(credential),
    caCertificates: output.get("cacertificates").texts(),
    skipTlsVerify: output.get("skip-tls-verify").booleanOrFalse(),
    isControllerCloud: output.get("is-controller-cloud").booleanOrFalse(),
  };
}

function readCredential(output: OutputReader): CloudCredential {
  return {
    authType: output.get("auth-type").text(),
    attributes: output.get("attrs").map((attribute) => attribute.text()),
    redacted: output.get("redacted").texts(),
  };
}
