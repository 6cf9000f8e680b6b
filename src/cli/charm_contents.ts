import { join } from "@std/path";
import type { CharmMember } from "./charm_archive.ts";
import { readCharmkitConfig } from "./deno_config.ts";
import { findExtraFiles } from "./extra_files.ts";
import { legacyHookMembers } from "./legacy_hooks.ts";

/** What is taken along from the charm's folder, if it is there. */
const EXTRAS = [
  "LICENSE",
  "README.md",
  "icon.svg",
  "lxd-profile.yaml",
  "version",
];

/**
 * What a charm has beside its program and the YAML files that describe it: what
 * is usual, what the author's deno.json names, and legacy hooks.
 *
 * @param dir The charm's folder.
 * @throws {CliError} If a file that deno.json names can't be packed.
 */
export async function charmContents(dir: string): Promise<CharmMember[]> {
  const { files } = await readCharmkitConfig(dir);
  const members = new Map<string, CharmMember>();
  const found = [
    ...await extras(dir),
    ...await findExtraFiles(dir, files),
    ...await legacyHookMembers(dir),
  ];
  for (const member of found) members.set(member.name, member);
  return [...members.values()];
}

/**
 * Writes members into a folder, as unpacking a charm would leave them.
 *
 * @param folder The folder; made if it is not there.
 * @param members What goes there, in place of what has its name.
 */
export async function writeMembers(
  folder: string,
  members: readonly CharmMember[],
): Promise<void> {
  for (const { name, mode, content } of members) {
    const path = join(folder, name);
    await Deno.mkdir(join(path, ".."), { recursive: true });
    if (typeof content === "string") await Deno.copyFile(content, path);
    else await Deno.writeFile(path, content);
    // Given here and not when it is made, as the umask takes from that.
    await Deno.chmod(path, mode);
  }
}

async function extras(dir: string): Promise<CharmMember[]> {
  const members: CharmMember[] = [];
  for (const name of EXTRAS) {
    try {
      const content = await Deno.readFile(join(dir, name));
      members.push({ name, mode: 0o644, content });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return members;
}
