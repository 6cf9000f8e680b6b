import { assertEquals } from "@std/assert";
import { TINY_CHARM } from "./_testing.ts";
import { CHARM, found } from "./_testing_check.ts";

Deno.test("checkCharm() finds names in the code that the metadata has not (TYP-14)", async () => {
  const charm = `import * as ops from "@charmkit/ops";
class C extends ops.CharmBase {
  #web = this.getContainer("webb");
}
`;

  assertEquals(await found({ ...CHARM, "src/charm.ts": charm }), [
    'error src/charm.ts:3:28: the metadata declares no container "webb": write "web"',
  ]);
  const broken = TINY_CHARM.replace("name: tiny", "name: [");
  const lines = await found({
    "charmcraft.yaml": broken,
    "src/charm.ts": charm,
  });
  assertEquals(lines.some((line) => line.includes("webb")), false);
});

Deno.test("checkCharm() finds code that Deno can't parse", async () => {
  const files = {
    ...CHARM,
    "src/charm.ts": 'import "./other.ts";\n',
    "src/other.ts": "x(\n",
  };
  const expected = "error src/other.ts:2:1: not valid code: unexpected token";

  assertEquals(await found(files), [expected]);
  // It is told once, and also where the metadata is no YAML.
  assertEquals(
    await found(files, { types: true, deno: Deno.execPath() }),
    [expected],
  );
  const lines = await found({ ...files, "charmcraft.yaml": "name: [" });
  assertEquals(lines.includes(expected), true);
});

Deno.test("checkCharm() tells a mistake in the metadata once", async () => {
  const charm = `import * as ops from "@charmkit/ops";
class C extends ops.CharmBase {
  #web = this.getContainer("web");
  #port = this.config.get("port");
}
`;
  const rows: [yaml: string, findings: string[]][] = [
    [
      "",
      [
        "error charmcraft.yaml:1:1: the file is empty; write name, summary, description, base and platforms of the charm",
      ],
    ],
    [
      "just text\n",
      ['error charmcraft.yaml:1:1: expected a map, got "just text"'],
    ],
    [
      TINY_CHARM.replace("config:\n", "konfig:\n"),
      [
        'error charmcraft.yaml:15:1: konfig: unknown key; write "config"?',
      ],
    ],
    [
      TINY_CHARM.replace(
        "  web:\n    resource: web-image\n",
        "  - web\n",
      ),
      ["error charmcraft.yaml:9:1: containers: expected a map, got a list"],
    ],
  ];
  for (const [yaml, findings] of rows) {
    assertEquals(
      await found({ "charmcraft.yaml": yaml, "src/charm.ts": charm }),
      findings,
    );
  }
});

Deno.test("checkCharm() knows the package by the names that deno.json gives it", async () => {
  const charm = `import { CharmBase as Base } from "juju";
class C extends Base {
  #web = this.getContainer("webb");
}
`;
  const config = '{"imports": {"juju": "jsr:@charmkit/ops@^0.1.0"}}';

  assertEquals(await found({ ...CHARM, "src/charm.ts": charm }), []);
  assertEquals(
    (await found({ ...CHARM, "src/charm.ts": charm, "deno.json": config }))
      .length,
    1,
  );
});

Deno.test("checkCharm() lets Deno check the types if it is asked to", async () => {
  const files = {
    ...CHARM,
    "src/charm.ts": 'import "./other.ts";\n',
    "src/other.ts": '\nexport const port: number = "x";\n',
  };
  const deno = Deno.execPath();

  assertEquals(await found(files), []);
  assertEquals(await found(files, { types: true, deno }), [
    "error src/other.ts:2:14: Type 'string' is not assignable to type 'number'. (TS2322)",
  ]);
  assertEquals(await found(CHARM, { types: true, deno }), []);
  const [line = ""] = await found({
    ...CHARM,
    "src/charm.ts": 'import "./nothing.ts";\n',
  }, { types: true, deno });
  assertEquals(line.includes("nothing.ts"), true);
});
