import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { startPebble } from "./_daemon.ts";
import { RawServer } from "./_raw_server.ts";
import { Client } from "./client.ts";
import { APIError, ProtocolError } from "./errors.ts";
import {
  BasicIdentity,
  type Identities,
  Identity,
  LocalIdentity,
} from "./identity.ts";

const HASH = "$6$salt$secret-hash";

async function refusal(call: () => Promise<unknown>): Promise<string> {
  const { code, message } = await assertRejects(call, APIError);
  return `${code} ${message}`;
}

Deno.test("Identity reads and writes what the API has, unknown words too (PBI-01, PBI-02, PBI-06)", () => {
  const dicts = [
    { access: "admin", local: { "user-id": 0 } },
    { access: "metrics", basic: { password: "*****" } },
    { access: "untrusted", cert: { pem: "*****" } },
    { access: "new", local: { "user-id": 1 }, basic: { password: "x" } },
  ];

  assertEquals(dicts.map((dict) => Identity.fromDict(dict).toDict()), dicts);
  assertEquals(
    new Identity({ access: "read", local: new LocalIdentity(7) }).toDict(),
    { access: "read", local: { "user-id": 7 } },
  );
  assertThrows(
    () => new Identity({ access: "read" }),
    TypeError,
    'at least one of "local" or "basic" must be provided',
  );
  for (
    const bad of [null, { local: {} }, { access: "read", basic: {} }, {
      access: "read",
      local: { "user-id": "0" },
    }]
  ) {
    assertThrows(() => Identity.fromDict(bad), ProtocolError);
  }
});

Deno.test("BasicIdentity never shows its password by itself (PBI-07)", () => {
  const basic = new BasicIdentity(HASH);
  const identity = new Identity({
    access: "metrics",
    basic,
    local: new LocalIdentity(7),
  });

  const shown = [
    `${basic}`,
    `${identity}`,
    Deno.inspect(basic, { showHidden: true, getters: true }),
    Deno.inspect({ identity }, { depth: 9, getters: true }),
    JSON.stringify({ identity }),
  ];

  for (const text of shown) assertEquals(text.includes("secret"), false, text);
  assertEquals(shown.slice(0, 2), [
    "BasicIdentity(password='*****')",
    "Identity(metrics, LocalIdentity(7), BasicIdentity(password='*****'))",
  ]);
  assertEquals([basic.password, basic.toDict()], [HASH, { password: HASH }]);
});

Deno.test("Client adds, changes, replaces and removes identities (PBI-01, PBI-03, PBI-04, PBI-05)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const dicts = async () =>
    Object.fromEntries(
      Object.entries(await client.getIdentities())
        .map(([name, identity]) => [name, identity.toDict()]),
    );
  const a = { access: "read", local: { "user-id": 4242 } } as const;
  const b = new Identity({
    access: "metrics",
    basic: new BasicIdentity(HASH),
  });

  const none = await dicts();
  await client.addIdentities({ a, b });
  const added = await dicts();
  await client.updateIdentities({ a: { ...a, access: "admin" } });
  const updated = await dicts();
  await client.replaceIdentities({ a: null, c: a, unknown: null });
  const replaced = await dicts();
  const refusals = [
    await refusal(() => client.addIdentities({ c: a })),
    await refusal(() => client.updateIdentities({ a })),
    await refusal(() => client.removeIdentities(["b", "y", "x"])),
  ];
  await client.removeIdentities(new Set(["b", "c"]));

  const stars = { access: "metrics", basic: { password: "*****" } };
  assertEquals(none, {});
  assertEquals(added, { a, b: stars });
  assertEquals(updated["a"]?.access, "admin");
  assertEquals(replaced, { b: stars, c: a });
  assertEquals(refusals, [
    "400 identities already exist: c",
    "400 identities do not exist: a",
    "400 identities do not exist: x, y",
  ]);
  assertEquals(await dicts(), {});
});

Deno.test("Client passes on why identities are refused, without their secrets (PBI-07, PBI-08)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const basic = { password: HASH };
  const local = { "user-id": 4242 };
  const table: readonly (readonly [Identities, string])[] = [
    [
      { n: { access: "bad", basic } },
      'invalid identity for "n": invalid access value "bad", must be ' +
      '"admin", "read", "metrics", or "untrusted"',
    ],
    [
      { n: { access: "read" } },
      'invalid identity for "n": identity must have at least one type ' +
      '("local", "basic", or "cert")',
    ],
    [
      { n: { access: "read", basic: { password: "" } } },
      'invalid identity for "n": basic identity must specify password (hashed)',
    ],
    [
      { a: { access: "read", local }, b: { access: "read", local } },
      "cannot have multiple identities with user ID 4242 (a, b)",
    ],
    [{ "": { access: "read", basic } }, "identity"],
  ];

  for (const [identities, message] of table) {
    const error = await assertRejects(
      () => client.addIdentities(identities),
      APIError,
      message,
    );
    assertEquals(Deno.inspect(error).includes("secret"), false);
  }
  const wrong = await assertRejects(
    () => client.addIdentities({ n: HASH as never }),
    TypeError,
  );
  assertEquals(
    wrong.message,
    'Cannot write identity "n" of type string: it must be an Identity or a ' +
      "dictionary",
  );
});

Deno.test("Client does not show a password that could not be sent (PBI-07)", async () => {
  await using server = new RawServer(async (peer) => {
    await peer.until("secret");
    await peer.write("HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\nnope");
  });
  using client = new Client(server.socketPath);

  const error = await assertRejects(
    () =>
      client.replaceIdentities({
        n: { access: "metrics", basic: { password: HASH } },
      }),
    APIError,
  );

  assertEquals(Deno.inspect(error).includes("secret"), false);
  assertEquals(error.code, 500);
});
