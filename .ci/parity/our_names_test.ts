import { assertEquals } from "@std/assert";
import { namesOf } from "./our_names.ts";

const property = (name: string) => ({ name });

Deno.test("namesOf() lists members, also those of an exported parent", () => {
  const names = namesOf([
    {
      name: "Base",
      declarations: [{ kind: "class", def: { properties: [property("id")] } }],
    },
    {
      name: "Derived",
      declarations: [{
        kind: "class",
        def: { extends: "Base", methods: [property("run")] },
      }],
    },
  ]);

  assertEquals([...names], [
    "Base",
    "Base.id",
    "Derived",
    "Derived.run",
    "Derived.id",
  ]);
});

Deno.test("namesOf() lists the texts that a type allows", () => {
  const literal = (string: string) => ({
    kind: "literal",
    value: { kind: "string", string },
  });

  const names = namesOf([{
    name: "Level",
    declarations: [{
      kind: "typeAlias",
      def: {
        tsType: { kind: "union", value: [literal("alive"), literal("ready")] },
      },
    }],
  }]);

  assertEquals([...names], ["Level", 'Level="alive"', 'Level="ready"']);
});
