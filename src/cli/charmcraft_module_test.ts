import { assertEquals, assertStringIncludes } from "@std/assert";
import { charmcraftModule } from "./charmcraft_module.ts";

Deno.test("charmcraftModule() writes any value as an expression", () => {
  const module = charmcraftModule({
    name: "x",
    assumes: ["a", { "any-of": ["b"] }],
    config: { options: {} },
    "extra-bindings": { ["__proto__"]: null },
  });

  assertStringIncludes(module, 'assumes: ["a", {\n"any-of": ["b"],\n}],');
  assertStringIncludes(module, "options: {},");
  assertStringIncludes(module, '["__proto__"]: null,');
});

Deno.test("charmcraftModule() has descriptions as comments (TYP-26)", () => {
  const module = charmcraftModule({
    name: "x",
    config: {
      options: {
        a: { description: "One line.\n" },
        b: { description: "Two\n\nlines, with */ in them  \n" },
        c: { description: " " },
      },
    },
    actions: {
      tune: {
        title: "Tune",
        description: "Tunes it.",
        params: {
          how: {
            description: "How.",
            properties: { fast: { description: "Fast." } },
          },
        },
      },
    },
    storage: { data: { type: "block", description: "Data." } },
    resources: { image: { type: "oci-image", description: "Image." } },
  });

  const comments = [...module.matchAll(/\/\*\*.*?\*\/\n\S+/gs)]
    .map(([text]) => text).slice(1);
  assertEquals(comments, [
    "/** One line. */\na:",
    "/**\n * Two\n *\n * lines, with *\\/ in them\n */\nb:",
    "/**\n * Tune\n *\n * Tunes it.\n */\ntune:",
    "/** How. */\nhow:",
    "/** Fast. */\nfast:",
    "/** Data. */\ndata:",
    "/** Image. */\nimage:",
  ]);
});
