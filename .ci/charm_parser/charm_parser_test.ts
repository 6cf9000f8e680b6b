import { assertEquals, assertMatch } from "@std/assert";

const parser = Deno.env.get("CHARMKIT_CHARM_PARSER");
const python = Deno.env.get("CHARMKIT_PYTHON");
const ignore = parser === undefined || python === undefined;

type Member = readonly [mode: number, content: string];

const METADATA =
  "{name: demo, summary: s, description: d, containers: {a: {}}}";
const MANIFEST =
  "bases: [{name: ubuntu, channel: '24.04', architectures: [amd64]}]";
const GOOD: Readonly<Record<string, Member>> = {
  "metadata.yaml": [0o100644, METADATA],
  "manifest.yaml": [0o100644, MANIFEST],
  "dispatch": [0o100755, "#!/bin/sh\n"],
};
const ZIP = `
import json, sys, zipfile
path, members = sys.argv[1], json.loads(sys.argv[2])
with zipfile.ZipFile(path, "w") as archive:
    for name, (mode, content) in members.items():
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, mode << 16
        archive.writestr(info, content)
`;

/** Packs the members, and lets the parser judge. */
async function parse(
  members: Readonly<Record<string, Member>>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/demo.charm`;
    await new Deno.Command(python!, {
      args: ["-c", ZIP, path, JSON.stringify(members)],
    }).output();
    const { code, stdout, stderr } = await new Deno.Command(parser!, {
      args: [path],
    }).output();
    const decoder = new TextDecoder();
    return {
      code,
      stdout: decoder.decode(stdout),
      stderr: decoder.decode(stderr),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "charm-parser tells what it found in a good charm",
  ignore,
  fn: async () => {
    const { code, stdout } = await parse(GOOD);

    const { name, format, containers, bases } = JSON.parse(stdout);
    assertEquals(code, 0);
    assertEquals([name, format, containers, bases.length], [
      "demo",
      2,
      ["a"],
      1,
    ]);
  },
});

const { "metadata.yaml": _, ...noMetadata } = GOOD;
const { "manifest.yaml": __, ...noManifest } = GOOD;
const REFUSED: readonly [string, Readonly<Record<string, Member>>, RegExp][] = [
  ["no metadata (CHA-01)", noMetadata, /"metadata.yaml" not found/],
  ["no manifest (CHA-05)", noManifest, /without a manifest.yaml not valid/],
  [
    "a dispatch that cannot run (CHA-17)",
    { ...GOOD, dispatch: [0o100644, ""] },
    /"dispatch" must have mode 0755, it is 0644/,
  ],
  [
    "a link out of the charm (CHA-18)",
    { ...GOOD, y: [0o120777, "/etc/passwd"] },
    /symlink "\/etc\/passwd" is absolute/,
  ],
];

for (const [what, members, message] of REFUSED) {
  Deno.test({
    name: `charm-parser refuses ${what}`,
    ignore,
    fn: async () => {
      const { code, stderr } = await parse(members);

      assertEquals(code, 1);
      assertMatch(stderr, message);
    },
  });
}
