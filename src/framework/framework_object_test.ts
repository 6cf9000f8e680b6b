import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { makeFixture, makeFramework } from "../_model_fixture.ts";
import { FrameworkError } from "./errors.ts";
import { FrameworkObject } from "./framework_object.ts";

class Part extends FrameworkObject {}

Deno.test("FrameworkObject has its place in the tree as path (HND-05)", () => {
  const framework = makeFramework();
  const part = new Part(framework);
  const keyed = new Part(part, "key");

  assertEquals(part.handle.path, "Part");
  assertEquals(keyed.handle.path, "Part/Part[key]");
  assertStrictEquals(keyed.framework, framework);
});

Deno.test("FrameworkObject takes the kind of its path from the class (HND-04)", () => {
  class Named extends FrameworkObject {
    static override readonly handleKind: string = "library";
  }
  class Derived extends Named {}
  const framework = makeFramework();

  assertEquals(new Named(framework, "a").handle.path, "library[a]");
  assertEquals(new Derived(framework, "b").handle.path, "library[b]");
});

Deno.test("FrameworkObject shows the model and the log of its framework (FRW-01)", () => {
  const fixture = makeFixture();
  const part = new Part(makeFramework(undefined, fixture));

  assertStrictEquals(part.model, fixture.model);
  assertStrictEquals(part.log, fixture.log.logger);
});

Deno.test("FrameworkObject refuses a path that is taken (FRW-02)", () => {
  const framework = makeFramework();
  const part = new Part(framework, "a");
  new Part(framework, "b");
  new Part(part, "a");

  assertThrows(
    () => new Part(framework, "a"),
    FrameworkError,
    "Cannot make a second object Part[a]: give each a key of its own",
  );
});

Deno.test("FrameworkObject refuses a class without a name, which would have no path", () => {
  const framework = makeFramework();

  assertThrows(
    () => new (class extends FrameworkObject {})(framework),
    FrameworkError,
    "Cannot make an object of a class without a name",
  );
});
