import type { ModelState } from "../../simulator/model_state.ts";
import {
  encodeSecretValue,
  newSecretId,
  type SecretContent,
  SecretState,
} from "../../simulator/secret_state.ts";
import { CliError } from "../cli_error.ts";
import type { SecretValues } from "./secret_values.ts";

/** Who owns secrets that no remote application has: the user of the model. */
export const USER = "user";

/** Secrets of others than the charm, each known by a name in this run. */
export class RemoteSecrets {
  readonly #states: readonly ModelState[];
  readonly #values: SecretValues;
  /** `owner/name` to the bare id. */
  readonly #ids = new Map<string, string>();

  /** Takes the worlds of the units, and who keeps contents from being shown. */
  constructor(states: readonly ModelState[], values: SecretValues) {
    this.#states = states;
    this.#values = values;
  }

  /** Names with their ids, as `owner/name`. */
  get ids(): ReadonlyMap<string, string> {
    return this.#ids;
  }

  /**
   * Makes a secret, or a new revision of it if its content is another one.
   *
   * @returns Its bare id.
   */
  put(
    owner: string,
    name: string,
    texts: Readonly<Record<string, string>>,
  ): string {
    const content: Record<string, string> = {};
    for (const [key, text] of Object.entries(texts)) {
      this.#values.learn(text);
      content[key] = encodeSecretValue(text);
      this.#values.learn(content[key]);
    }
    const key = `${owner}/${name}`;
    const id = this.#ids.get(key) ?? newSecretId();
    this.#ids.set(key, id);
    for (const { secrets } of this.#states) put(secrets, id, content);
    return id;
  }

  /** Lets the units read a secret, or no longer. */
  grant(id: string, granted: boolean): void {
    for (const { secrets } of this.#states) {
      const secret = secrets.get(id);
      if (secret !== undefined) secret.granted = granted;
    }
  }

  /** Removes a secret. */
  remove(id: string): void {
    for (const { secrets } of this.#states) secrets.delete(id);
    for (const [key, known] of this.#ids) {
      if (known === id) this.#ids.delete(key);
    }
  }

  /** Bare ids of what an application owns. */
  idsOf(owner: string): string[] {
    return [...this.#ids].filter(([key]) => key.startsWith(`${owner}/`))
      .map(([, id]) => id);
  }

  /**
   * Finds a secret by `name`, or by `owner/name`.
   *
   * @throws {CliError} If there is none, or several have the name.
   */
  find(name: string): string {
    const found = [...this.#ids].filter(([key]) =>
      key === name || key.slice(key.indexOf("/") + 1) === name
    );
    const [only] = found;
    if (only !== undefined && found.length === 1) return only[1];
    if (found.length > 1) {
      throw new CliError(`Cannot tell which secret "${name}" is`, {
        hint: `Write ${found.map(([key]) => `"${key}"`).join(" or ")}`,
      });
    }
    throw new CliError(`Cannot find secret "${name}"`, {
      hint: `Secrets here: ${[...this.#ids.keys()].join(", ") || "none"}`,
    });
  }

  /**
   * A value as it is told to the charm: `secret:NAME` becomes the URI of that
   * secret, all else stays.
   *
   * @param value The value.
   * @param owner Who says it: its own secrets come first.
   */
  resolve(value: string, owner: string): string {
    const name = /^secret:([\w./-]+)$/.exec(value)?.[1];
    if (name === undefined || /^[0-9a-v]{20}$/.test(name)) return value;
    return `secret:${this.#ids.get(`${owner}/${name}`) ?? this.find(name)}`;
  }
}

function put(
  secrets: Map<string, SecretState>,
  id: string,
  content: SecretContent,
): void {
  const known = secrets.get(id);
  if (known === undefined) {
    const revisions = new Map([[1, content]]);
    secrets.set(id, new SecretState({ id, owner: null, revisions }));
    return;
  }
  known.granted = true;
  const now = known.revisions.get(known.latest) ?? {};
  const keys = Object.keys(content);
  const isSame = keys.length === Object.keys(now).length &&
    keys.every((key) => now[key] === content[key]);
  if (!isSame) known.revisions.set(known.latest + 1, content);
}
