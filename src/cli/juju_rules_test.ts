import { assertEquals } from "@std/assert";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { jujuVerdicts } from "./juju_rules.ts";
import type { Verdict } from "./rules/rule.ts";

type Part = Readonly<Record<string, unknown>>;

function paths(part: Part, severity: Verdict["severity"]): string[] {
  const { config, actions, ...metadata } = part;
  return jujuVerdicts({
    metadata: { name: "tiny", ...metadata },
    config,
    actions,
  })
    .filter((verdict) => verdict.severity === severity)
    .map(({ section, path }) => [section, ...path].join(" "));
}

function refusedPaths(part: Part): string[] {
  return paths(part, "error");
}

Deno.test("jujuVerdicts() finds endpoints that Juju refuses (CHA-06)", () => {
  const rows: [Part, refused: string[]][] = [
    [{ requires: { db: "mysql" }, provides: { web: "http" } }, []],
    [
      { requires: { x: "a" }, peers: { x: "b" } },
      ["metadata peers x"],
    ],
    [{ requires: { juju: "a" } }, ["metadata requires juju"]],
    [{ provides: { "juju-x": "a" } }, ["metadata provides juju-x"]],
    [{ provides: { x: "juju-info" } }, ["metadata provides x"]],
    [{ requires: { x: "juju-info" } }, []],
    [{ name: "juju-controller", provides: { "juju-x": "juju" } }, []],
    [{ subordinate: true }, ["metadata subordinate"]],
    [
      {
        subordinate: true,
        requires: {
          "juju-info": { interface: "juju-info", scope: "container" },
        },
      },
      [],
    ],
  ];
  for (const [part, refused] of rows) {
    assertEquals(refusedPaths(part), refused);
  }
});

Deno.test("jujuVerdicts() finds what containers name, but nothing declares (CHA-07)", () => {
  const resources = {
    image: { type: "oci-image" },
    file: { filename: "f" },
  } as const;
  const rows: [Part, refused: string[]][] = [
    [{ containers: { web: { resource: "image" } }, resources }, []],
    [{ containers: { web: {} } }, []],
    [
      { containers: { web: { resource: "other" } }, resources },
      ["metadata containers web resource"],
    ],
    [
      { containers: { web: { resource: "file" } }, resources },
      ["metadata containers web resource"],
    ],
    [
      {
        containers: { web: { mounts: [{ storage: "data", location: "/d" }] } },
      },
      ["metadata containers web mounts 0 storage"],
    ],
  ];
  for (const [part, refused] of rows) {
    assertEquals(refusedPaths(part), refused);
  }
});

Deno.test("jujuVerdicts() finds storages and resources that Juju refuses (CHA-08, CHA-09)", () => {
  const rows: [Part, refused: string[]][] = [
    [{ storage: { d: { type: "filesystem", location: "/d" } } }, []],
    [
      { storage: { d: { type: "block", location: "/d" } } },
      ["metadata storage d location"],
    ],
    [
      { storage: { d: { type: "block", multiple: { range: "0-0" } } } },
      ["metadata storage d multiple range"],
    ],
    [{ storage: { d: { type: "block", multiple: { range: "0-10" } } } }, []],
    [{ resources: { r: {} } }, ["metadata resources r"]],
    [
      { resources: { r: { filename: "a/b" } } },
      ["metadata resources r filename"],
    ],
    [{ resources: { r: { type: "oci-image" } } }, []],
  ];
  for (const [part, refused] of rows) {
    assertEquals(refusedPaths(part), refused);
  }
});

Deno.test("jujuVerdicts() finds defaults that do not fit their type (CHA-13)", () => {
  const fitting = [
    { default: "x" },
    { type: "string", default: "" },
    { type: "int", default: -3 },
    { type: "int", default: "3" },
    { type: "float", default: 3 },
    { type: "boolean", default: "true" },
    { type: "secret", default: "" },
    { type: "secret", default: "secret:x" },
    { type: "int", default: null },
  ] as const;
  const wrong = [
    { default: 3 },
    { type: "string", default: true },
    { type: "int", default: 1.5 },
    { type: "int", default: "x" },
    { type: "float", default: "1.5" },
    { type: "boolean", default: 1 },
    { type: "boolean", default: "yes" },
    { type: "secret", default: "hunter2" },
  ] as const;
  for (const option of fitting) {
    assertEquals(refusedPaths({ config: { options: { o: option } } }), []);
  }
  for (const option of wrong) {
    assertEquals(
      refusedPaths({ config: { options: { o: option } } }),
      ["config options o default"],
    );
  }
});

Deno.test("jujuVerdicts() finds actions that Juju refuses (CHA-14, TYP-21, TYP-22)", () => {
  const rows: [Charmcraft["actions"], refused: string[]][] = [
    [{ "do-it": {}, a1: {} }, []],
    [{ Run: {} }, ["actions Run"]],
    [{ "-x": {} }, ["actions -x"]],
    [{ "juju-x": {} }, ["actions juju-x"]],
    [{ a: { params: { p: { items: [{ $ref: "#/x" }] } } } }, [
      "actions a params p items 0 $ref",
    ]],
    [{ a: { params: { p: { $schema: "x" } } } }, [
      "actions a params p $schema",
    ]],
  ];
  for (const [actions, refused] of rows) {
    assertEquals(refusedPaths({ actions }), refused);
  }
});

Deno.test("jujuVerdicts() finds keys of two formats in one file (CHA-04, CHA-05)", () => {
  const rows: [Part, refused: string[]][] = [
    [{ series: ["jammy"], storage: {} }, []],
    [
      { series: ["jammy"], containers: {}, assumes: [] },
      ["metadata containers", "metadata assumes"],
    ],
    [
      { "min-juju-version": "3.0", deployment: {} },
      ["metadata deployment", "metadata min-juju-version"],
    ],
  ];
  for (const [metadata, refused] of rows) {
    assertEquals(refusedPaths(metadata), refused);
  }
});

Deno.test("jujuVerdicts() advises against what is seldom meant (PKG-66, TYP-11, TYP-23, TYP-24)", () => {
  const rows: [Part, advised: string[]][] = [
    [{ actions: { a: {}, b: { params: {} } } }, []],
    [{ actions: { a: { params: { p: {} } } } }, ["actions a"]],
    [
      {
        actions: {
          a: {
            params: { p: { default: 1 } },
            required: ["p", "q"],
            additionalProperties: false,
          },
        },
      },
      ["actions a params p default", "actions a required"],
    ],
    [
      {
        actions: {
          a: {
            params: {
              open: { type: "object" },
              low: { type: "integer", minimum: 1, default: 0 },
              high: { type: "integer", minimum: 1, default: 2n },
              deep: {
                type: "object",
                properties: { in: { type: "string", default: 1 } },
              },
              text: "no schema",
            },
            additionalProperties: false,
          },
        },
      },
      [
        "actions a params open",
        "actions a params low default",
        "actions a params deep",
      ],
    ],
    [{ config: { options: { o: {} } } }, ["config options o"]],
    [
      { config: { options: { o: { type: "int", default: 2n ** 60n } } } },
      ["config options o default"],
    ],
    [
      { storage: { d: { type: "block", multiple: { range: "3-1" } } } },
      ["metadata storage d multiple range"],
    ],
  ];
  for (const [part, advised] of rows) {
    assertEquals(paths(part, "warning"), advised);
    assertEquals(refusedPaths(part), []);
  }
});
