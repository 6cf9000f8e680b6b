import { assertEquals } from "@std/assert";
import { charmcraftModule } from "./charmcraft_module.ts";
import { saySame } from "./module_tokens.ts";

const MODULE = charmcraftModule({
  name: "x",
  assumes: ["a", "b"],
  config: { options: { "log-level": { default: "info" }, b: { default: 1 } } },
});

Deno.test("saySame() looks past layout", () => {
  const others = [
    MODULE.replaceAll("\n", "  \n\n"),
    MODULE.replaceAll('"', "'"),
    MODULE.replaceAll(";", ""),
    MODULE.replaceAll(",\n}", "\n}"),
    MODULE.replace("name:", '"name":'),
    MODULE.replace(/\/\*\*.*?\*\//s, "// Something else."),
  ];
  for (const other of others) assertEquals(saySame(MODULE, other), true, other);
});

Deno.test("saySame() finds what differs", () => {
  const others = [
    MODULE.replace('"info"', '"debug"'),
    MODULE.replace("1", '"2"'),
    MODULE.replace("log-level", "log_level"),
    MODULE.replace('["a", "b"]', '["b", "a"]'),
    MODULE.replace('["a", "b"]', '{"a", "b"}'),
    MODULE.replace("as const", ""),
    `${MODULE}export const more = 1;`,
    MODULE.replace('"info"', '"info'),
    "",
  ];
  for (const other of others) {
    assertEquals(saySame(MODULE, other), false, other);
  }
});
