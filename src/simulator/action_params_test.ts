import { assertEquals } from "@std/assert";
import { checkParams, fillDefaults } from "./action_params.ts";
import { jujuRelease } from "./juju_release.ts";

const action = {
  params: {
    where: { type: "string", default: "here" },
    count: { type: "integer" },
    mode: { enum: ["fast", "slow"] },
    deep: {
      type: "object",
      properties: { a: { default: 1 }, b: { type: "boolean" } },
      required: ["b"],
    },
  },
} as const;

Deno.test("fillDefaults() fills what is not given, also inside of maps (JDP-12)", () => {
  assertEquals(fillDefaults(action, {}), { where: "here", deep: { a: 1 } });
  assertEquals(fillDefaults(action, { where: null, deep: { a: 2 }, x: 1 }), {
    where: null,
    deep: { a: 2 },
    x: 1,
  });
});

Deno.test("checkParams() tells the first thing that is wrong", () => {
  const cases: readonly (readonly [Record<string, unknown>, string | null])[] =
    [
      [{ where: "x", count: 1, mode: "fast", deep: { b: true } }, null],
      [{ extra: 1 }, null],
      [{ count: 1.5 }, "(root).count: must be of type integer, given 1.5"],
      [{ where: 1 }, "(root).where: must be of type string, given 1"],
      [
        { mode: "x" },
        '(root).mode: must match one of the enum values ["fast","slow"]',
      ],
      [{ deep: {} }, '(root).deep: "b" property is missing and required'],
      [
        { deep: { b: 1 } },
        "(root).deep.b: must be of type boolean, given 1",
      ],
    ];
  for (const [params, wrong] of cases) {
    assertEquals(checkParams(action, params, jujuRelease()), wrong);
  }
});

Deno.test("checkParams() refuses other parameters when told to, and in Juju 4 unless told not to (JLM-06)", () => {
  const refused = '(root): additional property "x" is not allowed';
  const cases = [
    ["3.6.28", undefined, null],
    ["3.6.28", false, refused],
    ["4.0.14", undefined, refused],
    ["4.0.14", true, null],
  ] as const;
  for (const [version, additionalProperties, wrong] of cases) {
    assertEquals(
      checkParams({ additionalProperties }, { x: 1 }, jujuRelease(version)),
      wrong,
    );
  }
});
