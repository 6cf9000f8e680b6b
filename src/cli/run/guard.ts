/**
 * Keeps something only as long as this process lives: a bash whose stdin is a
 * pipe from here. When the pipe closes, be it that this process was killed, the
 * bash cleans up and ends.
 */
export interface Guard extends AsyncDisposable {
  /** Process id of the guarding bash, which what it starts is a child of. */
  readonly pid: number;
  /** The first line that it prints; null if it ends before. */
  readonly ready: Promise<string | null>;
  /** What it printed to stderr, once it ended. */
  readonly errors: Promise<string>;
}

/** What {@linkcode startGuard} runs. */
export interface GuardOptions {
  /** Text of the script; it ends when its stdin does. */
  readonly script: string;
  /** Arguments of the script. */
  readonly args: readonly string[];
  /** What to put before bash, such as `unshare -m`. @default {[]} */
  readonly prefix?: readonly string[];
  /** The environment. @default {the own} */
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory. @default {the own} */
  readonly cwd?: string;
}

/**
 * Waits for the end of stdin. A signal such as that of Ctrl-C, which all
 * processes of a terminal get, is to end only who has something to clean up.
 */
export const AWAIT_END = `
trap : INT TERM HUP
await_end() { while :; do read -r _; (($? > 128)) || break; done; }
`;

/** Starts a guard. */
export function startGuard(options: GuardOptions): Guard {
  const { script, args, prefix = [], env, cwd } = options;
  const [program = "", ...rest] = [
    ...prefix,
    "bash",
    "-c",
    script,
    "bash",
    ...args,
  ];
  const child = new Deno.Command(program, {
    args: rest,
    ...env === undefined ? {} : { env: { ...env }, clearEnv: true },
    ...cwd === undefined ? {} : { cwd },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let disposed: Promise<void> | undefined;
  const ready = firstLine(child.stdout);
  const errors = new Response(child.stderr).text();
  const end = async () => {
    await child.stdin.close().catch(() => {});
    await Promise.all([child.status, ready, errors]);
  };
  return {
    pid: child.pid,
    ready,
    errors,
    [Symbol.asyncDispose]: () => disposed ??= end(),
  };
}

async function firstLine(
  stream: ReadableStream<Uint8Array>,
): Promise<string | null> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    text += decoder.decode(bytes, { stream: true });
    const end = text.indexOf("\n");
    // Leaving the loop closes the stream; nothing more is expected on it.
    if (end >= 0) return text.slice(0, end);
  }
  return null;
}

/** Removes paths once this process is gone, in whatever way. */
export function guardPaths(paths: readonly string[]): Guard {
  const script = `${AWAIT_END}
await_end
for ((i = 0; i < 60; i++)); do
  rm -rf -- "$@" 2>/dev/null && break
  sleep 0.25
done`;
  return startGuard({ script, args: paths });
}

/**
 * Ends what charms have started and left running, such as daemons, and the
 * services of their Pebbles, once this process is gone or the guard is disposed
 * of. Such a process is known by its environment, in which is `CHARM_DIR` of Juju
 * or `PEBBLE`; on Linux only.
 *
 * @param folder Absolute path that the folders of the charms are in.
 */
export function guardProcesses(folder: string): Guard {
  const script = `${AWAIT_END}
left() {
  grep -lszF -e "CHARM_DIR=$1/" -e "PEBBLE=$1/" -- /proc/[0-9]*/environ
}
await_end
for signal in TERM KILL; do
  for file in $(left "$1"); do
    file=\${file#/proc/}
    kill -s "$signal" "\${file%/environ}" 2>/dev/null
  done
  for ((i = 0; i < 100; i++)); do
    [ -z "$(left "$1")" ] && exit
    sleep 0.1
  done
done`;
  return startGuard({ script, args: [folder] });
}
