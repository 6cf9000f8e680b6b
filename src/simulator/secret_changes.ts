import type { ModelState } from "./model_state.ts";
import { fail } from "./refusal.ts";
import { type SecretGrant, SecretState } from "./secret_state.ts";
import type { SecretUpdate } from "./secrets_view.ts";
import { quote } from "./tools/go_text.ts";

/** Whose grants are taken back: those of an application, or of one unit. */
export interface SecretSubject {
  /** Name of the application or unit. */
  readonly name: string;
  /** Which of the two it is. */
  readonly kind: "application" | "unit";
}

/**
 * What one run wants done with secrets at its flush.
 *
 * Source: Juju's `internal/worker/uniter/runner/context/secrets.go`.
 */
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
  readonly #revokes = new Map<string, SecretSubject[]>();
  /** Revisions to remove by id; null: the whole secret. */
  readonly #removes = new Map<string, Set<number> | null>();

  /** Begins without changes. */
  constructor(state: ModelState) {
    this.#state = state;
  }

  /** Whether the secret, or only a revision of it, goes away. */
  removes(id: string): boolean {
    return this.#removes.has(id);
  }

  /** Notes a new secret. */
  create(
    id: string,
    secret: SecretUpdate & { readonly owner: "application" | "unit" },
  ): void {
    this.creates.set(id, secret);
  }

  /** Merges a change into those before it; a Juju before 3.6 forgets those. */
  update(id: string, update: SecretUpdate): void {
    this.#removes.delete(id);
    const create = this.creates.get(id);
    if (create !== undefined) {
      this.creates.set(id, { ...create, ...update });
      return;
    }
    const before = this.#state.release.mergesSecretUpdates
      ? this.updates.get(id)
      : undefined;
    this.updates.set(id, { ...before, ...update });
  }

  /** Grants; the last one of a relation wins. */
  grant(id: string, grant: SecretGrant): void {
    const grants = this.#grants.get(id) ?? new Map<number, SecretGrant>();
    this.#grants.set(id, grants.set(grant.relationId, grant));
  }

  /**
   * Takes grants back, those of this run too, be they made before or after:
   * Juju does all grants of a run before all that it takes back.
   */
  revoke(id: string, subject: SecretSubject): void {
    this.#revokes.set(id, [...this.#revokes.get(id) ?? [], subject]);
  }

  /** Removes; what else the run wanted of the secret is dropped. */
  remove(id: string, revision: number): void {
    this.creates.delete(id);
    this.updates.delete(id);
    this.#grants.delete(id);
    this.#revokes.delete(id);
    this.track.delete(id);
    const before = this.#removes.get(id);
    const whole = revision === 0 || before === null;
    this.#removes.set(id, whole ? null : new Set(before).add(revision));
  }

  /** Grants as they will be; those of relations that are gone are gone. */
  grantsOf(id: string, stored: readonly SecretGrant[]): SecretGrant[] {
    const { relations } = this.#state;
    const added = [...this.#grants.get(id)?.values() ?? []];
    const revokes = this.#revokes.get(id) ?? [];
    return [...stored, ...added].filter(({ relationId, unit }) => {
      const relation = relations.get(relationId);
      return relation !== undefined &&
        !revokes.some(({ kind, name }) =>
          kind === "unit"
            ? unit === name
            : unit === null && relation.remoteApp === name
        );
    });
  }

  /** Whether a secret of the application is made or changed. */
  get touchesApplication(): boolean {
    for (const { owner } of this.creates.values()) {
      if (owner === "application") return true;
    }
    for (
      const changes of [
        this.updates,
        this.#grants,
        this.#revokes,
        this.#removes,
      ]
    ) {
      for (const id of changes.keys()) {
        if (this.#state.secrets.get(id)?.owner === "application") return true;
      }
    }
    return false;
  }

  /**
   * Refuses updates of what is not own, and labels that are taken.
   *
   * @throws {Refusal} With Juju's text.
   */
  check(): void {
    const { secrets } = this.#state;
    for (const id of this.updates.keys()) {
      const secret = secrets.get(id);
      if (secret === undefined) fail(`secret ${quote(id)} not found`);
      if (secret.owner === null) fail("permission denied");
    }
    if (this.creates.size + this.updates.size === 0) return;
    const taken = new Map<string, string>();
    for (const { id, owner, label } of secrets.values()) {
      if (owner === null || this.#removes.get(id) === null) continue;
      const now = this.updates.get(id)?.label ?? label;
      const other = now === "" ? undefined : taken.get(`${owner} ${now}`);
      if (other !== undefined) fail(labelTaken(now));
      taken.set(`${owner} ${now}`, id);
    }
    for (const { label = "", owner } of this.creates.values()) {
      if (label !== "" && taken.has(`${owner} ${label}`)) {
        fail(labelTaken(label));
      }
    }
  }

  /** Does it all: create, update, track, grant, revoke, remove (JFL-03). */
  apply(): void {
    const { secrets, observer } = this.#state;
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
      if (secret === undefined || secret.owner === null) continue;
      for (const revision of revisions ?? []) {
        if (!secret.revisions.delete(revision)) continue;
        observer.onSecretRemoved?.(id, revision);
      }
      if (revisions !== null && secret.revisions.size > 0) continue;
      secrets.delete(id);
      if (revisions === null) observer.onSecretRemoved?.(id, null);
    }
  }
}

function labelTaken(label: string): string {
  return `secret with label ${quote(label)} already exists`;
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
