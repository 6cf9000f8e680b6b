import {
  type DatabaseOffer,
  type Login,
  readLogin,
  readOffer,
} from "@charmkit/database-provider/interface";
import { type Model, ModelError, type Relation } from "@charmkit/ops";

/** How far the charm is on its way to a database. */
export type DatabaseState =
  | {
    /** No relation, or one that goes. */
    readonly kind: "absent";
  }
  | {
    /** To be waited for, or wrong so that somebody must do something. */
    readonly kind: "waiting" | "wrong";
    /** What of, for people. */
    readonly message: string;
  }
  | {
    /** All is there. */
    readonly kind: "ready";
    /** Where the database is. */
    readonly offer: DatabaseOffer;
    /** The newest login. */
    readonly login: Login;
  };

/**
 * Reads what the other side gives, and the newest revision of its secret. What
 * it writes is not to be trusted, nor need all of it be there at once.
 */
export function readDatabase(
  model: Model,
  relation: Relation | null,
): DatabaseState {
  if (relation === null) return { kind: "absent" };
  const name = relation.app?.name;
  const offer = readOffer(relation);
  if (offer === null) {
    return { kind: "waiting", message: `Waiting for a database from ${name}` };
  }
  if (!offer.ok) {
    const { details } = offer.error;
    return { kind: "wrong", message: `Invalid data from ${name}: ${details}` };
  }
  try {
    const login = readLogin(model.secretOf({ id: offer.value.secretId }));
    if (login.ok) {
      return { kind: "ready", offer: offer.value, login: login.value };
    }
    const { details } = login.error;
    return { kind: "wrong", message: `Invalid login from ${name}: ${details}` };
  } catch (error) {
    // The other side may have taken it away already, as the relation goes.
    if (!(error instanceof ModelError)) throw error;
    return { kind: "waiting", message: `Waiting for a login from ${name}` };
  }
}
