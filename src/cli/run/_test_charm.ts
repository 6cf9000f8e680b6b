import { join } from "@std/path";
import { MemoryOutput } from "../_testing.ts";
import { type LocalRun, startLocalRun } from "./local_run.ts";
import type { LocalRunOptions } from "./local_run.ts";
import type { TimelineEntry } from "./timeline.ts";

/** metadata.yaml of a charm for machines. */
export const MACHINE = `name: shell
summary: A charm in bash.
description: For tests.
`;

/** A charm whose dispatch is a bash script, in a folder that goes away. */
export class ShellCharm implements AsyncDisposable {
  /** Its folder. */
  readonly dir: string;
  /** Gets what a run tells. */
  readonly output: MemoryOutput = new MemoryOutput();

  private constructor(dir: string) {
    this.dir = dir;
  }

  /** Writes the charm; `dispatch` is the script without its first line. */
  static async make(
    dispatch: string,
    files: Readonly<Record<string, string>> = {},
  ): Promise<ShellCharm> {
    const dir = await Deno.realPath(await Deno.makeTempDir());
    const charm = new ShellCharm(dir);
    await charm.write("dispatch", `#!/bin/bash\n${dispatch}`, 0o755);
    const all = { "metadata.yaml": MACHINE, ...files };
    for (const [name, text] of Object.entries(all)) {
      await charm.write(name, text);
    }
    return charm;
  }

  /** Writes a file of the charm. */
  async write(name: string, text: string, mode = 0o644): Promise<void> {
    await Deno.writeTextFile(join(this.dir, name), text);
    await Deno.chmod(join(this.dir, name), mode);
  }

  /** Starts a run of it. */
  async start(
    options: Omit<LocalRunOptions, "output" | "source"> = {},
  ): Promise<LocalRun> {
    const { output } = this;
    return await startLocalRun({ ...options, output, source: this.dir });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.dir, { recursive: true });
  }
}

/** Names of events that ended, failed ones marked. */
export function eventNames(entries: readonly TimelineEntry[]): string[] {
  return entries.flatMap((entry) =>
    entry.type !== "event-ended"
      ? []
      : [entry.error === null ? entry.event : `${entry.event}!`]
  );
}

/** Log lines as `LEVEL text`. */
export function logLines(entries: readonly TimelineEntry[]): string[] {
  return entries.flatMap((entry) =>
    entry.type === "log" ? [`${entry.level} ${entry.message}`] : []
  );
}
