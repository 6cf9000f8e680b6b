import { assertEquals } from "@std/assert";
import type { CharmcraftAction } from "../meta/charmcraft.ts";
import {
  checkParams,
  fillDefaults,
  insertParamDefaults,
  requestParams,
} from "./action_params.ts";
import { jujuRelease } from "./juju_release.ts";
import { formatJson } from "./tools/output.ts";
import recorded from "./testdata/action_params.json" with { type: "json" };

/** What Juju makes of an action and its parameters. */
interface RecordedCase {
  readonly action: CharmcraftAction;
  readonly params: Readonly<Record<string, unknown>>;
  /** Why Juju does not take the charm. */
  readonly schemaRefused?: string;
  /** Why the controller does not take the parameters. */
  readonly givenRefused?: string;
  /** Why it can't fill in defaults. */
  readonly fillingRefused?: string;
  /** The parameters with defaults, where neither is so. */
  readonly filled?: unknown;
  /** Why the agent does not take these. */
  readonly filledRefused?: string;
}

const cases = recorded.cases as unknown as readonly RecordedCase[];
const release = jujuRelease();

/** Juju's order is by chance, so that of the records is the alphabet's. */
function sortedText(wrong: string | null): string | undefined {
  if (wrong === null) return undefined;
  return `validation failed: ${wrong.split("; ").sort().join("; ")}`;
}

Deno.test("checkParams() says of recorded parameters what Juju says (JDP-12)", () => {
  const taken = cases.filter(({ schemaRefused }) => !schemaRefused);
  for (const { action, params, givenRefused } of taken) {
    assertEquals(
      sortedText(checkParams(action, params, release)),
      givenRefused,
      formatJson({ action, params }),
    );
  }
  const refused = taken.filter(({ givenRefused }) => givenRefused);
  assertEquals([taken.length > 300, refused.length > 150], [true, true]);
});

Deno.test("insertParamDefaults() fills in recorded parameters as Juju does (JDP-12)", () => {
  for (const { action, params, filled, fillingRefused } of cases) {
    const { value, openMaps } = insertParamDefaults(action, params);
    const about = formatJson({ action, params });
    if (filled !== undefined) assertEquals(value, filled, about);
    if (filled === undefined && !fillingRefused) continue;
    assertEquals(openMaps.length > 0, fillingRefused !== undefined, about);
  }
});

Deno.test("requestParams() ends with recorded parameters where Juju does (JDP-12)", () => {
  for (const { schemaRefused, ...recorded } of cases) {
    if (schemaRefused !== undefined) continue;
    const { action, params: given, filled } = recorded;
    const { givenRefused, fillingRefused, filledRefused } = recorded;
    const request = requestParams({ name: "act", action, given }, release);
    const refusal = givenRefused ?? fillingRefused;
    const about = formatJson({ action, given });
    if ("params" in request) {
      assertEquals([refusal, filledRefused], [undefined, undefined], about);
      assertEquals(request.params, filled, about);
    } else if (refusal !== undefined) {
      assertEquals(request.status, "error", about);
    } else {
      assertEquals(request.status, "failed", about);
      assertEquals(
        request.message.startsWith(
          'cannot run "act" action: validation failed: ',
        ),
        filledRefused !== undefined,
        about,
      );
    }
  }
});

Deno.test("checkParams() takes schemas that Juju refuses, and does not throw", () => {
  const refused = cases.filter(({ schemaRefused }) => schemaRefused);

  const wrong = refused.map(({ action, params }) =>
    checkParams(action, params, release)
  ).filter((wrong) => wrong !== null);

  assertEquals(refused.length > 10, true);
  // All others have keywords that can't be read, which are left out.
  assertEquals(wrong, ['(root).a : must be greater than 3, given "1"']);
});

Deno.test("checkParams() shows what JSON has not", () => {
  const odd = { params: { a: { type: "string", enum: ["x"] } } };
  assertEquals(
    checkParams(odd, { a: 1n }, release),
    "(root).a : must be of type string, given 1",
  );
});

Deno.test("fillDefaults() copies what it fills in", () => {
  const action = { params: { list: { default: ["a"] } } };

  (fillDefaults(action, {})["list"] as string[]).push("b");

  assertEquals(fillDefaults(action, {}), { list: ["a"] });
});

Deno.test("requestParams() refuses in Juju's words, and tells at which step (JDP-12)", () => {
  const action = {
    params: {
      level: { type: "integer", maximum: 9, default: 10 },
      options: { type: "object" },
    },
  };
  const request = (given: Readonly<Record<string, unknown>>) =>
    requestParams({ name: "backup", action, given }, release);

  assertEquals(request({ level: 9 }), { params: { level: 9 } });
  assertEquals(request({ level: 99 }), {
    status: "error",
    message:
      'validation failed: (root).level : must be lower than 9, given "99"',
  });
  assertEquals(request({}), {
    status: "failed",
    message:
      'cannot run "backup" action: validation failed: (root).level : must be lower than 9, given "10"',
  });
  assertEquals(request({ level: 1, options: { a: 1 } }), {
    status: "error",
    message:
      "schema error caused a panic: interface conversion: interface {} is nil, not map[string]interface {}",
  });
});

Deno.test("checkParams() refuses other parameters when told to, and in Juju 4 unless told not to (JLM-06)", () => {
  const refused =
    '(root) : additional property "x" is not allowed, given {"x":1}';
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
