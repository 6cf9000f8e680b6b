import { nameList, type Names } from "./_lists.ts";
import { textMap } from "./_texts.ts";
import { Component } from "./component.ts";

/** What a {@linkcode CloudCredential} is made of. */
export interface CloudCredentialOptions {
  /** How it authenticates, such as `"certificate"`. */
  readonly authType: string;
  /** Its attributes, such as a client certificate. @default {{}} */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Names of attributes that are left out. @default {[]} */
  readonly redacted?: Names;
}

/**
 * A credential of the model's cloud.
 *
 * @example Usage
 * ```ts
 * import { CloudCredential } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const credential = new CloudCredential({
 *   authType: "userpass",
 *   attributes: { username: "admin" },
 *   redacted: ["password"],
 * });
 *
 * assertEquals(credential.attributes["username"], "admin");
 * ```
 */
export class CloudCredential extends Component {
  /** How it authenticates, such as `"certificate"`. */
  readonly authType: string;
  /** Its attributes, such as a client certificate. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of attributes that are left out. */
  readonly redacted: readonly string[];

  /**
   * Takes the parts.
   *
   * @throws {StateValidationError} If the attributes are not a plain object of
   * strings, or the redacted ones are a text instead of a list.
   */
  constructor(options: CloudCredentialOptions) {
    super();
    this.authType = options.authType;
    this.attributes = textMap("attributes", options.attributes ?? {});
    this.redacted = nameList("redacted", options.redacted);
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(changes: Partial<CloudCredentialOptions>): CloudCredential {
    return new CloudCredential({ ...this, ...changes });
  }
}
