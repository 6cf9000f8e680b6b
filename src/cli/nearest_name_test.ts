import { assertEquals } from "@std/assert";
import { nearestName } from "./nearest_name.ts";

Deno.test("nearestName() finds what was probably meant", () => {
  const known = ["requires", "provides", "resources", "peers", "port"];
  const rows: [name: string, meant: string | null][] = [
    ["require", "requires"],
    ["reqiures", "requires"],
    ["Provides", "provides"],
    ["resource", "resources"],
    ["prot", "port"],
    ["p", null],
    ["something", null],
    ["", null],
  ];
  for (const [name, meant] of rows) {
    assertEquals(nearestName(name, known), meant, name);
  }
  assertEquals(nearestName("a", []), null);
});
