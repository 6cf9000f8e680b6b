// Follows the tutorial word for word: its commands in one shell, in an empty
// folder outside of the checkout, its files and edits written as they stand, and
// what it shows compared with what is printed.
//
// One thing is done otherwise: the command that puts charmkit on the machine.
// Instead of it, `charmkit` is a script that runs that of this checkout.
import { basename, dirname, fromFileUrl, join, resolve } from "@std/path";
import type { Check, Tally } from "./check.ts";
import {
  applyEdit,
  type Block,
  isAsShown,
  mistake,
  readBlocks,
} from "./tutorial_text.ts";

const TUTORIAL = ".docs/tutorial.md";
const INSTALL =
  "deno install --global --allow-all --name charmkit jsr:@charmkit/ops/cli";
/** As long as the tutorial says that it takes, for who has read it. */
const FIVE_MINUTES_S = 300;

/** The tutorial as one check: it passes if everything is as it says, in time. */
export function tutorialCheck(deno: string): Check {
  return {
    name: `${TUTORIAL} word for word, with ${basename(deno)}`,
    run: async (log): Promise<Tally> => {
      const charmkit = fromFileUrl(new URL("../charmkit.ts", import.meta.url));
      const seconds = await followTutorial(await Deno.readTextFile(TUTORIAL), {
        deno,
        // Else it would look for files where this script was started.
        charmkit: `INIT_CWD= exec deno run --quiet -A '${charmkit}' "$@"`,
        report: log,
      });
      log(`Followed in ${seconds.toFixed(1)} s`);
      const isInTime = seconds < FIVE_MINUTES_S;
      return { passed: Number(isInTime), failed: Number(!isInTime) };
    },
  };
}

/** What a tutorial is followed with. */
export interface TutorialOptions {
  /** The Deno that `deno` is. */
  readonly deno: string;
  /** What the script `charmkit` does, in place of the installed one. */
  readonly charmkit: string;
  /** Gets a line for each thing that is done. */
  readonly report: (line: string) => void;
}

/**
 * Follows a tutorial.
 *
 * @returns How many seconds it took.
 * @throws {Error} If something is not as it says.
 */
export async function followTutorial(
  markdown: string,
  { deno, charmkit, report }: TutorialOptions,
): Promise<number> {
  const blocks = readBlocks(markdown);
  const work = await Deno.makeTempDir({ prefix: "tutorial-" });
  const start = performance.now();
  try {
    const [bin, folder] = [join(work, "bin"), join(work, "empty")];
    await Deno.mkdir(bin);
    await Deno.mkdir(folder);
    await Deno.symlink(resolve(deno), join(bin, "deno"));
    await using shell = new Shell(folder, bin);
    let printed = "";
    for (const block of blocks) {
      const { kind, text, file, line } = block;
      report(`${line}: ${kind} ${file || text.split("\n")[0]}`);
      if (kind === "install") {
        if (text !== INSTALL) throw mistake(block, `It is not "${INSTALL}"`);
        report(`   instead: ${charmkit}`);
        await Deno.writeTextFile(
          join(bin, "charmkit"),
          `#!/bin/sh\n${charmkit}\n`,
          { mode: 0o755 },
        );
      } else if (kind === "run") {
        printed = await shell.run(block);
      } else if (kind === "output") {
        if (!isAsShown(printed, text)) {
          throw mistake(block, `Expected\n${text}\n\nbut got\n${printed}`);
        }
      } else {
        await handleFile(block, resolve(await shell.folder(), file));
      }
    }
  } finally {
    await Deno.remove(work, { recursive: true });
  }
  return (performance.now() - start) / 1000;
}

/** Writes, edits or looks at a file. */
async function handleFile(block: Block, path: string): Promise<void> {
  const { kind, text } = block;
  if (kind === "content") {
    await Deno.mkdir(dirname(path), { recursive: true });
    return await Deno.writeTextFile(path, `${text}\n`);
  }
  const old = await Deno.readTextFile(path);
  if (kind === "edit") {
    return await Deno.writeTextFile(path, applyEdit(old, text));
  }
  // `deno fmt` moves an excerpt to the left edge.
  if (!unindented(old).includes(unindented(text))) {
    throw mistake(block, `It is not a part of\n${old}`);
  }
}

/** A shell that stays, so that `cd` lasts; it ends when a command fails. */
class Shell implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<string>;
  readonly #errors: Promise<string>;
  #rest = "";

  constructor(folder: string, bin: string) {
    this.#child = new Deno.Command("sh", {
      args: ["-e"],
      cwd: folder,
      env: {
        PATH: `${bin}:${Deno.env.get("PATH")}`,
        PWD: folder,
        NO_COLOR: "1",
        DENO_NO_UPDATE_CHECK: "1",
        DENO_TLS_CA_STORE: "system,mozilla",
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#output = this.#child.stdout
      .pipeThrough(new TextDecoderStream()).getReader();
    this.#errors = new Response(this.#child.stderr).text();
  }

  /** Runs commands, and gives what they print. */
  async run(block: Block): Promise<string> {
    const mark = `-- ${crypto.randomUUID()} --\n`;
    // The shell's own input is for the shell, not for what it runs.
    const text = `{\n${block.text}\n} </dev/null\necho '${mark.trimEnd()}'\n`;
    await this.#input.write(new TextEncoder().encode(text));
    while (!this.#rest.includes(mark)) {
      const { done, value } = await this.#output.read();
      if (done) {
        throw mistake(
          block,
          `A command failed:\n${this.#rest}${await this.#errors}`,
        );
      }
      this.#rest += value;
    }
    const [printed = "", rest = ""] = this.#rest.split(mark);
    this.#rest = rest;
    return printed;
  }

  /** Where it is. */
  async folder(): Promise<string> {
    const printed = await this.run({
      kind: "run",
      text: "pwd",
      file: "",
      line: 0,
    });
    return printed.trimEnd();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#output.cancel();
    await this.#errors;
    await this.#child.status;
  }
}

function unindented(text: string): string {
  const lines = text.trimEnd().split("\n").map((line) => line.trim());
  return `\n${lines.join("\n")}\n`;
}
