import { Fields, type JsonObject, typeName } from "./_json.ts";

/** What an identity may do; another word if Pebble learns one. */
export type IdentityAccess =
  | "admin"
  | "read"
  | "metrics"
  | "untrusted"
  | (string & Record<never, never>);

/** The `local` part of an identity, as the API has it. */
export interface LocalIdentityDict {
  /** User id of the process that connects to the socket. */
  readonly "user-id": number;
}

/** The `basic` part of an identity, as the API has it. */
export interface BasicIdentityDict {
  /** The password's hash, as `openssl passwd -6` prints it. */
  readonly password: string;
}

/** The `cert` part of an identity, as the API has it. */
export interface CertIdentityDict {
  /** The certificate in PEM form. */
  readonly pem: string;
}

/** An identity as the API has it. */
export interface IdentityDict {
  /** What it may do. */
  readonly access: IdentityAccess;
  /** Known by the user id behind the socket. */
  readonly local?: LocalIdentityDict;
  /** Known by name and password. */
  readonly basic?: BasicIdentityDict;
  /** Known by a TLS certificate. */
  readonly cert?: CertIdentityDict;
}

/** Identities by name, to be written. */
export type Identities = Readonly<Record<string, Identity | IdentityDict>>;

/** Someone who is known by the user id behind the socket. */
export class LocalIdentity {
  /** User id of the process that connects to the socket. */
  readonly userId: number;

  /** Takes the user id. */
  constructor(userId: number) {
    this.userId = userId;
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If there is no user id.
   */
  static fromDict(json: unknown): LocalIdentity {
    return new LocalIdentity(
      new Fields(json, "local identity").number("user-id"),
    );
  }

  /** A new dictionary as the API has it. */
  toDict(): LocalIdentityDict {
    return { "user-id": this.userId };
  }

  /** A form for logs. */
  toString(): string {
    return `LocalIdentity(${this.userId})`;
  }
}

/** Someone who is known by name and password; printing it hides the latter. */
export class BasicIdentity {
  // Private, so that no inspection or JSON of an object around it shows it.
  readonly #password: string;

  /**
   * Takes the password's hash, as `openssl passwd -6` prints it. Pebble does
   * not want the password itself.
   */
  constructor(password: string) {
    this.#password = password;
  }

  /** The password's hash; five stars if Pebble sent it. */
  get password(): string {
    return this.#password;
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If there is no password.
   */
  static fromDict(json: unknown): BasicIdentity {
    return new BasicIdentity(
      new Fields(json, "basic identity").string("password"),
    );
  }

  /** A new dictionary as the API has it, with the hash. */
  toDict(): BasicIdentityDict {
    return { password: this.#password };
  }

  /** A form for logs, without the hash. */
  toString(): string {
    return "BasicIdentity(password='*****')";
  }

  /** What `console.log` prints: no hash either. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

/** What {@linkcode Identity} is made from; at least one way to know it. */
export interface IdentityFields {
  /** What it may do. */
  readonly access: IdentityAccess;
  /** Known by the user id behind the socket. @default {null} */
  readonly local?: LocalIdentity | null;
  /** Known by name and password. @default {null} */
  readonly basic?: BasicIdentity | null;
  /** Known by a TLS certificate. @default {null} */
  readonly cert?: CertIdentityDict | null;
}

/**
 * Who may use a Pebble, and for what.
 *
 * Source: "Identities" of the Pebble documentation.
 *
 * @example Usage
 * ```ts
 * import { BasicIdentity, Identity } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const scraper = new Identity({
 *   access: "metrics",
 *   basic: new BasicIdentity("$6$salt$hash"),
 * });
 *
 * assertEquals(
 *   `${scraper}`,
 *   "Identity(metrics, BasicIdentity(password='*****'))",
 * );
 * ```
 */
export class Identity {
  /** What it may do. */
  readonly access: IdentityAccess;
  /** Known by the user id behind the socket, or `null`. */
  readonly local: LocalIdentity | null;
  /** Known by name and password, or `null`. */
  readonly basic: BasicIdentity | null;
  /** Known by a TLS certificate, or `null`; Pebble sends stars for its PEM. */
  readonly cert: CertIdentityDict | null;

  /**
   * Takes the fields as they are.
   *
   * @throws {TypeError} If there is no way to know it.
   */
  constructor(fields: IdentityFields) {
    const { access, local = null, basic = null, cert = null } = fields;
    if (local === null && basic === null && cert === null) {
      throw new TypeError(
        'at least one of "local" or "basic" must be provided',
      );
    }
    this.access = access;
    this.local = local;
    this.basic = basic;
    this.cert = cert && { pem: cert.pem };
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If a field is missing or of the wrong type.
   * @throws {TypeError} If there is no way to know it.
   */
  static fromDict(json: unknown): Identity {
    const fields = new Fields(json, "identity");
    return new Identity({
      access: fields.string("access"),
      local: fields.has("local")
        ? LocalIdentity.fromDict(fields.object("local"))
        : null,
      basic: fields.has("basic")
        ? BasicIdentity.fromDict(fields.object("basic"))
        : null,
      cert: fields.has("cert")
        ? { pem: new Fields(fields.object("cert"), "cert").string("pem") }
        : null,
    });
  }

  /** A new dictionary as the API has it, with the password's hash. */
  toDict(): IdentityDict {
    return {
      access: this.access,
      ...(this.local && { local: this.local.toDict() }),
      ...(this.basic && { basic: this.basic.toDict() }),
      ...(this.cert && { cert: { ...this.cert } }),
    };
  }

  /** A form for logs, without the password's hash. */
  toString(): string {
    const known = [this.local, this.basic, this.cert && "cert"]
      .filter((way) => way !== null);
    return `Identity(${[this.access, ...known].join(", ")})`;
  }
}

/** Reads the answer of `GET /v1/identities`. */
export function readIdentities(json: unknown): Record<string, Identity> {
  const all = new Fields({ identities: json }, "identities");
  return Object.fromEntries(
    Object.entries(all.object("identities"))
      .map(([name, identity]) => [name, Identity.fromDict(identity)]),
  );
}

/**
 * Identities as the API takes them; dictionaries go as they are.
 *
 * @throws {TypeError} If one is neither; what it is is not shown.
 */
export function identitiesJson(
  identities: Readonly<Record<string, Identity | IdentityDict | null>>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(identities).map(([name, given]) => {
      const identity: unknown = given;
      if (identity instanceof Identity) return [name, identity.toDict()];
      if (identity === null || typeof identity === "object") {
        return [name, identity];
      }
      throw new TypeError(
        `Cannot write identity "${name}" of type ${typeName(identity)}: ` +
          "it must be an Identity or a dictionary",
      );
    }),
  );
}
