import { assertEquals } from "@std/assert";
import type { CharmcraftOption } from "../../src/meta/charmcraft.ts";
import { errorsOf } from "./testdata/scenario.ts";

function run(
  option: CharmcraftOption | null,
  value: string | number | boolean,
  jujuVersion?: string,
): string[] {
  return errorsOf({
    meta: { config: { options: { a: option as CharmcraftOption } } },
    state: { config: { a: value } },
    jujuVersion,
  });
}

Deno.test("checkConsistency() wants options to be declared (CON-40, QRK-13)", () => {
  const state = { config: { a: 1 } };

  assertEquals(errorsOf({ state }), ["option-undeclared"]);
  assertEquals(errorsOf({ state, meta: { config: {} } }), [
    "option-undeclared",
  ]);
  assertEquals(errorsOf({ meta: { config: {} } }), []);
});

Deno.test("checkConsistency() wants options to be declared with a type (CON-41)", () => {
  assertEquals(run({}, "a"), ["option-untyped"]);
  assertEquals(run(null, "a"), ["option-untyped"]);
});

Deno.test("checkConsistency() wants a type that Juju knows (CON-42)", () => {
  const id = `secret:${"a".repeat(20)}`;

  assertEquals(run({ type: "text" as never }, "a"), ["option-type-unknown"]);
  assertEquals(run({ type: "secret" }, id, "3.3.9"), ["option-type-unknown"]);
  assertEquals(run({ type: "secret" }, id, "3.4.0"), []);
});

Deno.test("checkConsistency() wants values of the declared type (CON-43, QRK-09)", () => {
  assertEquals(run({ type: "string" }, "a"), []);
  assertEquals(run({ type: "int" }, 1), []);
  assertEquals(run({ type: "float" }, 1), []);
  assertEquals(run({ type: "float" }, 1.5), []);
  assertEquals(run({ type: "boolean" }, false), []);
  for (
    const [type, value] of [
      ["string", 1],
      ["int", 1.5],
      ["int", true],
      ["int", "1"],
      ["float", true],
      ["float", Infinity],
      ["boolean", 1],
      ["secret", 1],
    ] as const
  ) {
    assertEquals(run({ type }, value), ["option-value"], `${type} ${value}`);
  }
});

Deno.test("checkConsistency() wants a secret option to be the id of a secret (CON-44)", () => {
  const type = "secret";

  assertEquals(run({ type }, `secret:${"0z".repeat(10)}`), []);
  for (
    const id of [
      "a",
      "secret:",
      `secret:${"A".repeat(20)}`,
      `secret:${"a".repeat(21)}`,
    ]
  ) {
    assertEquals(run({ type }, id), ["option-value"]);
  }
});
