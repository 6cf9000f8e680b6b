import type {
  Application,
  LoadResult,
  Relation,
  StandardSchema,
} from "@charmkit/ops";
import * as z from "zod/mini";
import { CODEC, DATABASE_NAME } from "./_codec.ts";

/** What the requirer asks for. */
export interface DatabaseRequest {
  /** Name of the database that it wants. */
  readonly database: string;
}

/** What is to be in a secret, and nowhere else. */
const SECRETS = ["username", "password"] as const;

const REQUEST: StandardSchema<unknown, DatabaseRequest> = z.pipe(
  z.object({
    database: DATABASE_NAME,
    "requested-secrets": z.array(z.string(), "must be a list in JSON").check(
      z.refine(
        (names) => SECRETS.every((name) => names.includes(name)),
        `must have ${SECRETS.join(" and ")}: they are given in a secret only`,
      ),
    ),
  }),
  z.transform(({ database }) => ({ database })),
);

/**
 * Asks for a database, in the databag of the requirer's application. Asking for
 * the same again writes nothing.
 *
 * @param relation The relation with the provider.
 * @param app The own application.
 * @param database Name of the database.
 * @throws {RelationDataAccessError} If this unit does not lead.
 */
export function requestDatabase(
  relation: Relation,
  app: Application,
  database: string,
): void {
  relation.save({ database, "requested-secrets": SECRETS }, app, {
    codec: CODEC,
  });
}

/**
 * What the requirer asks for, as the provider reads it.
 *
 * @param relation The relation with the requirer.
 * @returns What it asks for, or what is wrong with that; null if it asks for
 * nothing yet.
 */
export function readRequest(
  relation: Relation,
): LoadResult<DatabaseRequest> | null {
  const { app } = relation;
  if (app === null || !relation.data.get(app).has("database")) return null;
  return relation.tryLoad(REQUEST, app, { codec: CODEC });
}
