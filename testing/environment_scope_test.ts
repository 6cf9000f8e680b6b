import { assertEquals, assertThrows } from "@std/assert";
import { withEnvironment } from "./run/environment_scope.ts";

const environment = () => ({ JUJU_UNIT_NAME: "web/0" });
const unitName = () => Deno.env.get("JUJU_UNIT_NAME");

Deno.test("withEnvironment() holds until what it runs is done (CTX-45)", async () => {
  const late = Promise.withResolvers<void>();
  let leftBehind: Promise<unknown> = Promise.resolve();

  const inside = await withEnvironment(environment, async () => {
    leftBehind = late.promise.then(unitName);
    await Promise.resolve();
    return unitName();
  });
  late.resolve();

  assertEquals(inside, "web/0");
  assertEquals(await leftBehind, undefined);
});

Deno.test("withEnvironment() ends with a run that throws", () => {
  let later = unitName;

  assertThrows(() =>
    withEnvironment(environment, () => {
      assertEquals(unitName(), "web/0");
      later = unitName;
      throw new RangeError("No luck");
    }), RangeError);

  assertEquals(later(), undefined);
});
