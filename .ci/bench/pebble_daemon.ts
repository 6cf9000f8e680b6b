/** A Pebble daemon for the time of a bench. */
export interface PebbleDaemon extends AsyncDisposable {
  /** The socket it listens on. */
  readonly socketPath: string;
}

/**
 * Starts a Pebble daemon, and waits until it serves.
 *
 * @param pebble The executable.
 * @param options Where its socket, its own files and its services' programs are.
 */
export async function startPebble(
  pebble: string,
  options: {
    readonly socketPath: string;
    readonly folder: string;
    readonly path: string;
  },
): Promise<PebbleDaemon> {
  const { socketPath, folder, path } = options;
  const child = new Deno.Command(pebble, {
    args: ["run", "--create-dirs"],
    clearEnv: true,
    env: { PATH: path, PEBBLE: folder, PEBBLE_SOCKET: socketPath },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const lines = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let log = "";
  while (!log.includes("Started daemon")) {
    const { value, done } = await lines.read();
    if (done) throw new Error(`Cannot start Pebble: ${log}`);
    log += value;
  }
  const drained = (async () => {
    while (!(await lines.read()).done);
  })();
  return {
    socketPath,
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill("SIGTERM");
      await child.status;
      await drained;
    },
  };
}
