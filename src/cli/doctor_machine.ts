import { join } from "@std/path";
import { CliError, errorText } from "./cli_error.ts";
import { type DenoTool, findDeno } from "./deno_tool.ts";
import type { Diagnosis } from "./doctor.ts";
import { COMPILE_TARGETS, machineArchitecture } from "./platforms.ts";
import { findPebble } from "./run/pebble_daemon.ts";
import { makeSocketPlace } from "./run/socket_place.ts";

/** Where `deno compile` gets runtimes from. */
const DOWNLOADS = "https://dl.deno.land/release/";
const ANSWER_MS = 5_000;

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

/** Options of {@linkcode checkRuntime}. */
export interface RuntimeOptions {
  /** Where runtimes are. @default {Deno's own place} */
  readonly downloads?: string;
  /** Gives a variable of the environment. @default {the process's} */
  readonly variable?: (name: string) => string | undefined;
  /** Ends the looking. */
  readonly signal?: AbortSignal;
}

/** Looks for the runtime that goes into each compiled charm. */
export async function checkRuntime(
  { version }: Pick<DenoTool, "version">,
  options: RuntimeOptions = {},
): Promise<Diagnosis> {
  const {
    downloads = DOWNLOADS,
    variable = (name) => Deno.env.get(name),
    signal,
  } = options;
  const name = "denort";
  const given = variable("DENORT_BIN");
  if (given) return await namedRuntime(given, version);
  const target = COMPILE_TARGETS[machineArchitecture()];
  const path = `v${version}/denort-${target}.zip`;
  const folder = denoFolder(variable);
  if (folder !== null && await isFile(join(folder, "dl/release", path))) {
    const message = `The runtime of Deno ${version} is here already`;
    return { name, level: "ok", message };
  }
  const limit = AbortSignal.timeout(ANSWER_MS);
  try {
    const response = await fetch(new URL(path, downloads), {
      method: "HEAD",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    await response.body?.cancel();
    if (response.ok) {
      const message = `Deno will download its runtime ${version} when it is ` +
        "first needed";
      return { name, level: "ok", message };
    }
    return unreachable(version, downloads, `HTTP status ${response.status}`);
  } catch (error) {
    signal?.throwIfAborted();
    return unreachable(version, downloads, errorText(error));
  }
}

function unreachable(
  version: string,
  downloads: string,
  reason: string,
): Diagnosis {
  return {
    name: "denort",
    level: "problem",
    message: `Cannot find the runtime of Deno ${version} at ${downloads}: ` +
      reason,
    advice: "compile, pack and run need it: connect to the internet once, or " +
      `let DENORT_BIN name the file of a denort ${version}`,
  };
}

/** Looks into a named runtime: a wrong one would be taken as it is. */
async function namedRuntime(path: string, version: string): Promise<Diagnosis> {
  const name = "denort";
  const advice = `Let DENORT_BIN name a denort ${version} for ` +
    `${COMPILE_TARGETS[machineArchitecture()]}, or unset it`;
  let own: string | null;
  try {
    own = await versionInside(path);
  } catch (error) {
    const message = `Cannot read DENORT_BIN "${path}": ${errorText(error)}`;
    return { name, level: "problem", message, advice };
  }
  if (own === null) {
    const message = `Cannot use DENORT_BIN "${path}": it is no runtime of Deno`;
    return { name, level: "problem", message, advice };
  }
  if (own !== version) {
    const message = `DENORT_BIN "${path}" is of Deno ${own}, but ${version} ` +
      "compiles: such charms do not start";
    return { name, level: "problem", message, advice };
  }
  const message = `DENORT_BIN names the runtime of Deno ${own}, "${path}"`;
  return { name, level: "ok", message };
}

/** The version of Deno in a program, as its user agent has it; null: none. */
async function versionInside(path: string): Promise<string | null> {
  using file = await Deno.open(path);
  const decoder = new TextDecoder("latin1");
  const chunk = new Uint8Array(1 << 22);
  // What is cut by the end of a chunk is found in the next one.
  for (let rest = "";;) {
    const count = await file.read(chunk);
    if (count === null) return null;
    const text = rest + decoder.decode(chunk.subarray(0, count));
    const found = /Deno\/(\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?)(?=[^\d.])/.exec(text);
    if (found !== null) return found[1] ?? null;
    rest = text.slice(-64);
  }
}

/** Where Deno keeps what it downloads; null if that is not known. */
function denoFolder(
  variable: (name: string) => string | undefined,
): string | null {
  const named = variable("DENO_DIR");
  if (named) return named;
  const home = variable("HOME");
  if (!home) return null;
  if (Deno.build.os === "darwin") return join(home, "Library/Caches/deno");
  return join(variable("XDG_CACHE_HOME") || join(home, ".cache"), "deno");
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
  const folder = await Deno.makeTempDir({ prefix: "charmkit-doctor-" });
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

async function isFile(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => null))?.isFile ?? false;
}
