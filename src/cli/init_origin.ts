import { dirname, fromFileUrl, join, relative, resolve } from "@std/path";
import { VERSION } from "../version.ts";
import { CliError } from "./cli_error.ts";
import { parseJsonc } from "./jsonc.ts";
import { entriesOf, memberOf } from "./plain_map.ts";

/** From where a new project takes `@charmkit/ops`. */
export interface PackageOrigin {
  /** `imports` of its deno.json. */
  readonly imports: Readonly<Record<string, string>>;
  /** `links` of its deno.json; none where the package comes from JSR. */
  readonly links: readonly string[];
  /** The checkout that is used, as an address; null: none, the package is JSR's. */
  readonly checkout: string | null;
  /** How its tasks run charmkit. */
  readonly command: string;
}

/**
 * Finds from where a new project takes the package: from JSR or, if charmkit
 * runs from a checkout, from there, so that it works unpublished and offline.
 *
 * @param dir Absolute path of the project.
 * @param own Address of charmkit's own folder. @default {the package's}
 * @throws {CliError} If the folder is in a workspace that it is no member of:
 * Deno refuses to work there.
 */
export async function packageOrigin(
  dir: string,
  own: URL = new URL("../../", import.meta.url),
): Promise<PackageOrigin> {
  const imports = {
    "@charmkit/ops": `jsr:@charmkit/ops@^${VERSION}`,
    "@std/assert": "jsr:@std/assert@^1.0.0",
  };
  const workspace = await findWorkspace(dir);
  const checkout = await checkoutLinks(own);
  const [home] = checkout;
  if (home === undefined) {
    const command = "deno run -A @charmkit/ops/cli";
    return { imports, links: [], checkout: null, command };
  }
  return {
    imports,
    // Deno wants links in the root of a workspace only.
    links: workspace === null ? checkout : [],
    checkout: home,
    // It finds the checkout's tools, and goes to INIT_CWD if that is set.
    command: `INIT_CWD= deno run -A ${home}/.ci/charmkit.ts`,
  };
}

/**
 * The packages that a checkout consists of, as addresses; none if it is none.
 * Beside @charmkit/ops these are the workspace's members with a name.
 */
async function checkoutLinks(own: URL): Promise<string[]> {
  if (own.protocol !== "file:") return [];
  const home = fromFileUrl(own);
  const config = await readConfig(home);
  if (memberOf(config, "name") !== "@charmkit/ops") return [];
  const folders = ["./"];
  for (const member of membersOf(memberOf(config, "workspace"))) {
    const own = await readConfig(join(home, member));
    if (memberOf(own, "name") !== undefined) folders.push(member);
  }
  // Deno 2.6 takes absolute paths only as addresses.
  return folders.map((path) => new URL(path, own).href.replace(/\/$/, ""));
}

/** The workspace that the folder is a member of; null if there is none. */
async function findWorkspace(dir: string): Promise<string | null> {
  for (let folder = dirname(dir);; folder = dirname(folder)) {
    const workspace = memberOf(await readConfig(folder), "workspace");
    if (workspace !== undefined) {
      const isMember = membersOf(workspace)
        .some((member) => matches(resolve(folder, member), dir));
      if (isMember) return folder;
      throw new CliError(
        `Cannot make a project in "${dir}": it is inside of the Deno ` +
          `workspace "${folder}"`,
        {
          hint:
            `Choose a folder outside, or add "./${relative(folder, dir)}" ` +
            `to "workspace" in "${join(folder, "deno.json")}" first`,
        },
      );
    }
    if (dirname(folder) === folder) return null;
  }
}

function membersOf(workspace: unknown): string[] {
  const members = memberOf(workspace, "members") ?? workspace;
  return Array.isArray(members)
    ? members.map(String)
    : entriesOf(members).map(([, path]) => String(path));
}

/** Whether a path is the one of a member, in which `*` stands for one name. */
function matches(member: string, path: string): boolean {
  const parts = path.split("/");
  const wanted = member.split("/");
  return wanted.length === parts.length &&
    wanted.every((name, index) => name === "*" || name === parts[index]);
}

/** A deno.json that is missing or wrong is none of this project's. */
async function readConfig(folder: string): Promise<unknown> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    try {
      return parseJsonc(await Deno.readTextFile(join(folder, name)));
    } catch {
      continue;
    }
  }
  return null;
}
