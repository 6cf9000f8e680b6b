import { nameList, type Names } from "./_lists.ts";
import type { CloudCredential } from "./cloud_credential.ts";
import { Component } from "./component.ts";

/** Options of {@linkcode CloudSpec}. */
export interface CloudSpecOptions {
  /** The cloud's name in the controller. @default {"localhost"} */
  readonly name?: string;
  /** Region, if the cloud has them. @default {null} */
  readonly region?: string | null;
  /** Address of the cloud's API. @default {null} */
  readonly endpoint?: string | null;
  /** Address of its identity service. @default {null} */
  readonly identityEndpoint?: string | null;
  /** Address of its storage service. @default {null} */
  readonly storageEndpoint?: string | null;
  /** The credential, if one is set. @default {null} */
  readonly credential?: CloudCredential | null;
  /** Certificates of authorities to trust, in PEM. @default {[]} */
  readonly caCertificates?: Names;
  /** Whether the cloud's certificate is not to be checked. @default {false} */
  readonly skipTlsVerify?: boolean;
  /** Whether the controller runs in this cloud. @default {false} */
  readonly isControllerCloud?: boolean;
}

/**
 * The cloud of the model, as a charm that is trusted sees it.
 *
 * @example Usage
 * ```ts
 * import { CloudSpec, Model } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const cloudSpec = new CloudSpec("lxd", { endpoint: "https://10.0.0.1:8443" });
 * const model = new Model({ type: "lxd", cloudSpec });
 *
 * assertEquals(model.cloudSpec?.name, "localhost");
 * ```
 */
export class CloudSpec extends Component {
  /** Kind of cloud, such as `"lxd"`. */
  readonly type: string;
  /** The cloud's name in the controller. */
  readonly name: string;
  /** Region, if the cloud has them. */
  readonly region: string | null;
  /** Address of the cloud's API. */
  readonly endpoint: string | null;
  /** Address of its identity service. */
  readonly identityEndpoint: string | null;
  /** Address of its storage service. */
  readonly storageEndpoint: string | null;
  /** The credential, if one is set. */
  readonly credential: CloudCredential | null;
  /** Certificates of authorities to trust, in PEM. */
  readonly caCertificates: readonly string[];
  /** Whether the cloud's certificate is not to be checked. */
  readonly skipTlsVerify: boolean;
  /** Whether the controller runs in this cloud. */
  readonly isControllerCloud: boolean;

  /**
   * Takes the kind of cloud and what else is known of it.
   *
   * @throws {StateValidationError} If the certificates are a text instead of a list.
   */
  constructor(type: string, options: CloudSpecOptions = {}) {
    super();
    this.type = type;
    this.name = options.name ?? "localhost";
    this.region = options.region ?? null;
    this.endpoint = options.endpoint ?? null;
    this.identityEndpoint = options.identityEndpoint ?? null;
    this.storageEndpoint = options.storageEndpoint ?? null;
    this.credential = options.credential ?? null;
    this.caCertificates = nameList("caCertificates", options.caCertificates);
    this.skipTlsVerify = options.skipTlsVerify ?? false;
    this.isControllerCloud = options.isControllerCloud ?? false;
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(changes: CloudSpecOptions & { readonly type?: string }): CloudSpec {
    return new CloudSpec(changes.type ?? this.type, { ...this, ...changes });
  }
}
