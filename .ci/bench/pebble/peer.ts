import { fileURLToPath } from "node:url";

const PEER = fileURLToPath(new URL("./peer.py", import.meta.url));

/** What {@linkcode Peer.run} can do. */
export interface PeerTask {
  /** Which call of ops.pebble. */
  readonly do: "push" | "pull" | "exec" | "true";
  /** File to read or write. */
  readonly path?: string;
  /** Command to run. */
  readonly command?: readonly string[];
  /** How much each call moves. */
  readonly sizeBytes: number;
  /** How often. @default {1} */
  readonly count?: number;
}

/** A process that does things with Python's ops.pebble, one after another. */
export class Peer implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;
  readonly #stdout: ReadableStreamDefaultReader<string>;

  /** Starts it. */
  constructor(python: string, socketPath: string) {
    this.#child = new Deno.Command(python, {
      args: [PEER, socketPath],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#stdin = this.#child.stdin.getWriter();
    this.#stdout = this.#child.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
  }

  /** Does one task; returns what it took, and the bytes that it moved. */
  async run(
    task: PeerTask,
  ): Promise<{ seconds: number; sizeBytes: number }> {
    const line = `${JSON.stringify(task)}\n`;
    await this.#stdin.write(new TextEncoder().encode(line));
    let answer = "";
    while (!answer.endsWith("\n")) {
      const { done, value } = await this.#stdout.read();
      if (done) throw new Error(`Python could not ${task.do}`);
      answer += value;
    }
    const sizeBytes = task.sizeBytes * (task.count ?? 1);
    return { seconds: Number(answer), sizeBytes };
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stdin.close();
    await this.#stdout.cancel();
    await this.#child.status;
  }
}
