import { assertEquals } from "@std/assert";
import { Ajv } from "ajv";
import { parse } from "@std/yaml";
import { TINY_CHARM } from "./_testing.ts";
import { jsonSchema } from "./json_schema.ts";

function mistakes(name: Parameters<typeof jsonSchema>[0], text: string) {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  ajv.validate(jsonSchema(name), parse(text));
  return (ajv.errors ?? []).map(({ instancePath }) => instancePath);
}

Deno.test("jsonSchema() accepts a charm (PKG-73)", () => {
  assertEquals(mistakes("charmcraft", TINY_CHARM), []);
  assertEquals(mistakes("charmcraft", "parts: {a: {plugin: nil}}"), []);
  assertEquals(
    mistakes("metadata", "{name: a, summary: b, description: c, foreign: 1}"),
    [],
  );
  assertEquals(mistakes("config", "options: {a: {type: int, default: 1}}"), []);
  assertEquals(
    mistakes("actions", "a: {params: {p: {items: {type: string}}}}\nb:"),
    [],
  );
});

Deno.test("jsonSchema() finds mistakes in config and actions as well (PKG-73)", () => {
  const rows: [string, string, path: string][] = [
    ["charmcraft", "sumary: x", ""],
    [
      "charmcraft",
      "config: {options: {a: {type: bool}}}",
      "/config/options/a/type",
    ],
    ["charmcraft", "requires: {a: {interface: b, limit: x}}", "/requires/a"],
    [
      "charmcraft",
      "actions: {a: {params: {p: {properties: {q: {type: x}}}}}}",
      "/actions/a/params/p/properties/q/type",
    ],
    ["metadata", "name: a", ""],
    ["config", "options: {a: {type: bool}}", "/options/a/type"],
    ["actions", "a: {required: b}", "/a/required"],
  ];
  for (const [name, text, path] of rows) {
    const paths = mistakes(name as "config", text);
    assertEquals(paths.includes(path), true, `${text}: ${paths}`);
  }
});

Deno.test("jsonSchema() explains each key of a charm (PKG-73)", () => {
  const bare: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, entry] of Object.entries(value)) {
      if (key === "properties" && !path.endsWith("/properties")) {
        for (const [name, schema] of Object.entries(entry)) {
          const known = schema as { readonly description?: string };
          if (!known.description) bare.push(`${path}/${name}`);
        }
      }
      walk(entry, `${path}/${key}`);
    }
  };
  const { properties } = jsonSchema("charmcraft");
  const { requires, config, storage, resources, containers } = properties as {
    readonly [name: string]: unknown;
  };

  walk({ requires, config, storage, resources, containers }, "");

  assertEquals(bare, []);
});
