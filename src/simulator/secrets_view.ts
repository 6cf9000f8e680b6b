import type { SecretRotate } from "../hook_commands/types.ts";
import type { HookContext } from "./hook_context.ts";
import { fail } from "./refusal.ts";
import { SecretChanges, type SecretSubject } from "./secret_changes.ts";
import {
  newSecretId,
  type SecretContent,
  type SecretGrant,
  type SecretState,
} from "./secret_state.ts";
import { quote } from "./tools/go_text.ts";

/** What a charm sets of a secret; what is absent stays as it is. */
export interface SecretUpdate {
  /** The whole new content, in base64. */
  readonly content?: SecretContent;
  /** The owner's label. */
  readonly label?: string;
  /** The owner's description. */
  readonly description?: string;
  /** When it expires. */
  readonly expire?: Date;
  /** How often it is rotated. */
  readonly rotate?: SecretRotate;
}

/** What `secret-info-get` tells. */
export interface SecretInfoView extends SecretUpdate {
  /** The bare id. */
  readonly id: string;
  /** Newest revision that the controller has; 1 for a new secret. */
  readonly revision: number;
  /** Who owns it. */
  readonly owner: "application" | "unit";
  /** When it is next rotated. */
  readonly rotates: Date | null;
  /** Who may read it. */
  readonly grants: readonly SecretGrant[];
}

/** Secrets as one run sees them; writes wait for the flush (JFL-02). */
export class SecretsView {
  readonly #context: HookContext;
  readonly #changes: SecretChanges;

  /** Begins a run without changes. */
  constructor(context: HookContext) {
    this.#context = context;
    this.#changes = new SecretChanges(context.state);
  }

  /**
   * Bare ids of own secrets, with new ones and without those of which the run
   * removes anything, were it only a revision.
   */
  ids(): string[] {
    const { state } = this.#context;
    const stored = [...state.secrets.values()]
      .filter(({ id, owner }) => owner !== null && !this.#changes.removes(id))
      .map(({ id }) => id);
    return [...stored, ...this.#changes.creates.keys()];
  }

  /**
   * Makes a secret at the flush.
   *
   * @throws {Refusal} As `secret-add` (JHT-19).
   */
  add(owner: "application" | "unit", update: SecretUpdate): string {
    if (owner === "application") this.#context.requireLeader();
    const { label = "" } = update;
    for (const create of this.#changes.creates.values()) {
      if (label !== "" && create.label === label) {
        fail(`secret with label ${quote(label)} already exists`);
      }
    }
    const id = newSecretId();
    this.#changes.create(id, { ...update, owner });
    return id;
  }

  /**
   * Changes a secret at the flush, which is also when one is refused that is
   * unknown or somebody else's.
   *
   * @throws {Refusal} As `secret-set` (JHT-20).
   */
  set(id: string, update: SecretUpdate): void {
    this.#requireLeaderFor(id);
    this.#changes.update(id, update);
  }

  /**
   * Content of a secret, in base64 (JHT-21).
   *
   * @throws {Refusal} If there is none, or it may not be read.
   */
  get(
    by: { readonly id?: string; readonly label?: string },
    which: "peek" | "refresh" | "tracked" = "tracked",
  ): SecretContent {
    const pending = this.#pendingContent(by, which);
    if (pending !== undefined) return pending;
    const id = by.id ?? this.#idOfLabel(by.label ?? "");
    const secret = this.#context.state.secrets.get(id);
    if (secret === undefined) fail(`secret ${quote(id)} not found`);
    if (secret.owner === null && !secret.granted) fail("permission denied");
    if (by.id !== undefined && by.label) this.#setLabel(secret, by.label);
    return content(secret, which);
  }

  /**
   * Metadata of an own secret (JHT-22).
   *
   * @throws {Refusal} If it is not own.
   */
  info(by: { readonly id?: string; readonly label?: string }): SecretInfoView {
    const id = by.id ?? this.#ownIdOfLabel(by.label ?? "");
    if (id === undefined || !this.ids().includes(id)) {
      fail(`secret ${quote(id ?? by.label ?? "")} not found`);
    }
    const create = this.#changes.creates.get(id);
    if (create !== undefined) {
      const grants = this.#changes.grantsOf(id, []);
      return { ...create, id, revision: 1, rotates: null, grants };
    }
    const secret = this.#own(id);
    const update = this.#changes.updates.get(id) ?? {};
    return {
      label: secret.label,
      description: secret.description,
      rotate: secret.rotate,
      expire: secret.expire ?? undefined,
      ...update,
      id,
      revision: secret.latest,
      owner: secret.owner ?? "application",
      rotates: secret.rotates,
      grants: this.#changes.grantsOf(id, secret.grants),
    };
  }

  /**
   * Lets an application or a unit read it, over a relation (JHT-24).
   *
   * @throws {Refusal} If it may not.
   */
  grant(id: string, grant: SecretGrant): void {
    const { grants, owner } = this.info({ id });
    if (owner === "application") this.#context.requireLeader();
    for (const other of grants) {
      if (other.relationId !== grant.relationId) continue;
      // What the application may read, each of its units may.
      if (other.unit === grant.unit || other.unit === null) return;
      if (grant.unit === null) {
        fail(
          "any unit level grants need to be revoked before granting access to the corresponding application",
        );
      }
    }
    this.#changes.grant(id, grant);
  }

  /**
   * Takes grants back (JHT-25); those of an unknown secret are nobody's.
   *
   * @throws {Refusal} If it may not.
   */
  revoke(id: string, subject: SecretSubject): void {
    this.#requireLeaderFor(id);
    this.#changes.revoke(id, subject);
  }

  /**
   * Removes a revision or, with 0, all (JHT-26); an unknown one is fine.
   *
   * @throws {Refusal} If it may not.
   */
  remove(id: string, revision: number): void {
    this.#requireLeaderFor(id);
    this.#changes.remove(id, revision);
  }

  /** Refuses what the flush can't keep (JFL-07, JLM-02). */
  checkFlush(): void {
    if (this.#changes.touchesApplication && !this.#context.isLeader()) {
      fail("this unit is not the leader");
    }
    this.#changes.check();
  }

  /** Keeps this run's changes. */
  flush(): void {
    this.#changes.apply();
  }

  #own(id: string): SecretState {
    const secret = this.#context.state.secrets.get(id);
    if (secret === undefined || secret.owner === null) {
      fail(`secret ${quote(id)} not found`);
    }
    return secret;
  }

  #requireLeaderFor(id: string): void {
    const { owner } = this.#context.state.secrets.get(id) ?? {};
    if (owner === "application") this.#context.requireLeader();
  }

  /** What the run itself has set, where Juju looks there (JHT-21). */
  #pendingContent(
    { id, label = "" }: { readonly id?: string; readonly label?: string },
    which: "peek" | "refresh" | "tracked",
  ): SecretContent | undefined {
    const { creates, updates, track } = this.#changes;
    for (const [created, create] of creates) {
      if (created === id && label !== "") creates.set(id, { ...create, label });
      if (created === id || label !== "" && label === create.label) {
        return create.content ?? {};
      }
    }
    if (which === "tracked") return undefined;
    for (const [updated, update] of updates) {
      if (updated === id && label !== "") updates.set(id, { ...update, label });
      if (updated !== id && (label === "" || label !== update.label)) continue;
      if (which === "refresh") track.add(updated);
      return update.content;
    }
    return undefined;
  }

  /** The owner's label of an own secret, or the reader's, at once (JFL-01). */
  #setLabel(secret: SecretState, label: string): void {
    for (const other of this.#context.state.secrets.values()) {
      const { id, owner } = other;
      const taken = owner === null ? other.consumerLabel : other.label;
      if (id !== secret.id && taken === label) {
        fail(`secret with label ${quote(label)} already exists`);
      }
    }
    if (secret.owner === null) secret.consumerLabel = label;
    else secret.label = label;
  }

  #ownIdOfLabel(label: string): string | undefined {
    for (const [id, create] of this.#changes.creates) {
      if (create.label === label) return id;
    }
    for (const secret of this.#context.state.secrets.values()) {
      const now = this.#changes.updates.get(secret.id)?.label ?? secret.label;
      if (secret.owner !== null && now === label) return secret.id;
    }
    return undefined;
  }

  #idOfLabel(label: string): string {
    const own = this.#ownIdOfLabel(label);
    if (own !== undefined) return own;
    for (const secret of this.#context.state.secrets.values()) {
      if (secret.owner === null && secret.consumerLabel === label) {
        return secret.id;
      }
    }
    fail(`secret with label ${quote(label)} not found`);
  }
}

/**
 * Reading tracks the newest revision at first and when refreshed, at once
 * (JFL-01).
 */
function content(
  secret: SecretState,
  which: "peek" | "refresh" | "tracked",
): SecretContent {
  const revision = which === "tracked" && secret.tracked !== null
    ? secret.tracked
    : secret.latest;
  if (which !== "peek") secret.tracked = revision;
  return secret.revisions.get(revision) ??
    fail(`secret revision ${quote(`${secret.id}/${revision}`)} not found`);
}
