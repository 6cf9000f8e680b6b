import { join } from "@std/path";
import { exists } from "../file_stat.ts";

/** Longest piece of a log line, in bytes (JLM-08). */
const MAX_LINE_BYTES = 4096;
/** How long output may pause once dispatch itself has ended. */
const DRAIN_MS = 200;

/** What {@linkcode runDispatch} runs. */
export interface DispatchOptions {
  /** The charm's folder, which is also the working directory. */
  readonly charmDir: string;
  /** `hooks/<hook>` or `actions/<action>`. */
  readonly dispatchPath: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What to put before the program. @default {[]} */
  readonly prefix?: readonly string[];
  /** Gets each line that it prints. */
  readonly onLine: (stream: "stderr" | "stdout", line: string) => void;
  /** Gets the process id, once it runs. */
  readonly onStart?: (pid: number) => void;
  /** Ends what takes longer than this. @default {never, as in Juju} */
  readonly timeoutMs?: number;
}

/** How a dispatch ended. */
export interface DispatchResult {
  /** Why it failed, in Juju's words; null: it went well. */
  readonly error: string | null;
  /** The signal that ended it, if one did. */
  readonly signal: Deno.Signal | null;
  /** Its exit code. */
  readonly code: number;
  /** All that it printed, for the results of an action. */
  readonly stdout: string;
  /** The same of stderr. */
  readonly stderr: string;
  /** Whether the charm has nothing to run for this event (JDP-04). */
  readonly isMissing: boolean;
}

/**
 * Runs a charm for one event, as the unit agent does (JDP-01 to JDP-06).
 *
 * stdin is empty; what a process that outlives dispatch prints is not waited
 * for.
 */
export async function runDispatch(
  options: DispatchOptions,
): Promise<DispatchResult> {
  const { charmDir, dispatchPath, env, prefix = [] } = options;
  const program = await findProgram(charmDir, dispatchPath);
  if (program === null) return { ...nothing, isMissing: true };

  // `env -C` changes the folder inside of a namespace, and sets no variable.
  const command = prefix.length === 0
    ? [program]
    : [...prefix, "env", "-C", charmDir, program];
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(command[0] ?? program, {
      args: command.slice(1),
      cwd: charmDir,
      clearEnv: true,
      env: { ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      // A group of its own: Ctrl-C is told to who runs it, not to the charm.
      detached: true,
    }).spawn();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...nothing, error: message, code: 126 };
  }
  options.onStart?.(child.pid);
  const stdout = new LineReader(
    child.stdout,
    (line) => options.onLine("stdout", line),
  );
  const stderr = new LineReader(
    child.stderr,
    (line) => options.onLine("stderr", line),
  );
  const { timeoutMs } = options;
  let isLate = false;
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => {
    isLate = true;
    killGroup(child.pid);
  }, timeoutMs);
  const { code, signal } = await child.status;
  clearTimeout(timer);
  await Promise.all([stdout.end(), stderr.end()]);
  if (isLate) {
    const error = `killed after ${(timeoutMs ?? 0) / 1000} s`;
    const { text } = stderr;
    return { ...nothing, error, code, stdout: stdout.text, stderr: text };
  }
  return {
    error: signal === null
      ? code === 0 ? null : `exit status ${code}`
      : `signal: ${signal}`,
    signal,
    code,
    stdout: stdout.text,
    stderr: stderr.text,
    isMissing: false,
  };
}

const nothing: DispatchResult = {
  error: null,
  signal: null,
  code: 0,
  stdout: "",
  stderr: "",
  isMissing: false,
};

/** Ends a dispatch with all that it started and did not set free. */
export function killGroup(pid: number): void {
  try {
    Deno.kill(-pid, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}

/** `dispatch` for everything; without one, the hook's or action's own file. */
async function findProgram(
  charmDir: string,
  dispatchPath: string,
): Promise<string | null> {
  for (const name of ["dispatch", dispatchPath]) {
    const path = join(charmDir, name);
    // What is there but can't be run is an error, not absent (JDP-03).
    if (await exists(path)) return path;
  }
  return null;
}

/** Hands out the lines of a stream, long ones in pieces. */
class LineReader {
  /** All that came. */
  text = "";

  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #onLine: (line: string) => void;
  readonly #done: Promise<void>;
  #rest = "";

  constructor(
    stream: ReadableStream<Uint8Array>,
    onLine: (line: string) => void,
  ) {
    this.#reader = stream.getReader();
    this.#onLine = onLine;
    this.#done = this.#read();
  }

  /** Waits for the end, but not for a process that holds the stream open. */
  async end(): Promise<void> {
    let seen = -1;
    const timer = setInterval(() => {
      if (this.text.length === seen) this.#reader.cancel().catch(() => {});
      seen = this.text.length;
    }, DRAIN_MS);
    await this.#done;
    clearInterval(timer);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    while (true) {
      const { done, value } = await this.#reader.read();
      this.#take(decoder.decode(value, { stream: !done }));
      if (done) break;
    }
    if (this.#rest !== "") this.#pieces(this.#rest);
    this.#rest = "";
  }

  #take(text: string): void {
    this.text += text;
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#pieces(line);
  }

  #pieces(line: string): void {
    // A piece that ends within a character would not be text any more.
    let piece = "";
    let bytes = 0;
    for (const character of line) {
      const size = new TextEncoder().encode(character).length;
      if (bytes + size > MAX_LINE_BYTES) {
        this.#onLine(piece);
        piece = "";
        bytes = 0;
      }
      piece += character;
      bytes += size;
    }
    this.#onLine(piece);
  }
}
