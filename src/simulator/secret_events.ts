import type { HookEvent } from "./hook_event.ts";
import type { ModelState } from "./model_state.ts";
import type { SecretState } from "./secret_state.ts";

/** How long until an unanswered rotation or expiry is told again (JEV-18). */
const AGAIN_MS = 300_000;

/** Decides which secret hook comes next (JEV-17 to JEV-20). */
export class SecretEvents {
  readonly #state: ModelState;
  readonly #changed = new Map<string, number>();
  readonly #expired = new Map<string, number>();
  /** Revisions whose removal the unit was told to do, as `id/revision`. */
  readonly #unused = new Set<string>();

  /** Begins with a unit that was told of no secret. */
  constructor(state: ModelState) {
    this.#state = state;
  }

  /** The next hook of a secret, by what is due now. */
  next(): HookEvent | null {
    const now = Date.now();
    for (const secret of this.#state.secrets.values()) {
      const chosen = this.#isReader(secret)
        ? this.#consumed(secret)
        : this.#owned(secret, now);
      if (chosen !== null) return chosen;
    }
    return null;
  }

  /** Notes that a hook went well. */
  succeeded(event: HookEvent): void {
    if (!("secretId" in event)) return;
    const secret = this.#state.secrets.get(event.secretId);
    if (secret === undefined) return;
    const again = Date.now() + AGAIN_MS;
    if (event.kind === "secret-changed") {
      this.#changed.set(secret.id, secret.latest);
    } else if (event.kind === "secret-expired") {
      this.#expired.set(secret.id, again);
    } else if (event.kind === "secret-remove") {
      this.#unused.add(`${secret.id}/${event.revision}`);
    } else if (event.kind === "secret-rotate") {
      // A new revision has set the time of the next rotation already.
      if (isDue(secret.rotates, Date.now())) secret.rotates = new Date(again);
    }
  }

  /** Units that do not lead only read what their application owns. */
  #isReader({ owner }: SecretState): boolean {
    return owner === null || owner === "application" && !this.#state.leader;
  }

  #consumed(secret: SecretState): HookEvent | null {
    const { id, latest, owner, tracked } = secret;
    if (tracked === null || latest <= tracked) return null;
    if (this.#changed.get(id) === latest) return null;
    return {
      kind: "secret-changed",
      secretId: id,
      // They know it by the owner's label, and have none of their own.
      label: owner === null ? secret.consumerLabel : secret.label,
    };
  }

  #owned(secret: SecretState, now: number): HookEvent | null {
    const { id, label, latest } = secret;
    if (
      isDue(secret.expire, now) && now >= (this.#expired.get(id) ?? 0)
    ) {
      return { kind: "secret-expired", secretId: id, label, revision: latest };
    }
    if (isDue(secret.rotates, now)) {
      return { kind: "secret-rotate", secretId: id, label };
    }
    const revision = secret.unusedRevisions
      .find((revision) => !this.#unused.has(`${id}/${revision}`));
    if (revision === undefined) return null;
    return { kind: "secret-remove", secretId: id, label, revision };
  }
}

function isDue(date: Date | null, now: number): boolean {
  return date !== null && date.getTime() <= now;
}
