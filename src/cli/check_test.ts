import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import { CHARM, found } from "./_testing_check.ts";
import { checkCharm } from "./check.ts";
import { CliError } from "./cli_error.ts";
import { mistakeText } from "./mistakes.ts";
import { generateTypes } from "./types.ts";

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

Deno.test("checkCharm() tells which files can't be read, and goes on", async () => {
  const config = '{"charmkit": {"entry": "src"}}';
  const profile = "config: {limits.memory: 1}\n";

  assertEquals(
    await found({
      "charmcraft.yaml/x": "",
      "src/charm.ts": "x(",
      "lxd-profile.yaml": profile,
    }),
    [
      "error charmcraft.yaml: expected a file, found a folder",
      'error lxd-profile.yaml:1:10: config["limits.memory"]: Juju sets boot, limits and migration itself; remove it',
      "error src/charm.ts:1:3: not valid code: unexpected token",
    ],
  );
  assertEquals(await found({ ...CHARM, "deno.json": config }), [
    'error deno.json:1:15: charmkit.entry: "src" is no file; expected the charm\'s main module',
  ]);
  assertEquals(
    await found({
      "charmcraft.yaml": TINY_CHARM,
      "deno.json/x": "",
      "lxd-profile.yaml/x": "",
      "src/charmcraft.ts/x": "",
      "src/charm.ts": 'import "./charmcraft.ts";',
    }),
    [
      "error deno.json: expected a file, found a folder",
      "error lxd-profile.yaml: expected a file, found a folder",
      "error src/charmcraft.ts: expected a file, found a folder",
    ],
  );
});

Deno.test("checkCharm() tells what the system refuses without a class for it", async () => {
  const names = [
    "charmcraft.yaml",
    "deno.json",
    "lxd-profile.yaml",
    "dispatch",
    "src/charm.ts",
  ];
  for (const name of names) {
    const { [name]: _, ...files } = CHARM;
    await using folder = await makeFolder({ ...files, "src/x": "" });
    await Deno.symlink(name.split("/").at(-1)!, folder.at(name));

    const { findings } = await checkCharm({ dir: folder.path });

    const message = "too many levels of symbolic links";
    assertEquals(findings.length, 1, name);
    assertEquals(findings[0]?.file, name);
    assertStringIncludes(findings[0]?.message ?? "", message);
  }
});

Deno.test("checkCharm() finds files of deno.json that are not there, as pack does", async () => {
  const config = `{"charmkit": {
  "files": ["README.md", "../x", "nope"]
}}`;

  assertEquals(
    await found({ ...CHARM, "README.md": "", "deno.json": config }),
    [
      'error deno.json:2:26: charmkit.files[1]: expected a path in the charm\'s folder, got "../x"',
      'error deno.json:2:34: charmkit.files[2]: "nope": there is no such file',
    ],
  );
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
  await Deno.symlink("circle", folder.at("circle"));
  const { details } = await assertRejects(
    () => checkCharm({ dir: folder.at("circle") }),
    CliError,
    "Cannot read the folder",
  );
  assertEquals(details, ["cannot be read: too many levels of symbolic links"]);
});
