import { assertEquals, assertThrows } from "@std/assert";
import {
  CloudCredential,
  CloudSpec,
  Container,
  ContextEvents,
  Network,
  Relation,
  Secret,
  StateValidationError,
  Storage,
} from "../mod.ts";

const CASES: readonly (readonly [
  string,
  (name: string) => unknown,
  readonly string[],
  readonly string[],
])[] = [
  [
    "endpoint (STT-10)",
    (name) => new Relation(name),
    ["db", "receive-ca-cert", "receive_ca_cert", "a1-b2"],
    ["0db", "DB", "-db", "db-", "db--x", "db__x", "", "db\n"],
  ],
  [
    "storage (STT-11)",
    (name) => new Storage(name),
    ["data", "data-a1", "a1"],
    ["store_a", "store-1", "0store", "store-", "", "data\n"],
  ],
  [
    "action (STT-12)",
    (name) => new ContextEvents("web").action(name),
    ["backup", "do-backup", "1"],
    ["do_backup", "Backup", "-b", "b-", "", "backup\n"],
  ],
  [
    "container (STT-13)",
    (name) => new Container(name),
    ["web", "my-web", "a".repeat(63)],
    ["my_web", "Web", "-b", "b-", "", "a".repeat(64), "web\n"],
  ],
];

for (const [kind, make, good, bad] of CASES) {
  Deno.test(`names of an ${kind} are checked as a whole (STT-14, QRK-20)`, () => {
    for (const name of good) make(name);
    for (const name of bad) {
      assertThrows(() => make(name), StateValidationError, "it must");
    }
  });
}

Deno.test("a text where names are expected is refused (STT-07)", () => {
  const text = "abc" as unknown as string[];
  const bytes = new Uint8Array(2) as unknown as string[];
  const makers: Record<string, (names: string[]) => unknown> = {
    redacted: (redacted) => new CloudCredential({ authType: "a", redacted }),
    caCertificates: (caCertificates) => new CloudSpec("a", { caCertificates }),
    ingressAddresses: (ingressAddresses) =>
      new Network("db", { ingressAddresses }),
    egressSubnets: (egressSubnets) => new Network("db", { egressSubnets }),
    "remoteGrants[1]": (names) =>
      new Secret({ a: "b" }, { remoteGrants: { 1: names } }),
  };

  for (const [field, make] of Object.entries(makers)) {
    for (const given of [text, bytes]) {
      assertThrows(
        () => make(given),
        StateValidationError,
        `Cannot take "${field}": it is a`,
      );
    }
    make(["abc"]);
  }
  // @ts-expect-error a text is no list of names
  assertThrows(() => new Network("db", { egressSubnets: "10.0.0.0/8" }));
});

Deno.test("grants are names in order, each once (STT-73)", () => {
  const secret = new Secret({ a: "b" }, {
    remoteGrants: { 3: new Set(["pg", "pg/0"]), 4: ["a", "a"] },
  });

  assertEquals(secret.remoteGrants, { 3: ["pg", "pg/0"], 4: ["a"] });
});
