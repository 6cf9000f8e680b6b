import { assertEquals, assertThrows } from "@std/assert";
import { makeFixture } from "../_model_fixture.ts";
import { ModelError } from "./errors.ts";

const CONFIG_GET = "config-get --format=json";

Deno.test("ConfigData is read once, at first use (CFG-01)", () => {
  const { model, runner } = makeFixture({
    script: { [CONFIG_GET]: '{"name":"x","port":8080,"on":true,"ratio":0.5}' },
  });
  assertEquals(runner.calls, []);

  const values = ["name", "port", "on", "ratio", "other"]
    .map((name) => model.config.get(name));

  assertEquals(values, ["x", 8080, true, 0.5, undefined]);
  assertEquals(runner.calls, [CONFIG_GET]);
});

Deno.test("ConfigData lists the options that have a value (CFG-01)", () => {
  const { model: { config } } = makeFixture({
    script: { [CONFIG_GET]: '{"b":"","a":0,"unset":null}' },
  });

  assertEquals([...config.keys()], ["b", "a"]);
  assertEquals([...config], [["b", ""], ["a", 0]]);
  assertEquals([...config.entries()], [["b", ""], ["a", 0]]);
  assertEquals(config.toObject(), { b: "", a: 0 });
  assertEquals(["a", "unset", "none"].map((name) => config.has(name)), [
    true,
    false,
    false,
  ]);
});

Deno.test("ConfigData knows no option by a name that every object has", () => {
  const { model: { config } } = makeFixture({ script: { [CONFIG_GET]: "{}" } });

  assertEquals(config.get("constructor"), undefined);
  assertEquals(config.has("toString"), false);
});

Deno.test("ConfigData is empty when Juju prints null", () => {
  const { model } = makeFixture({ script: { [CONFIG_GET]: "null" } });

  assertEquals(model.config.toObject(), {});
});

Deno.test("ConfigData shows a secret as its id (CFG-02)", () => {
  const { model } = makeFixture({
    script: { [CONFIG_GET]: '{"key":"secret:9m4e2mr0ui3e8a215n4g"}' },
  });

  assertEquals(model.config.get("key"), "secret:9m4e2mr0ui3e8a215n4g");
});

Deno.test("ConfigData passes a failure on as ModelError, and asks again", () => {
  const { model } = makeFixture({
    script: { [CONFIG_GET]: [{ stderr: "ERROR no\n" }, '{"a":"b"}'] },
  });

  assertThrows(
    () => model.config.get("a"),
    ModelError,
    "Cannot read the configuration: ERROR no",
  );
  assertEquals(model.config.get("a"), "b");
});

for (const output of ["", "[]", '"text"', '{"a":{}}', '{"a":[1]}']) {
  Deno.test(`ConfigData refuses ${JSON.stringify(output)} and names the command (ERR-11)`, () => {
    const { model } = makeFixture({ script: { [CONFIG_GET]: output } });

    assertThrows(
      () => model.config.get("a"),
      ModelError,
      "Cannot read the output of config-get",
    );
  });
}
