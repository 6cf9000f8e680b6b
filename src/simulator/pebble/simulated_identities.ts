import {
  type Identities,
  Identity,
  type IdentityDict,
} from "../../pebble/identity.ts";
import { isObject } from "../../pebble/_json.ts";
import { q, refuse } from "./refuse.ts";

/** What can be done to identities. */
export type IdentityAction = "add" | "update" | "replace" | "remove";

/** Identities as they are sent; `null` is for one to remove. */
export type IdentityChanges = Readonly<
  Record<string, Identities[string] | null>
>;

const NAME = /^[a-zA-Z][a-zA-Z0-9_-]*$/;
const ACCESSES = ["admin", "read", "metrics", "untrusted"];
const STARS = "*****";

/**
 * The identities of a simulated Pebble. They are kept, and nobody is held to
 * them: the caller is root, whatever they say.
 *
 * Source: `internals/overlord/identities` of Pebble.
 */
export class SimulatedIdentities {
  #identities: ReadonlyMap<string, IdentityDict>;

  /** Takes identities to begin with. */
  constructor(seed: Readonly<Record<string, IdentityDict>> = {}) {
    this.#identities = new Map(Object.entries(seed));
  }

  /** All of them, with the hashes of their passwords. */
  data(): Record<string, IdentityDict> {
    return Object.fromEntries(this.#identities);
  }

  /** All of them as Pebble tells of them: passwords are stars. */
  list(): Record<string, Identity> {
    return Object.fromEntries(
      [...this.#identities].map(([name, identity]) => [
        name,
        Identity.fromDict({
          ...identity,
          ...identity.basic ? { basic: { password: STARS } } : {},
          ...identity.cert ? { cert: { pem: STARS } } : {},
        }),
      ]),
    );
  }

  /**
   * Changes identities; all of them, or none.
   *
   * @throws {APIError} 400 if Pebble would refuse it.
   */
  change(action: IdentityAction, changes: IdentityChanges): void {
    const next = new Map(this.#identities);
    const read = Object.entries(changes).map(([name, given]) =>
      [name, given === null ? null : readIdentity(name, given)] as const
    );
    for (const [name, identity] of read) {
      const nullIsWrong = action === "add" || action === "update";
      if (nullIsWrong === (identity === null) && action !== "replace") {
        refuse(
          `identity value for ${q(name)} must ${
            nullIsWrong ? "not " : ""
          }be null for ${action} operation`,
        );
      }
      if (identity === null) next.delete(name);
      else next.set(name, identity);
    }
    if (action !== "replace") {
      const known = (name: string) => this.#identities.has(name);
      const names = Object.keys(changes).sort();
      const wrong = names.filter((name) => known(name) === (action === "add"));
      if (wrong.length > 0) {
        const what = action === "add" ? "already exist" : "do not exist";
        refuse(`identities ${what}: ${wrong.join(", ")}`);
      }
    }
    expectUniqueUsers(next);
    this.#identities = next;
  }
}

function readIdentity(
  name: string,
  given: Identities[string],
): IdentityDict {
  const dict: unknown = given instanceof Identity ? given.toDict() : given;
  const fail = (reason: string): never =>
    refuse(`invalid identity for ${q(name)}: ${reason}`);
  if (!isObject(dict)) return fail("it must be an object");
  const { access, local, basic, cert } = dict;
  const userId = isObject(local) ? local["user-id"] : undefined;
  if (isObject(local) && typeof userId !== "number") {
    fail("local identity must specify user-id");
  }
  const pem = isObject(cert) ? cert["pem"] : undefined;
  if (isObject(cert) && !/^-----BEGIN /.test(String(pem))) {
    fail("cert identity must include a PEM-encoded certificate");
  }
  if (!NAME.test(name)) {
    // Pebble has not yet given the identity its name where it says this.
    fail(
      'identity name "" invalid: must start with an alphabetic character and ' +
        "only contain alphanumeric characters, underscore, and hyphen",
    );
  }
  const options = '"admin", "read", "metrics", or "untrusted"';
  if ((access ?? "") === "") {
    fail(`access value must be specified (${options})`);
  }
  if (typeof access !== "string" || !ACCESSES.includes(access)) {
    return fail(
      `invalid access value ${q(String(access))}, must be ${options}`,
    );
  }
  const password = isObject(basic) ? basic["password"] ?? "" : undefined;
  if (password === "") fail("basic identity must specify password (hashed)");
  if (userId === undefined && password === undefined && pem === undefined) {
    fail('identity must have at least one type ("local", "basic", or "cert")');
  }
  return {
    access,
    ...typeof userId === "number" ? { local: { "user-id": userId } } : {},
    ...password === undefined ? {} : { basic: { password: String(password) } },
    ...pem === undefined ? {} : { cert: { pem: String(pem) } },
  };
}

function expectUniqueUsers(
  identities: ReadonlyMap<string, IdentityDict>,
): void {
  const names = new Map<number, string[]>();
  for (const [name, { local }] of identities) {
    if (local === undefined) continue;
    const id = local["user-id"];
    names.set(id, [...names.get(id) ?? [], name].sort());
  }
  for (const [id, same] of names) {
    if (same.length < 2) continue;
    refuse(
      `cannot have multiple identities with user ID ${id} (${same.join(", ")})`,
    );
  }
}
