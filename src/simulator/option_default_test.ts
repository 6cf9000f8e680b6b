import { assertEquals } from "@std/assert";
import { ModelState } from "./model_state.ts";
import { optionDefault } from "./option_default.ts";

Deno.test("optionDefault() reads text by the option's type, as Juju does", () => {
  assertEquals(optionDefault({ type: "int", default: "4" }), 4);
  assertEquals(optionDefault({ type: "int", default: "0x1F" }), 31);
  assertEquals(optionDefault({ type: "int", default: "-0_17" }), -15);
  assertEquals(optionDefault({ type: "int", default: 4 }), 4);
  assertEquals(optionDefault({ type: "boolean", default: "false" }), false);
  assertEquals(optionDefault({ type: "boolean", default: "T" }), true);
  assertEquals(optionDefault({ type: "string", default: "4" }), "4");
  assertEquals(optionDefault({ default: "true" }), "true");
  assertEquals(optionDefault({ type: "float", default: 0.5 }), 0.5);
  assertEquals(optionDefault({ type: "int" }), null);
  assertEquals(optionDefault({ type: "int", default: null }), null);
  assertEquals(optionDefault(null), null);
});

Deno.test("ModelState gives options the values that Juju makes of their defaults", () => {
  const options = {
    workers: { type: "int", default: "4" },
    debug: { type: "boolean", default: "false" },
  } as const;
  const state = new ModelState({
    charmcraft: { name: "web", config: { options } },
    config: { debug: true },
  });

  assertEquals([...state.configValues()], [["workers", 4], ["debug", true]]);
});
