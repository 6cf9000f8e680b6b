import { CliError } from "./cli_error.ts";
import { type DenoTool, findDeno } from "./deno_tool.ts";
import { findRuntime, type RuntimeOptions } from "./denort.ts";
import type { Diagnosis } from "./doctor.ts";
import {
  type CharmArchitecture,
  COMPILE_TARGETS,
  machineArchitecture,
} from "./platforms.ts";
import { findPebble } from "./run/pebble_daemon.ts";
import { makeSocketPlace } from "./run/socket_place.ts";
import { makeTemporaryFolder } from "./temporary_folder.ts";

/** Looks for the Deno that compiles and formats. */
export async function checkCompiler(
  path: string | undefined,
): Promise<
  { readonly deno: DenoTool | null; readonly diagnosis: Diagnosis }
> {
  const name = "deno";
  try {
    const deno = await findDeno(path);
    const own = Deno.version.deno;
    const message = `Deno ${own} runs charmkit; Deno ${deno.version} compiles`;
    return { deno, diagnosis: { name, level: "ok", message } };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { message, hint } = error;
    const diagnosis = {
      name,
      level: "problem",
      message,
      advice: hint,
    } as const;
    return { deno: null, diagnosis };
  }
}

/**
 * Looks for the runtime that goes into each compiled charm: without the one for
 * this machine nothing can be compiled, another one is for `charmkit pack`.
 */
export async function checkRuntime(
  { version }: Pick<DenoTool, "version">,
  options: RuntimeOptions & { readonly architecture?: CharmArchitecture } = {},
): Promise<Diagnosis> {
  const own = machineArchitecture();
  const { architecture = own, ...rest } = options;
  const target = COMPILE_TARGETS[architecture];
  const found = await findRuntime(version, target, rest);
  const isOwn = architecture === own;
  const name = isOwn ? "denort" : `denort-${architecture}`;
  const { isThere, message, advice = "" } = found;
  if (isThere) {
    const use = isOwn ? "" : `, to pack for ${architecture}`;
    return { name, level: "ok", message: `${message}${use}` };
  }
  return {
    name,
    level: isOwn ? "problem" : "warning",
    message,
    advice: isOwn
      ? `compile, pack and run need it. ${advice}`
      : `charmkit pack leaves ${architecture} out. ${advice}`,
  };
}

/** Looks for a Pebble for the containers of `charmkit run`. */
export async function checkPebble(): Promise<Diagnosis> {
  const name = "pebble";
  try {
    const path = await findPebble();
    if (path === null) {
      return {
        name,
        level: "warning",
        message: "There is no Pebble: charmkit run can only simulate it",
        advice: "Put pebble on PATH, or let CHARMKIT_PEBBLE name it; " +
          "`charmkit run --simulate-pebble` works without",
      };
    }
    const version = await versionOf(path, ["version", "--client"]);
    return version === null
      ? {
        name,
        level: "problem",
        message: `Cannot run Pebble "${path}"`,
        advice: "Put another on PATH, or let CHARMKIT_PEBBLE name one",
      }
      : { name, level: "ok", message: `Pebble ${version} is "${path}"` };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { message, hint } = error;
    return { name, level: "problem", message, advice: hint };
  }
}

/** Tries whether `charmkit run` could put Pebble's sockets where charms look. */
export async function checkSockets(): Promise<Diagnosis> {
  const name = "sockets";
  const folder = await makeTemporaryFolder("charmkit-doctor-");
  try {
    await using place = await makeSocketPlace(folder, ["charmkit-doctor"]);
    const way = place.prefix.length > 0
      ? "in a namespace of its own"
      : "in /charm/containers";
    const message = `charmkit run puts the sockets of containers ${way}`;
    return { name, level: "ok", message };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return {
      name,
      level: "warning",
      message: `charmkit run cannot run charms with containers: ` +
        error.message,
      advice: error.hint,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Looks for a program that charmkit itself does not need. */
export async function checkProgram(
  name: string,
  use: string,
): Promise<Diagnosis> {
  const version = await versionOf(name, ["version"]);
  return version === null
    ? { name, level: "info", message: `There is no ${name}, which ${use}` }
    : { name, level: "ok", message: `${name} ${version} ${use}` };
}

/** What a program tells of its version; null if it can't be run. */
async function versionOf(
  program: string,
  args: readonly string[],
): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stderr: "null",
    }).output();
    const text = new TextDecoder().decode(stdout);
    return success ? /\bv?\d+\.\d+\S*/.exec(text)?.[0] ?? text.trim() : null;
  } catch {
    // Not there, or not a program: both are no version.
    return null;
  }
}
