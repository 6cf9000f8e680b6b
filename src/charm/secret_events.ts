import { HookEvent } from "../framework/event_base.ts";
import type { Secret } from "../model/secret.ts";

/** What is stored of a secret event. */
export type SecretEventData = {
  /** Id of the secret. */
  readonly id: string;
  /** This side's label of it, if any. */
  readonly label?: string;
};

/** What is stored of an event about one revision of a secret. */
export type SecretRevisionEventData = SecretEventData & {
  /** Number of the revision. */
  readonly revision: number;
};

/** The base of events about a secret. */
export abstract class SecretEvent<
  D extends SecretEventData = SecretEventData,
> extends HookEvent<D> {
  /** The secret, without its content: nothing is asked of Juju yet. */
  get secret(): Secret {
    return this.framework.model.secretOf(this.data);
  }
}

/** A secret that this unit reads has a new revision; `getContent({ refresh: true })` gets it. */
export class SecretChangedEvent extends SecretEvent {}

/** An own secret is due for a new revision. Cannot be deferred: Juju asks again. */
export class SecretRotateEvent extends SecretEvent {
  /** Always false. */
  static override readonly deferrable: boolean = false;
}

/** The base of events about one revision of an own secret. */
export abstract class SecretRevisionEvent
  extends SecretEvent<SecretRevisionEventData> {
  /** Number of the revision. */
  get revision(): number {
    return this.data.revision;
  }

  /** Removes the revision that the event is about. Source: `secret-remove`. */
  removeRevision(): void {
    this.secret.removeRevision(this.revision);
  }
}

/** Nobody uses a revision of an own secret any more: it is to be removed. */
export class SecretRemoveEvent extends SecretRevisionEvent {}

/** A revision of an own secret has expired. Cannot be deferred: Juju asks again. */
export class SecretExpiredEvent extends SecretRevisionEvent {
  /** Always false. */
  static override readonly deferrable: boolean = false;
}
