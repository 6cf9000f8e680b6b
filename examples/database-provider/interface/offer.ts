import type {
  Application,
  LoadResult,
  Relation,
  StandardSchema,
} from "@charmkit/ops";
import * as z from "zod/mini";
import { CODEC, DATABASE_NAME } from "./_codec.ts";

/** What the provider gives. */
export interface DatabaseOffer {
  /** Name of the database, which may be another than was asked for. */
  readonly database: string;
  /** Where it can be reached, each as `HOST:PORT`; at least one. */
  readonly endpoints: readonly string[];
  /** Id of the secret that holds the {@linkcode Login}. */
  readonly secretId: string;
}

const ENDPOINT = /^(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i;

/** `HOST:PORT`, with commas between, as a list. */
const ENDPOINTS = z.pipe(
  z.pipe(z.string(), z.transform((text) => text.split(","))),
  z.array(
    z.string().check(z.trim(), z.regex(ENDPOINT, "must be HOST:PORT")),
  ),
);

const SECRET_ID = z.string().check(z.regex(
  /^secret:(\/\/[\w-]+\/)?[0-9a-z]{20}$/,
  "must be the id of a secret",
));

const OFFER: StandardSchema<unknown, DatabaseOffer> = z.pipe(
  z.object({
    database: DATABASE_NAME,
    endpoints: ENDPOINTS,
    "secret-user": SECRET_ID,
  }),
  z.transform(({ database, endpoints, "secret-user": secretId }) => ({
    database,
    endpoints,
    secretId,
  })),
);

/**
 * Gives a database, in the databag of the provider's application. Giving the
 * same again writes nothing.
 *
 * @param relation The relation with the requirer.
 * @param app The own application.
 * @param offer The database, and the secret, which must be granted.
 * @throws {RelationDataAccessError} If this unit does not lead.
 */
export function offerDatabase(
  relation: Relation,
  app: Application,
  offer: DatabaseOffer,
): void {
  const { database, endpoints, secretId } = offer;
  const data = {
    database,
    endpoints: endpoints.join(","),
    "secret-user": secretId,
  };
  relation.save(data, app, { codec: CODEC });
}

/**
 * What the provider gives, as the requirer reads it.
 *
 * @param relation The relation with the provider.
 * @returns What it gives, or what is wrong with that; null if it has not given
 * a login and a place yet: providers write their keys one after the other.
 */
export function readOffer(
  relation: Relation,
): LoadResult<DatabaseOffer> | null {
  const { app } = relation;
  if (app === null) return null;
  const data = relation.data.get(app);
  if (!data.has("secret-user") || !data.has("endpoints")) return null;
  return relation.tryLoad(OFFER, app, { codec: CODEC });
}
