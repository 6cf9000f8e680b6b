import { assertEquals } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { readCode } from "./charm_code.ts";
import { checkNames, type CheckNamesOptions } from "./code_names.ts";

const SECTIONS = {
  metadata: {
    requires: { database: "pg" },
    peers: { cluster: { interface: "x" } },
    containers: { web: {} },
    storage: { data: {} },
    resources: { image: {} },
    "extra-bindings": { public: null },
  },
  config: { options: { port: {} } },
  actions: { backup: {} },
};

/** The names that are found wrong, with their places. */
async function wrongNames(
  files: Readonly<Record<string, string>>,
  options: Partial<CheckNamesOptions> = {},
): Promise<string[]> {
  await using folder = await makeFolder(files);
  const { codes } = await readCode(folder.path, "src/charm.ts");
  const mistakes = checkNames({
    dir: folder.path,
    codes,
    sections: SECTIONS,
    packages: ["@charmkit/ops"],
    ...options,
  });
  return mistakes.map(({ file, line, column, message }) =>
    `${file}:${line}:${column} ${
      message.replace("the metadata declares no ", "")
    }`
  );
}

/** A class of charms with a method of these lines. */
function charm(body: string): Record<string, string> {
  return {
    "src/charm.ts": `import * as ops from "@charmkit/ops";
export class C extends ops.CharmBase<typeof charmcraft> {
  async #on(event: ops.EventBase): Promise<void> {
${body}
  }
}
`,
  };
}

Deno.test("checkNames() finds each kind of name", async () => {
  const wrong = await wrongNames(charm(`
    this.getContainer("webb");
    this.unit.getContainer("db");
    this.config.get("portt");
    this.model.config.get("host");
    this.getRelation("databse");
    this.model.getRelation("x", 1);
    this.relations.get("clusters");
    this.storages.get("dat")?.length;
    this.model.storages.request("disk", 1);
    await this.resources.fetch("img");
    this.model.getBinding("private");
    this.observe(this.on["dbb"].relationChanged, this.#on);
    this.observe(this.on.databasee.relationBroken, this.#on);
    this.observe(this.on["data-x"].storageAttached, this.#on);
    this.observe(this.on["database"].pebbleReady, this.#on);
    this.observe(this.on["back-up"].action, this.#on);`));

  assertEquals(wrong, [
    'src/charm.ts:5:23 container "webb": write "web"',
    'src/charm.ts:6:28 container "db": it has "web"',
    'src/charm.ts:7:21 option "portt": write "port"',
    'src/charm.ts:8:27 option "host": it has "port"',
    'src/charm.ts:9:22 endpoint "databse": write "database"',
    'src/charm.ts:10:28 endpoint "x": it has "database", "cluster"',
    'src/charm.ts:11:24 endpoint "clusters": write "cluster"',
    'src/charm.ts:12:23 storage "dat": write "data"',
    'src/charm.ts:13:33 storage "disk": it has "data"',
    'src/charm.ts:14:32 resource "img": it has "image"',
    'src/charm.ts:15:27 endpoint "private": it has "database", "cluster", "public", "juju-info"',
    'src/charm.ts:16:26 endpoint "dbb": it has "database", "cluster"',
    'src/charm.ts:17:26 endpoint "databasee": write "database"',
    'src/charm.ts:18:26 storage "data-x": write "data"',
    'src/charm.ts:19:26 container "database": it has "web"',
    'src/charm.ts:20:26 action "back-up": write "backup"',
  ]);
});

Deno.test("checkNames() lets pass what is declared, or may be something else", async () => {
  const name = "name";
  assertEquals(
    await wrongNames({
      ...charm(`
    this.getContainer("web"); this.config.get("port"); this.getRelation("cluster");
    this.on["database"].relationChanged; this.on.web.pebbleReady; this.on["backup"].action;
    this.model.getBinding("public"); this.model.getBinding("juju-info");
    this.getContainer(${name}); this.getContainer(\`webb\`); this[${name}]("webb");
    this.on[${name}].relationChanged; this.on.configChanged; this.on["nothing"];
    this.on["start"].emit(); this.relations.has("nothing"); this.config.has("nothing");
    other.getContainer("webb"); getContainer("webb"); super.getContainer("webb");
    function inner() { this.getContainer("webb"); }
    const object = { method() { this.getContainer("webb"); } };
    class Inner { own = this.getContainer("webb"); }`),
      "src/other.ts": "not code at all (",
    }),
    [],
  );
});

Deno.test("checkNames() looks into arrow functions and initial values", async () => {
  const wrong = await wrongNames(charm(`
    const later = () => this.config.get("hostname");
    for (const x of this.config?.get("addresses") ?? []) later(x);`));

  assertEquals(wrong.length, 2);
});

Deno.test("checkNames() follows the charm's own modules and classes", async () => {
  const wrong = await wrongNames({
    "src/charm.ts": `import { Base } from "./base.ts";
import { main } from "@charmkit/ops";
import "./gone.ts";
import "./broken.ts";
export default class extends Base { a = this.getContainer("a"); }
class Other extends Unknown { b = this.getContainer("b"); }
class Loop extends Loop { c = this.getContainer("c"); }
`,
    "src/base.ts": `import { CharmBase as B } from "@charmkit/ops";
import Default from "./default.ts";
export class Base extends B {
  d = this.getContainer("d");
}
class Further extends Default { e = this.getContainer("e"); }
`,
    "src/default.ts": `import { CharmBase } from "@charmkit/ops";
export default class Named extends CharmBase {}
`,
    "src/broken.ts": "class {",
  });

  assertEquals(wrong.map((text) => text.split(" ")[0]).sort(), [
    "src/base.ts:4:25",
    "src/base.ts:6:55",
    "src/charm.ts:5:59",
  ]);
});

Deno.test("checkNames() leaves alone what the charm's class has of its own", async () => {
  const wrong = await wrongNames({
    "src/charm.ts": `import { CharmBase } from "@charmkit/ops";
abstract class Base extends CharmBase {
  override getContainer(name) { return super.getContainer(\`\${name}-x\`); }
}
class C extends Base {
  config = new Map();
  a = this.getContainer("a");
  b = this.config.get("b");
  c = this.getRelation("c");
}
`,
  });

  assertEquals(wrong.map((text) => text.split(" ")[0]), ["src/charm.ts:9:24"]);
});

Deno.test("checkNames() tells a handful of names where many are declared", async () => {
  const names = Array.from({ length: 2000 }, (_, index) => `option-${index}`);
  const options = Object.fromEntries(names.map((name) => [name, {}]));
  const files = charm(
    'this.config.get("host"); this.config.get("option-1999"); this.config.get("toString");',
  );

  const wrong = await wrongNames(files, {
    sections: { ...SECTIONS, config: { options } },
  });

  const known =
    '"option-0", "option-1", "option-2", "option-3", "option-4" and 1995 more';
  assertEquals(wrong, [
    `src/charm.ts:4:17 option "host": it has ${known}`,
    `src/charm.ts:4:74 option "toString": it has ${known}`,
  ]);
});

Deno.test("checkNames() lets pass what is declared where the metadata is wrong", async () => {
  const files = charm(`
    this.config.get("x"); this.getContainer("x"); this.getRelation("x");
    this.getBinding("x"); this.storages.get("x"); this.on["x"].action;`);
  const count = async (options: Partial<CheckNamesOptions>) =>
    (await wrongNames(files, options)).length;
  const { metadata } = SECTIONS;
  const none = { metadata: {}, config: undefined, actions: undefined };
  const rows: [count: number, options: Partial<CheckNamesOptions>][] = [
    [6, { sections: none }],
    [2, { sections: { ...none, metadata: null } }],
    [5, { sections: { ...none, actions: null } }],
    [5, { sections: { ...none, config: "x" } }],
    [5, { sections: { ...none, config: {} } }],
    [6, { sections: { ...none, config: { options: null } } }],
    [5, { sections: { ...none, metadata: { containers: ["x"] } } }],
    [4, { sections: { ...none, metadata: { ...metadata, peers: null } } }],
    [4, { misspelt: ["provides"] }],
    [4, { misspelt: ["config", "actions"] }],
  ];
  for (const [expected, options] of rows) {
    assertEquals(await count(options), expected, Deno.inspect(options));
  }
});
