/**
 * The interface `postgresql_client`, for both sides of it: an application asks
 * for a database, and is given one with a login of its own.
 *
 * | databag of    | key                 | value                                  |
 * | ------------- | ------------------- | -------------------------------------- |
 * | the requirer  | `database`          | name of the database                   |
 * |               | `requested-secrets` | JSON list: what is to be in a secret   |
 * | the provider  | `database`          | name of the database that it gave      |
 * |               | `endpoints`         | `HOST:PORT`, with commas between       |
 * |               | `secret-user`       | the secret: `username` and `password`  |
 *
 * Both write into the databag of their application, so only leaders do. The
 * password is never in a databag. What is not listed here is left alone.
 *
 * Source: `interfaces/postgresql_client/v0` of canonical/charm-relation-interfaces,
 * so a charm that uses this can be related with charms in Python.
 *
 * @example Both sides, each in a test of its own
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { readOffer, requestDatabase } from "@charmkit/database-provider/interface";
 * import { Context, Relation, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const charmcraft = {
 *   name: "web",
 *   requires: { database: { interface: "postgresql_client", limit: 1 } },
 * } as const satisfies ops.Charmcraft;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on["database"].relationChanged, this.#onDatabase);
 *   }
 *
 *   #onDatabase({ relation }: ops.RelationChangedEvent): void {
 *     requestDatabase(relation, this.app, "shop");
 *     const offer = readOffer(relation);
 *     if (offer === null) return;
 *     this.unit.status = offer.ok
 *       ? new ops.ActiveStatus(offer.value.endpoints[0])
 *       : new ops.BlockedStatus(offer.error.details);
 *   }
 * }
 *
 * const database = new Relation("database", {
 *   remoteAppData: {
 *     database: "shop",
 *     endpoints: "10.0.0.7:5432",
 *     "secret-user": "secret:d4r6vtpp9r3c9b2n0q1g",
 *   },
 * });
 * const ctx = new Context(WebCharm, charmcraft);
 * const out = await ctx.run(
 *   ctx.on.relationChanged(database),
 *   new State({ leader: true, relations: [database] }),
 * );
 *
 * assertEquals(out.unitStatus, new ops.ActiveStatus("10.0.0.7:5432"));
 * assertEquals(out.getRelation(database).localAppData["database"], "shop");
 * ```
 *
 * @module
 */
export { type Login, newPassword, readLogin } from "./login.ts";
export { type DatabaseOffer, offerDatabase, readOffer } from "./offer.ts";
export {
  type DatabaseRequest,
  readRequest,
  requestDatabase,
} from "./request.ts";
