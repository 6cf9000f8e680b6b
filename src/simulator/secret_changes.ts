import { JujuVersion } from "../backend/juju_version.ts";
import type { ModelState } from "./model_state.ts";
import { Refusal } from "./refusal.ts";
import { type SecretGrant, SecretState } from "./secret_state.ts";
import type { SecretUpdate } from "./secrets_view.ts";
import { quote } from "./tools/go_text.ts";

/** What one run wants done with secrets at its flush. */
export class SecretChanges {
  /** New secrets by id. */
  readonly creates: Map<
    string,
    SecretUpdate & { readonly owner: "application" | "unit" }
  > = new Map();
  /** Changes of stored secrets by id, merged over the run. */
  readonly updates: Map<string, SecretUpdate> = new Map();
  /** Secrets whose newest revision is to be tracked after the update. */
  readonly track: Set<string> = new Set();

  readonly #state: ModelState;
  readonly #grants = new Map<string, Map<number, SecretGrant>>();
  readonly #revokes = new Map<string, ((grant: SecretGrant) => boolean)[]>();
  readonly #removes = new Map<string, Set<number>>();

  /** Begins without changes. */
  constructor(state: ModelState) {
    this.#state = state;
  }

  /** Whether a secret goes away as a whole. */
  removes(id: string): boolean {
    return this.#removes.get(id)?.has(0) ?? false;
  }

  /** Merges a change into those before it; a Juju before 3.6 forgets those. */
  update(id: string, update: SecretUpdate): void {
    const create = this.creates.get(id);
    if (create === undefined) {
      const isOld = JujuVersion.parse(this.#state.jujuVersion)
        .compare("3.6") < 0;
      const before = isOld ? {} : this.updates.get(id);
      this.updates.set(id, { ...before, ...update });
    } else {
      this.creates.set(id, { ...create, ...update });
    }
  }

  /** Grants; the last one of a relation wins. */
  grant(id: string, grant: SecretGrant): void {
    const grants = this.#grants.get(id) ?? new Map<number, SecretGrant>();
    this.#grants.set(id, grants.set(grant.relationId, grant));
  }

  /** Takes grants back, those of this run too. */
  revoke(id: string, covers: (grant: SecretGrant) => boolean): void {
    for (const [relationId, grant] of this.#grants.get(id) ?? []) {
      if (covers(grant)) this.#grants.get(id)?.delete(relationId);
    }
    this.#revokes.set(id, [...this.#revokes.get(id) ?? [], covers]);
  }

  /** Removes; what else the run wanted of the whole secret is dropped. */
  remove(id: string, revision: number): void {
    if (revision === 0) {
      this.updates.delete(id);
      this.#grants.delete(id);
      if (this.creates.delete(id)) return;
    }
    this.#removes.set(
      id,
      (this.#removes.get(id) ?? new Set()).add(revision),
    );
  }

  /** Grants as they will be. */
  grantsOf(id: string, stored: readonly SecretGrant[]): SecretGrant[] {
    const revokes = this.#revokes.get(id) ?? [];
    const added = [...this.#grants.get(id)?.values() ?? []];
    const kept = stored.filter((grant) =>
      !revokes.some((covers) => covers(grant)) &&
      !added.some((other) =>
        other.relationId === grant.relationId && other.unit === grant.unit
      )
    );
    return [...kept, ...added];
  }

  /** Whether a secret of the application is made or changed. */
  get touchesApplication(): boolean {
    const stored = [
      ...this.updates.keys(),
      ...this.#grants.keys(),
      ...this.#revokes.keys(),
      ...this.#removes.keys(),
    ];
    return [...this.creates.values()].some((c) => c.owner === "application") ||
      stored.some((id) => this.#state.secrets.get(id)?.owner === "application");
  }

  /**
   * Refuses labels that are taken.
   *
   * @throws {Refusal} With Juju's text.
   */
  check(): void {
    const taken = new Map<string, string>();
    for (const secret of this.#state.secrets.values()) {
      if (secret.owner === null || this.removes(secret.id)) continue;
      taken.set(
        `${secret.owner} ${this.updates.get(secret.id)?.label ?? secret.label}`,
        secret.id,
      );
    }
    for (const [id, { label = "", owner }] of this.creates) {
      const other = taken.get(`${owner} ${label}`);
      if (label !== "" && other !== undefined && other !== id) {
        throw new Refusal(
          1,
          `secret with label ${quote(label)} already exists`,
        );
      }
    }
  }

  /** Does it all: create, update, track, grant, revoke, remove (JFL-03). */
  apply(): void {
    const { secrets } = this.#state;
    for (const [id, create] of this.creates) {
      const revisions = new Map([[1, create.content ?? {}]]);
      const secret = new SecretState({ ...create, id, revisions });
      secret.rotates = nextRotation(secret);
      secrets.set(id, secret);
    }
    for (const [id, update] of this.updates) {
      const secret = secrets.get(id);
      if (secret !== undefined) change(secret, update);
    }
    for (const id of this.track) {
      const secret = secrets.get(id);
      if (secret !== undefined) secret.tracked = secret.latest;
    }
    for (const id of [...this.#grants.keys(), ...this.#revokes.keys()]) {
      const secret = secrets.get(id);
      if (secret !== undefined) {
        secret.grants = this.grantsOf(id, secret.grants);
      }
    }
    for (const [id, revisions] of this.#removes) {
      const secret = secrets.get(id);
      for (const revision of revisions) secret?.revisions.delete(revision);
      if (revisions.has(0) || secret?.revisions.size === 0) secrets.delete(id);
    }
  }
}

function change(secret: SecretState, update: SecretUpdate): void {
  const { content } = update;
  if (content !== undefined) {
    const now = secret.revisions.get(secret.latest) ?? {};
    // The same content makes no new revision.
    if (!sameContent(now, content)) {
      secret.revisions.set(secret.latest + 1, content);
      secret.rotates = nextRotation(secret);
    }
  }
  secret.label = update.label ?? secret.label;
  secret.description = update.description ?? secret.description;
  secret.expire = update.expire ?? secret.expire;
  if (update.rotate !== undefined) {
    secret.rotate = update.rotate;
    secret.rotates = nextRotation(secret);
  }
}

function sameContent(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => a[key] === b[key]);
}

function nextRotation(secret: SecretState): Date | null {
  const hours = HOURS[secret.rotate] ?? 0;
  return hours === 0 ? null : new Date(Date.now() + hours * 3_600_000);
}

const HOURS: Readonly<Record<string, number>> = {
  hourly: 1,
  daily: 24,
  weekly: 7 * 24,
  monthly: 30 * 24,
  quarterly: 91 * 24,
  yearly: 365 * 24,
};
