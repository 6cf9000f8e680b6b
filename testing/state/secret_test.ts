import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { Secret, StateValidationError } from "../mod.ts";

Deno.test("Secret has the defaults of one that was granted (STT-70)", () => {
  const { id: _, ...secret } = new Secret({ a: "b" });

  assertEquals(secret, {
    trackedContent: { a: "b" },
    latestContent: { a: "b" },
    owner: null,
    remoteGrants: {},
    label: null,
    description: null,
    expire: null,
    rotate: null,
  });
});

Deno.test("Secret.id is random unless given (STT-71, QRK-26)", () => {
  const [one, two] = [new Secret({ a: "b" }), new Secret({ a: "b" })];

  assertMatch(one.id, /^secret:[a-z0-9]{20}$/);
  assert(one.id !== two.id);
  assertEquals(new Secret({ a: "b" }, { id: "secret:x" }).id, "secret:x");
});

Deno.test("Secret refuses content that is empty or no map of texts, and does not tell it (STT-72)", () => {
  const bad: unknown[] = [{}, [], "text", { a: 71234 }, null];

  for (const content of bad) {
    const given = content as Record<string, string>;
    const tracked = assertThrows(
      () => new Secret(given),
      StateValidationError,
      'Cannot take "trackedContent"',
    );
    assert(!tracked.message.includes("71234"));
    if (content === null) continue;
    assertThrows(
      () => new Secret({ a: "b" }, { latestContent: given }),
      StateValidationError,
      'Cannot take "latestContent"',
    );
  }
  new Secret({ "Any_key at all": "b" });
});

Deno.test("Secret.expire is a copy", () => {
  const expire = new Date(0);
  const secret = new Secret({ a: "b" }, { expire });

  expire.setTime(1);

  assertEquals(secret.expire, new Date(0));
});
