/**
 * The files of a new charm, as `charmkit init` makes them. Each is a function of
 * the project's names, so that it can be read as the file that it becomes;
 * `deno fmt` lays out the result, as names differ in length.
 *
 * They are modules because those are what a package surely brings along: Deno
 * 2.6 imports text only with a flag.
 *
 * @module
 */

import type { ProjectNames } from "../init_names.ts";
import type { PackageOrigin } from "../init_origin.ts";
import { ciWorkflow, gitignore, icon } from "./common.ts";
import { denoJson } from "./deno_json.ts";
import { contributing, readme } from "./documents.ts";
import { integrationTest } from "./integration_test_file.ts";
import { kubernetesFiles } from "./kubernetes.ts";
import { LICENSE } from "./license.ts";
import { machineFiles } from "./machine.ts";

/** What kind of charm it is: one with workload containers, or one on a machine. */
export type Profile = "kubernetes" | "machine";

/** The profiles, in the order of charmcraft. */
export const PROFILES: readonly Profile[] = ["kubernetes", "machine"];

/** What the files of a project depend on. */
export interface ProjectChoices {
  /** What kind of charm it is. */
  readonly profile: Profile;
  /** Its names. */
  readonly names: ProjectNames;
  /** From where it takes the package. */
  readonly origin: PackageOrigin;
  /** The Deno that compiles it when charmcraft packs it. */
  readonly denoVersion: string;
}

/**
 * The files of a project by their paths in it, without `src/charmcraft.ts`,
 * which is generated.
 *
 * Source: what `charmcraft init` makes for its profiles of these names.
 */
export function projectFiles(
  choices: ProjectChoices,
): Readonly<Record<string, string>> {
  const own = choices.profile === "kubernetes" ? kubernetesFiles : machineFiles;
  return {
    ".github/workflows/ci.yaml": ciWorkflow(),
    ".gitignore": gitignore(),
    "CONTRIBUTING.md": contributing(),
    "LICENSE": LICENSE,
    "README.md": readme(choices),
    "deno.json": denoJson(choices),
    "icon.svg": icon(),
    "tests/integration/charm_test.ts": integrationTest(choices),
    ...own(choices),
  };
}
