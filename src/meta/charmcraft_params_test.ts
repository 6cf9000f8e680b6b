// What is tested here is what the compiler says.
import { assertEquals } from "@std/assert";
import { assertType, type Same } from "../_assert_type.ts";
import type { Charmcraft } from "./charmcraft.ts";
import type { ActionParams, SchemaValue } from "./charmcraft_params.ts";

const charmcraft = {
  name: "app",
  actions: {
    tune: {
      params: {
        level: { oneOf: [{ type: "integer" }, { enum: ["low", "high"] }] },
        target: { anyOf: [{ type: "string" }, { type: "null" }] },
        both: {
          allOf: [
            {
              type: "object",
              properties: { a: { type: "string" } },
              required: ["a"],
            },
            { type: "object", properties: { b: { type: "number" } } },
          ],
        },
      },
      required: ["level"],
      additionalProperties: { type: "string" },
    },
    labels: { additionalProperties: { type: "integer" } },
  },
} as const satisfies Charmcraft;

Deno.test("ActionParams has unions for oneOf and anyOf, and all of allOf (TYP-26)", () => {
  type Params = ActionParams<typeof charmcraft, "tune">;

  assertType<Same<Params["level"], number | "low" | "high">>();
  assertType<Same<Params["target"], string | null | undefined>>();
  const both: Params["both"] = { a: "x", b: 1 };
  // @ts-expect-error The first of them wants a member.
  const half: Params["both"] = { b: 1 };
  assertEquals([both, half].length, 2);
});

Deno.test("ActionParams has other members where a schema is said for them (TYP-26)", () => {
  type Other = ActionParams<typeof charmcraft, "tune">["other"];
  type Label = ActionParams<typeof charmcraft, "labels">["any"];

  assertType<Same<Other, unknown>>();
  assertType<Same<Label, number>>();
});

Deno.test("SchemaValue is null as well where that is the default (TYP-24)", () => {
  type Value = SchemaValue<{
    readonly anyOf: readonly [{ readonly type: "string" }];
    readonly default: null;
  }>;

  assertType<Same<Value, string | null>>();
});
