import { join } from "@std/path";
import { errorText } from "./cli_error.ts";
import { ELF_MACHINES, elfMachine } from "./elf.ts";
import { isFile } from "./file_stat.ts";
import { COMPILE_TARGETS, type CompileTarget } from "./platforms.ts";

/** Where `deno compile` gets runtimes from. */
const DOWNLOADS = "https://dl.deno.land/release/";
const ANSWER_MS = 5_000;

/** Whether `deno compile` would find the runtime of a target. */
export interface RuntimeFinding {
  /** Whether it is there, or can be downloaded. */
  readonly isThere: boolean;
  /** What was found, as a sentence. */
  readonly message: string;
  /** What to do, where it is not there. */
  readonly advice?: string;
}

/** Options of {@linkcode findRuntime}. */
export interface RuntimeOptions {
  /** Where runtimes are. @default {Deno's own place} */
  readonly downloads?: string | undefined;
  /** Gives a variable of the environment. @default {the process's} */
  readonly variable?: (name: string) => string | undefined;
  /** Ends the looking. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks for the runtime that goes into each compiled charm, where `deno compile`
 * does: DENORT_BIN, then what it has downloaded, then where it downloads.
 *
 * @param version Version of the Deno that compiles.
 * @param target What the charm is to run on.
 * @param options Where to look, for tests, and what ends it.
 */
export async function findRuntime(
  version: string,
  target: CompileTarget,
  options: RuntimeOptions = {},
): Promise<RuntimeFinding> {
  const {
    downloads = DOWNLOADS,
    variable = (name) => Deno.env.get(name),
    signal,
  } = options;
  signal?.throwIfAborted();
  const given = variable("DENORT_BIN");
  // Deno takes an empty one for a name, too.
  if (given !== undefined) return await namedRuntime(given, version, target);
  const path = `v${version}/denort-${target}.zip`;
  const folder = denoFolder(variable);
  if (folder !== null && await isFile(join(folder, "dl/release", path))) {
    const message = `The runtime of Deno ${version} is here already`;
    return { isThere: true, message };
  }
  const limit = AbortSignal.timeout(ANSWER_MS);
  const missing = (reason: string): RuntimeFinding => ({
    isThere: false,
    message: `Cannot find the runtime of Deno ${version} for ` +
      `${archOf(target)} at ${downloads}: ${reason}`,
    advice: "Connect to the internet once, or let DENORT_BIN name the file " +
      `of a denort ${version} for ${target}`,
  });
  try {
    const response = await fetch(new URL(path, downloads), {
      method: "HEAD",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    await response.body?.cancel();
    if (!response.ok) return missing(`HTTP status ${response.status}`);
    const message = `Deno will download its runtime ${version} when it is ` +
      "first needed";
    return { isThere: true, message };
  } catch (error) {
    signal?.throwIfAborted();
    return missing(errorText(error));
  }
}

/** Looks into a named runtime: Deno would take a wrong one as it is. */
async function namedRuntime(
  path: string,
  version: string,
  target: CompileTarget,
): Promise<RuntimeFinding> {
  const refused = (message: string): RuntimeFinding => ({
    isThere: false,
    message,
    advice: `Let DENORT_BIN name a denort ${version} for ${target}, or unset ` +
      "it, so that Deno downloads one",
  });
  let own: RuntimeFacts;
  try {
    own = await factsOf(path);
  } catch (error) {
    return refused(`Cannot read DENORT_BIN "${path}": ${errorText(error)}`);
  }
  if (own.version === null || own.machine === null) {
    return refused(
      `Cannot use DENORT_BIN "${path}": it is no runtime of Deno for Linux`,
    );
  }
  if (own.machine !== ELF_MACHINES[target]) {
    return refused(
      `DENORT_BIN "${path}" is a runtime for another machine than ` +
        archOf(target),
    );
  }
  if (own.version !== version) {
    return refused(
      `DENORT_BIN "${path}" is of Deno ${own.version}, but ${version} ` +
        "compiles: such charms do not start",
    );
  }
  const message = `DENORT_BIN names the runtime of Deno ${version}, "${path}"`;
  return { isThere: true, message };
}

interface RuntimeFacts {
  /** The machine in its ELF header; null: it is no program for Linux. */
  readonly machine: number | null;
  /** The version of Deno in it, as its user agent has it; null: none. */
  readonly version: string | null;
}

async function factsOf(path: string): Promise<RuntimeFacts> {
  using file = await Deno.open(path);
  const decoder = new TextDecoder("latin1");
  const chunk = new Uint8Array(1 << 22);
  let machine: number | null = null;
  // What is cut by the end of a chunk is found in the next one.
  for (let rest = "", isFirst = true;; isFirst = false) {
    const count = await file.read(chunk);
    if (count === null) return { machine, version: null };
    if (isFirst) machine = elfMachine(chunk.subarray(0, count));
    const text = rest + decoder.decode(chunk.subarray(0, count));
    const found = /Deno\/(\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?)(?=[^\d.])/.exec(text);
    if (found !== null) return { machine, version: found[1] ?? null };
    rest = text.slice(-64);
  }
}

/** The target's architecture in Juju's words. */
function archOf(target: CompileTarget): string {
  const found = Object.entries(COMPILE_TARGETS).find(([, t]) => t === target);
  return found?.[0] ?? target;
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
