import { assertEquals, assertRejects } from "@std/assert";
import { makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import { checkCharm, type CheckOptions } from "./check.ts";
import { CliError } from "./cli_error.ts";
import { mistakeText } from "./mistakes.ts";
import { generateTypes } from "./types.ts";

type Files = Readonly<Record<string, string>>;

const CHARM = { "charmcraft.yaml": TINY_CHARM, "src/charm.ts": "" };

/** What is found in a charm of these files, one line each. */
async function found(
  files: Files,
  options: Omit<CheckOptions, "dir"> = {},
): Promise<string[]> {
  await using folder = await makeFolder(files);
  const { findings, errors, warnings } = await checkCharm({
    ...options,
    dir: folder.path,
  });
  assertEquals(errors + warnings, findings.length);
  return findings.map((finding) =>
    `${finding.severity} ${mistakeText(finding)}`
  );
}

Deno.test("checkCharm() finds nothing in a good charm", async () => {
  assertEquals(await found(CHARM), []);
});

Deno.test("checkCharm() finds what charmcraft lets through (PKG-66)", async () => {
  const lines = await found({
    ...CHARM,
    "charmcraft.yaml":
      TINY_CHARM.replace("web-image:\n    type", "other:\n    type")
        .replace(
          "    port:\n      type: int\n      default: 8080\n",
          "    a: {type: banana}\n    b: {}\n    c: {type: int, default: x}\n",
        ).replace(
          "  restart:\n",
          "  Bad_Action: {}\n" +
            "  run: {params: {p: {$ref: x}}, additionalProperties: false}\n",
        ) + "provides:\n  juju-x: {}\n",
  });

  assertEquals(lines, [
    'error charmcraft.yaml:11:5: containers.web.resource: no resource "web-image" is declared; add it to resources',
    'error charmcraft.yaml:17:9: config.options.a.type: expected "string" or "int" or "float" or "boolean" or "secret", got "banana"',
    'warning charmcraft.yaml:18:5: config.options.b: without "type", Juju takes it for a string; write "type: string"',
    'error charmcraft.yaml:19:20: config.options.c.default: expected a default of type int, got "x"',
    "error charmcraft.yaml:21:3: actions.Bad_Action: expected lowercase letters, digits and inner hyphens",
    'error charmcraft.yaml:22:22: actions.run.params.p["$ref"]: Juju takes no "$ref" in an action; write out what it stands for',
    "error charmcraft.yaml:24:3: provides.juju-x.interface: missing; expected text",
    'error charmcraft.yaml:24:3: provides.juju-x: Juju keeps endpoint names such as "juju-x"',
  ]);
});

Deno.test("checkCharm() finds a program that Juju can't run (PKG-13)", async () => {
  await using folder = await makeFolder({
    ...CHARM,
    "charmcraft.yaml": `${TINY_CHARM}parts:
  charm: {plugin: dump, source: dist/}
  other: {plugin: dump, source: "https://x/y"}
`,
    "dispatch": "",
    "dist/dispatch": "",
  });
  await Deno.chmod(folder.at("dispatch"), 0o644);
  await Deno.chmod(folder.at("dist/dispatch"), 0o700);

  const { findings } = await checkCharm({ dir: folder.path });

  assertEquals(findings.map(mistakeText), [
    "dispatch: expected mode 0755, got 0644: Juju can't run it; run `chmod 0755 dispatch`",
    "dist/dispatch: expected mode 0755, got 0700: Juju can't run it; run `chmod 0755 dist/dispatch`",
  ]);
  await Deno.chmod(folder.at("dispatch"), 0o755);
  await Deno.chmod(folder.at("dist/dispatch"), 0o755);
  assertEquals((await checkCharm({ dir: folder.path })).findings, []);
});

Deno.test("checkCharm() finds a generated module that is out of date", async () => {
  await using folder = await makeFolder(CHARM);
  const dir = folder.path;
  await generateTypes({ dir, deno: Deno.execPath() }, new MemoryOutput());
  assertEquals((await checkCharm({ dir })).findings, []);

  await Deno.writeTextFile(
    folder.at("charmcraft.yaml"),
    TINY_CHARM.replace("8080", "9090"),
  );
  const stale = await checkCharm({ dir });
  await Deno.writeTextFile(folder.at("src/charmcraft.ts"), "// Own.\n");
  const own = await checkCharm({ dir });

  assertEquals(stale.findings.map(mistakeText), [
    "src/charmcraft.ts: not what charmcraft.yaml says; run `charmkit types`",
  ]);
  assertEquals(own.findings, []);
});

Deno.test("checkCharm() finds mistakes in deno.json, and a main module that is not there", async () => {
  const { "src/charm.ts": _, ...bare } = CHARM;

  assertEquals(await found(bare), [
    'error src/charm.ts: there is no "src/charm.ts", the charm\'s main module; name it in deno.json: charmkit.entry',
  ]);
  assertEquals(
    await found({ ...bare, "deno.json": '{"charmkit": {"entry": "a.ts"}}' }),
    [
      'error deno.json:1:15: charmkit.entry: there is no "a.ts", the charm\'s main module',
    ],
  );
  assertEquals(
    await found({ ...CHARM, "deno.json": '{"charmkit": {"permission": {}}}' }),
    ["error deno.json:1:15: charmkit.permission: unknown key here"],
  );
  const [line = "", ...others] = await found({ ...CHARM, "deno.json": "{" });
  assertEquals(
    [line.startsWith("error deno.json:1:2: expected JSON"), others],
    [
      true,
      [],
    ],
  );
});

Deno.test("checkCharm() finds what Juju refuses in lxd-profile.yaml (CHA-16)", async () => {
  const lines = await found({
    ...CHARM,
    "lxd-profile.yaml": `config:
  security.nesting: "true"
  limits.memory: 1GB
  a: [b]
devices:
  gpu: {type: gpu}
  disk: {type: disk}
`,
  });

  assertEquals(lines, [
    'error lxd-profile.yaml:3:3: config["limits.memory"]: Juju sets boot, limits and migration itself; remove it',
    "error lxd-profile.yaml:4:3: config.a: expected text",
    'error lxd-profile.yaml:7:10: devices.disk.type: expected unix-char, unix-block, gpu, usb, got "disk"',
  ]);
});

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

Deno.test("checkCharm() warns of platforms that Deno can't compile for (PKG-38)", async () => {
  const lines = await found({
    ...CHARM,
    "charmcraft.yaml": TINY_CHARM.replace("  arm64:\n", "  s390x:\n"),
  });
  const old = await found({
    ...CHARM,
    "charmcraft.yaml": TINY_CHARM.replace(
      "base: ubuntu@24.04\nplatforms:\n  amd64:\n  arm64:\n",
      "bases: [{name: ubuntu, channel: '22.04', architectures: [armhf]}]\n",
    ),
  });

  assertEquals(lines, [
    "warning charmcraft.yaml:8:3: platforms.s390x: charmkit compiles for amd64 and arm64, not for s390x",
  ]);
  assertEquals(old, [
    "warning charmcraft.yaml:5:1: bases: charmkit compiles for amd64 and arm64, not for armhf",
  ]);
});

Deno.test("checkCharm() tells when there is no charm", async () => {
  await using folder = await makeFolder();

  await assertRejects(
    () => checkCharm({ dir: folder.path }),
    CliError,
    "Cannot find charmcraft.yaml",
  );
});
