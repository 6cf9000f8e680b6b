import {
  type Application,
  CharmBase,
  type Charmcraft,
  type LoadResult,
  type Relation,
} from "@charmkit/ops";
import {
  Context,
  Relation as RelationState,
  State,
} from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import {
  type DatabaseOffer,
  offerDatabase,
  readOffer,
  readRequest,
  requestDatabase,
} from "./mod.ts";

const CHARMCRAFT = {
  name: "web",
  requires: { db: { interface: "postgresql_client", limit: 1 } },
} as const satisfies Charmcraft;

class WebCharm extends CharmBase<typeof CHARMCRAFT> {}

const OFFER = {
  database: "shop",
  endpoints: "db.example:5432",
  "secret-user": "secret:d4r6vtpp9r3c9b2n0q1g",
};

/** Does something with a relation in which the other side has said this. */
async function inRelation<T>(
  remoteAppData: Record<string, string>,
  use: (relation: Relation, app: Application) => T,
) {
  const db = new RelationState("db", { remoteAppData });
  const ctx = new Context(WebCharm, CHARMCRAFT);
  const manager = ctx.manager(
    ctx.on.updateStatus(),
    new State({ leader: true, relations: [db] }),
  );
  const { charm } = manager;
  const result = use(charm.getRelation("db")!, charm.app);
  const out = await manager.run();
  return { result, written: out.getRelation(db).localAppData };
}

function detailsOf<T>(result: LoadResult<T> | null): string | null | undefined {
  return result === null || result.ok ? null : result.error.details;
}

Deno.test("readOffer() gives what offerDatabase() has written", async () => {
  const offer: DatabaseOffer = {
    database: "shop",
    endpoints: ["10.0.0.7:5432", "[fd00::7]:5432"],
    secretId: "secret://0495-4a80/d4r6vtpp9r3c9b2n0q1g",
  };
  const { written } = await inRelation(
    {},
    (relation, app) => offerDatabase(relation, app, offer),
  );

  const { result } = await inRelation(written, readOffer);

  assertEquals(result, { ok: true, value: offer });
});

Deno.test("readRequest() gives what requestDatabase() has written", async () => {
  const { written } = await inRelation(
    {},
    (relation, app) => requestDatabase(relation, app, "shop"),
  );

  const { result } = await inRelation(written, readRequest);

  assertEquals(result, { ok: true, value: { database: "shop" } });
});

Deno.test("readOffer() takes no offer for one that is not all there yet", async () => {
  for (const key of ["endpoints", "secret-user"] as const) {
    const { [key]: _, ...others } = OFFER;

    const { result } = await inRelation(others, readOffer);

    assertEquals(result, null);
  }
});

Deno.test("readOffer() lets keys pass that it does not know", async () => {
  const { result } = await inRelation(
    { ...OFFER, data: "{}", tls: "False", uris: "" },
    readOffer,
  );

  assertEquals(result?.ok, true);
});

Deno.test("readOffer() tells all that is wrong, by key", async () => {
  const { result } = await inRelation({
    endpoints: "db.example:5432,db.example",
    "secret-user": "the password",
  }, readOffer);

  assertEquals(
    detailsOf(result),
    '"database": must be 1 to 63 letters, digits, _ and -, with a letter or _ first; ' +
      '"endpoints.1": must be HOST:PORT; ' +
      '"secret-user": must be the id of a secret',
  );
});
