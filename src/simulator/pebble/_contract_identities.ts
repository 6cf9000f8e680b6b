import { assertEquals } from "@std/assert";
import { type ContractCase, refusal } from "./_contract.ts";

const ADMIN = { access: "admin", local: { "user-id": 4242 } } as const;
const READER = { access: "read", basic: { password: "hash" } } as const;

/** How identities are kept. */
export const IDENTITY_CASES: readonly ContractCase[] = [
  {
    name: "keeps identities (PBI-01, PBI-03, PBI-04, PBI-05)",
    async run({ client }) {
      const names = async () =>
        Object.keys(await client.getIdentities()).sort();
      assertEquals(await client.getIdentities(), {});

      await client.addIdentities({ bob: ADMIN });
      await client.replaceIdentities({ mary: READER, nobody: null });
      await client.updateIdentities({ bob: { ...ADMIN, access: "metrics" } });

      const { bob, mary } = await client.getIdentities();
      assertEquals(bob?.toDict(), { ...ADMIN, access: "metrics" });
      assertEquals(mary?.toDict(), {
        access: "read",
        basic: { password: "*****" },
      });
      await client.replaceIdentities({ bob: null });
      assertEquals(await names(), ["mary"]);
      await client.removeIdentities(["mary"]);
      assertEquals(await names(), []);
    },
  },
  {
    name: "refuses identities with the same words (PBI-04, PBI-05, PBI-08)",
    async run({ client }) {
      await client.addIdentities({ bob: ADMIN });
      const add = async (dict: unknown, name = "x") =>
        // What is no identity is for Pebble to refuse.
        await refusal(client.addIdentities({ [name]: dict as typeof ADMIN }));

      assertEquals(await add(READER, "bob"), [
        400,
        "identities already exist: bob",
      ]);
      assertEquals(await refusal(client.updateIdentities({ z: READER })), [
        400,
        "identities do not exist: z",
      ]);
      assertEquals(await refusal(client.removeIdentities(["z", "bob", "y"])), [
        400,
        "identities do not exist: y, z",
      ]);
      assertEquals(await add({ ...READER, access: "bad" }), [
        400,
        'invalid identity for "x": invalid access value "bad", must be ' +
        '"admin", "read", "metrics", or "untrusted"',
      ]);
      assertEquals(await add({ access: "read" }), [
        400,
        'invalid identity for "x": identity must have at least one type ' +
        '("local", "basic", or "cert")',
      ]);
      assertEquals(await add({ access: "read", basic: { password: "" } }), [
        400,
        'invalid identity for "x": basic identity must specify password ' +
        "(hashed)",
      ]);
      assertEquals(await add(READER, "1"), [
        400,
        'invalid identity for "1": identity name "" invalid: must start with ' +
        "an alphabetic character and only contain alphanumeric characters, " +
        "underscore, and hyphen",
      ]);
      assertEquals(await add(ADMIN, "also"), [
        400,
        "cannot have multiple identities with user ID 4242 (also, bob)",
      ]);
      assertEquals(Object.keys(await client.getIdentities()), ["bob"]);
    },
  },
];
