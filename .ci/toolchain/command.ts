/** What a command that ran to its end left behind. */
export interface Finished {
  /** The exit code; 127 when there is no such command. */
  readonly code: number;
  /** What it wrote to stdout, without white space around it. */
  readonly stdout: string;
  /** What it wrote to stderr, without white space around it. */
  readonly stderr: string;
}

/** Options of {@linkcode run}. */
export interface RunOptions {
  /** Folder to run in. @default {the current one} */
  readonly cwd?: string;
  /** Variables that come on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** When to give up, as a registry out of reach may never answer. @default {600_000} */
  readonly timeoutMs?: number;
}

/** Runs a command to its end, without a terminal; never throws for what the command does. */
export async function run(
  [command, ...args]: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const { cwd, env = {}, timeoutMs = 600_000 } = options;
  try {
    const output = await new Deno.Command(command!, {
      args,
      cwd,
      env: { NO_COLOR: "1", ...env },
      stdin: "null",
      signal: AbortSignal.timeout(timeoutMs),
    }).output();
    const decoder = new TextDecoder();
    return {
      code: output.code,
      stdout: decoder.decode(output.stdout).trim(),
      stderr: decoder.decode(output.stderr).trim(),
    };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return {
      code: 127,
      stdout: "",
      stderr: `there is no command "${command}"`,
    };
  }
}

/** The line of a failed command's output that says most, without credentials. */
export function complaint({ code, stdout, stderr }: Finished): string {
  const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim())
    .filter((line) => line !== "");
  const line = lines.findLast((line) => /error|cannot|not found/i.test(line)) ??
    lines.at(-1) ?? "no output";
  return `exit code ${code}: ${line.replaceAll(/\/\/[^@\s/]+@/g, "//")}`
    .slice(0, 300);
}
