import { CliError, errorText } from "./cli_error.ts";

/** A Deno program that compiles and formats. */
export interface DenoTool {
  /** Path or name of the program. */
  readonly path: string;
  /** Its version, such as `"2.6.10"`. */
  readonly version: string;
  /** What it can do that others can't. */
  readonly features: DenoFeatures;
}

/** What differs among the versions of Deno, as far as compiling is concerned. */
export interface DenoFeatures {
  /**
   * Whether a Unix socket needs a net permission of its own, `unix:<path>`:
   * since 2.9.0; older ones refuse the flag.
   */
  readonly unixNet: boolean;
  /** Whether npm packages that nothing imports can be left out: since 2.8.3. */
  readonly excludeUnusedNpm: boolean;
  /** Whether it bundles and keeps names of classes and functions: since 2.8.0. */
  readonly bundle: boolean;
}

/**
 * Finds the Deno to use: the one that is named, else the one of the environment
 * variable `CHARMKIT_COMPILE_DENO`, else the one that runs charmkit.
 *
 * @param path Path or name of a Deno, if one was named.
 * @throws {CliError} If it is no Deno, or older than 2.6.
 */
export async function findDeno(path?: string): Promise<DenoTool> {
  const program = path ?? (Deno.env.get("CHARMKIT_COMPILE_DENO") ||
    Deno.execPath());
  const hint = "Name a Deno 2.6 or newer with --deno or CHARMKIT_COMPILE_DENO";
  let text: string;
  try {
    const { stdout } = await new Deno.Command(program, {
      args: ["--version"],
      env: { NO_COLOR: "1" },
      stderr: "null",
    }).output();
    text = new TextDecoder().decode(stdout);
  } catch (error) {
    throw new CliError(`Cannot run Deno "${program}": ${errorText(error)}`, {
      hint,
      cause: error,
    });
  }
  const version = /^deno (\d+\.\d+\.\d+\S*)/.exec(text)?.[1];
  if (version === undefined) {
    throw new CliError(`Cannot use "${program}": it is no Deno`, { hint });
  }
  if (!isAtLeast(version, "2.6.0")) {
    throw new CliError(`Cannot use Deno ${version} of "${program}"`, { hint });
  }
  return { path: program, version, features: denoFeatures(version) };
}

/** What a version of Deno can do. */
export function denoFeatures(version: string): DenoFeatures {
  return {
    unixNet: isAtLeast(version, "2.9.0"),
    excludeUnusedNpm: isAtLeast(version, "2.8.3"),
    bundle: isAtLeast(version, "2.8.0"),
  };
}

/** Options of {@linkcode runDeno}. */
export interface RunDenoOptions {
  /** Where it runs. */
  readonly cwd: string;
  /** Variables beside those of this process. @default {{}} */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a Deno to its end, quietly.
 *
 * @returns Whether it succeeded, and what it wrote to stderr.
 */
export async function runDeno(
  deno: DenoTool,
  args: readonly string[],
  options: RunDenoOptions,
): Promise<{ readonly success: boolean; readonly stderr: string }> {
  const { cwd, env, signal } = options;
  signal?.throwIfAborted();
  const { success, stderr } = await new Deno.Command(deno.path, {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0", ...env },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    ...signal ? { signal } : {},
  }).output();
  signal?.throwIfAborted();
  return { success, stderr: new TextDecoder().decode(stderr) };
}

function isAtLeast(version: string, least: string): boolean {
  const numbers = version.split(/[.\-+]/, 3).map(Number);
  const wanted = least.split(".").map(Number);
  for (const [index, number] of wanted.entries()) {
    const own = numbers[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}
