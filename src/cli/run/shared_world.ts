import type { ModelState } from "../../simulator/model_state.ts";
import { SecretState } from "../../simulator/secret_state.ts";

/**
 * Keeps what the units of one application see of each other and have in common
 * alike. Each unit has a world of its own, as seen from it.
 */
export class SharedWorld {
  readonly #states: readonly ModelState[];
  /** Secrets that others of the application know of, by id. */
  readonly #shared = new Set<string>();
  /** Units that are there for their peers, by relation. */
  readonly #joined = new Map<number, Set<string>>();

  /** Takes the worlds of all units. */
  constructor(states: readonly ModelState[]) {
    this.#states = states;
  }

  /** Notes that a unit is in a relation now, so that its peers meet it. */
  join(state: ModelState, relationId: number): void {
    const joined = this.#joined.get(relationId) ?? new Set<string>();
    this.#joined.set(relationId, joined.add(state.unit));
  }

  /** Shows the other units what one of them has written. */
  publish(from: ModelState): void {
    const others = this.#states.filter((state) => state !== from);
    for (const other of others) {
      other.appStatus = from.appStatus;
      other.leaderSettings = from.leaderSettings;
      this.#publishRelations(from, other);
      this.#publishSecrets(from, other);
    }
    for (const secret of from.secrets.values()) {
      if (secret.owner === "application") this.#shared.add(secret.id);
    }
    for (const id of this.#shared) {
      if (from.secrets.has(id)) continue;
      for (const other of others) other.secrets.delete(id);
      this.#shared.delete(id);
    }
    this.#noteReaders();
  }

  #publishRelations(from: ModelState, to: ModelState): void {
    for (const relation of from.relations.values()) {
      const twin = to.relations.get(relation.id);
      if (twin === undefined) continue;
      twin.localAppData = relation.localAppData;
      const isThere = this.#joined.get(relation.id)?.has(from.unit) ?? false;
      if (!relation.isPeer || !isThere) continue;
      twin.units.set(from.unit, relation.localUnitData);
    }
  }

  #publishSecrets(from: ModelState, to: ModelState): void {
    for (const secret of from.secrets.values()) {
      if (secret.owner === null) continue;
      const twin = to.secrets.get(secret.id);
      if (secret.owner === "application") {
        copySecret(secret, to, twin, "application");
      } else {
        // Over a peer relation a unit may share what is its own.
        const granted = secret.grants.some(({ relationId, unit }) =>
          from.relations.get(relationId)?.isPeer &&
          (unit === null || unit === to.unit)
        );
        if (twin !== undefined) twin.granted = granted;
        if (!granted) continue;
        copySecret(secret, to, twin, null);
        this.#shared.add(secret.id);
      }
    }
  }

  /** Owners learn which revisions are still read (JEV-20). */
  #noteReaders(): void {
    for (const state of this.#states) {
      for (const secret of state.secrets.values()) {
        if (secret.owner === null) continue;
        for (const other of this.#states) {
          if (other === state) continue;
          const tracked = other.secrets.get(secret.id)?.tracked ?? null;
          if (tracked === null) secret.readers.delete(other.unit);
          else secret.readers.set(other.unit, tracked);
        }
      }
    }
  }
}

function copySecret(
  from: SecretState,
  to: ModelState,
  twin: SecretState | undefined,
  owner: "application" | null,
): void {
  const { id, revisions } = from;
  const secret = twin ?? new SecretState({ id, owner, revisions });
  if (twin === undefined) to.secrets.set(id, secret);
  for (const revision of secret.revisions.keys()) {
    if (!revisions.has(revision)) secret.revisions.delete(revision);
  }
  for (const [revision, content] of revisions) {
    secret.revisions.set(revision, content);
  }
  if (owner === null) return;
  secret.label = from.label;
  secret.description = from.description;
  secret.expire = from.expire;
  secret.rotate = from.rotate;
  secret.rotates = from.rotates;
  secret.grants = from.grants;
}
