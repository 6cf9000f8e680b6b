import { basename } from "@std/path";
import { isAppName } from "../meta/juju_names.ts";
import { CliError } from "./cli_error.ts";

/** The names in a new project that come from the charm's name. */
export interface ProjectNames {
  /** Of the charm, such as `"hello-k8s"`. */
  readonly charm: string;
  /** Of its class, such as `"HelloK8sCharm"`. */
  readonly className: string;
  /** Of its workload: what the charm runs, such as `"hello"`. */
  readonly workload: string;
  /** Of the workload's module, without `.ts`, such as `"hello"`. */
  readonly module: string;
  /** Of the workload's class, such as `"Hello"`. */
  readonly workloadClass: string;
}

/** What a name consists of, in words, for messages. */
export const NAME_RULE =
  "A name is at most 40 lowercase letters, digits and single " +
  "hyphens; it starts with a letter, and each part of it has one";

/** Parts of charm names that say what kind of charm it is, not what it runs. */
const KINDS = /-(?:charm|operator|k8s|vm|machine)$/;

/** Modules that a project has anyway, and what Deno takes for a test or bench. */
const TAKEN = /^(?:charm|charmcraft|test|bench|mod)$|_(?:test|bench)$/;

/**
 * Whether Juju and Charmhub take it as the name of a charm.
 *
 * A charm's name becomes the application's; the limit of 40 characters is
 * charmcraft's.
 */
export function isCharmName(name: string): boolean {
  return name.length <= 40 && isAppName(name);
}

/**
 * The name that a folder gives its charm.
 *
 * @param dir Absolute path of the folder.
 * @returns The folder's own name in a charm's spelling; null if none is left.
 */
export function nameOfFolder(dir: string): string | null {
  const name = basename(dir).toLowerCase()
    .replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "");
  return isCharmName(name) ? name : null;
}

/**
 * Makes all names of a project out of the charm's.
 *
 * @param charm Name of the charm.
 * @throws {CliError} If no charm can have it.
 */
export function projectNames(charm: string): ProjectNames {
  if (!isCharmName(charm)) {
    throw new CliError(`Cannot name a charm "${charm}"`, {
      hint: NAME_RULE,
      usage: true,
    });
  }
  let workload = charm;
  while (KINDS.test(workload)) workload = workload.replace(KINDS, "");
  if (KINDS.test(`-${workload}`)) workload = "workload";
  const module = workload.replaceAll("-", "_");
  return {
    charm,
    className: `${titled(charm.replace(/-charm$/, ""))}Charm`,
    workload,
    module: TAKEN.test(module) ? "workload" : module,
    workloadClass: `${titled(workload)}Service`,
  };
}

function titled(name: string): string {
  return name.split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}
