// Puts the same charms before `charmkit check` and before Juju's own parser.
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { writeCharmArchive } from "../../src/cli/charm_archive.ts";
import { checkCharm } from "../../src/cli/check.ts";
import {
  ACCEPTED,
  type AgreementCase,
  REFUSED,
  STRICTER,
} from "./agreement_cases.ts";

const parser = Deno.env.get("CHARMKIT_CHARM_PARSER");
const ignore = parser === undefined;

interface Opinions {
  readonly juju: boolean;
  readonly charmkit: boolean;
  readonly said: string;
}

async function ask(charm: AgreementCase): Promise<Opinions> {
  const { base = "ubuntu@24.04", platform = "amd64" } = charm;
  const [name = "", channel = ""] = base.split("@");
  const files: Record<string, string | undefined> = {
    "metadata.yaml": charm.wholeMetadata ??
      `name: demo\nsummary: s\ndescription: d\n${charm.metadata ?? ""}\n`,
    "config.yaml": charm.config,
    "actions.yaml": charm.actions,
    "lxd-profile.yaml": charm.profile,
  };
  const dir = await Deno.makeTempDir();
  try {
    const members = Object.entries(files).flatMap(([name, text]) =>
      text === undefined
        ? []
        : [{ name, mode: 0o644, content: new TextEncoder().encode(text) }]
    );
    for (const { name, content } of members) {
      await Deno.writeFile(join(dir, name), content);
    }
    await Deno.writeTextFile(
      join(dir, "charmcraft.yaml"),
      `base: ${base}\nplatforms: {${platform}: }\n`,
    );
    await Deno.mkdir(join(dir, "src"));
    await Deno.writeTextFile(join(dir, "src/charm.ts"), "");
    const manifest =
      `bases: [{name: ${name}, channel: '${channel}', architectures: [${platform}]}]`;
    const bytes = (text: string) => new TextEncoder().encode(text);
    const path = join(dir, "demo.charm");
    await writeCharmArchive(path, [
      ...members,
      { name: "manifest.yaml", mode: 0o644, content: bytes(manifest) },
      { name: "dispatch", mode: 0o755, content: bytes("#!/bin/sh\n") },
    ], { modified: new Date(0) });
    const { success, stderr } = await new Deno.Command(parser!, {
      args: [path],
      stdin: "null",
    }).output();
    const { errors, findings } = await checkCharm({ dir });
    return {
      juju: success,
      charmkit: errors === 0,
      said: [
        new TextDecoder().decode(stderr),
        ...findings.map(({ path, message }) => `${path}: ${message}`),
      ].join("\n"),
    };
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function test(
  charm: AgreementCase,
  title: string,
  expected: Omit<Opinions, "said">,
): void {
  Deno.test({
    name: `${title} ${charm.name}`,
    ignore,
    fn: async () => {
      const { juju, charmkit, said } = await ask(charm);

      assertEquals({ juju, charmkit }, expected, said);
    },
  });
}

for (const charm of REFUSED) {
  test(charm, "checkCharm() refuses as Juju does:", {
    juju: false,
    charmkit: false,
  });
}

for (const charm of ACCEPTED) {
  test(charm, "checkCharm() accepts as Juju does:", {
    juju: true,
    charmkit: true,
  });
}

for (const charm of STRICTER) {
  test(charm, `checkCharm() is stricter than Juju (${charm.why}):`, {
    juju: true,
    charmkit: false,
  });
}
