import { assertThrows } from "@std/assert";
import { assertResultKeys } from "./action_results.ts";

for (const key of ["a", "1", "a-b", "a.b", "a1", "a-.b", "0.9"]) {
  Deno.test(`assertResultKeys() takes the key "${key}" (ACT-04)`, () => {
    assertResultKeys({ [key]: "v", more: { [key]: [1] } });
  });
}

for (const key of ["", "A", "a_b", "-a", "a-", ".a", "a.", "é", "a b", "a\n"]) {
  Deno.test(`assertResultKeys() refuses the key ${JSON.stringify(key)} (ACT-04)`, () => {
    assertThrows(
      () => assertResultKeys({ [key]: "v" }),
      TypeError,
      `Cannot set action result "${key}"`,
    );
    assertThrows(
      () => assertResultKeys({ ok: { [key]: "v" } }),
      TypeError,
      `Cannot set action result "ok.${key}"`,
    );
  });
}
