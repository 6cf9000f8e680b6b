import { CliError } from "../cli_error.ts";
import type { Output } from "../output.ts";
import {
  beginsWith,
  expectOutputFile,
  type OutputKind,
} from "../output_file.ts";
import { type Command, HELP, parseCommand } from "./interactive.ts";
import {
  type LocalRun,
  type LocalRunOptions,
  startLocalRun,
} from "./local_run.ts";
import { TimelinePrinter } from "./printer.ts";
import { readPlans, RelationFiles } from "./relation_files.ts";
import { summarizeRun } from "./run_summary.ts";
import type { ScriptLine } from "./script.ts";
import { stepText } from "./step_text.ts";
import { doStep, type Step, type StepContext } from "./steps.ts";
import { type RelateTarget, splitTarget } from "./targets.ts";

/** Options of {@linkcode runCharm}. */
export interface RunOptions extends
  Omit<
    LocalRunOptions,
    "onEntry" | "onHookCommand" | "output" | "relations"
  > {
  /** What to do once the units are installed, in order. @default {[]} */
  readonly steps?: readonly (ScriptLine | Step)[];
  /** Relations from the beginning on. @default {[]} */
  readonly relate?: readonly RelateTarget[];
  /**
   * Lines to take commands from after the steps; null: none.
   *
   * @default {null}
   */
  readonly lines?: AsyncIterable<string> | null;
  /** Where a report goes, as one page. @default {nowhere} */
  readonly report?: string;
  /** One JSON object a line. @default {false} */
  readonly json?: boolean;
  /** Show each hook command, and all log lines. @default {false} */
  readonly verbose?: boolean;
  /** Use colours. @default {false} */
  readonly color?: boolean;
}

/**
 * Runs a charm on this machine: the install sequence, then what was asked for,
 * then what comes in on `lines`; shows a timeline of it.
 *
 * @param options What to run, and what to do with it.
 * @param output Where the timeline goes.
 * @param signal Ends the run; nothing is left behind.
 * @returns The exit code: 1 if a unit ended in error, an action failed or an
 * expectation was not met.
 * @throws {CliError} If it is no charm, this machine lacks what it needs, or a
 * step is not possible.
 */
export async function runCharm(
  options: RunOptions,
  output: Output,
  signal?: AbortSignal,
): Promise<number> {
  const { json, verbose, color, report, relate = [] } = options;
  const line = (text: string) => output.line(text);
  const units = (options.units ?? 1) > 1;
  const printer = new TimelinePrinter({ line, json, verbose, color, units });
  if (report !== undefined) await expectOutputFile(report, REPORT);
  const relations = await readPlans(relate);
  // What a person has just typed is not shown again.
  let echoes = true;
  await using run = await startLocalRun({
    ...options,
    relations,
    output,
    signal,
    onEntry: (entry, unit, time) => {
      if (entry.type === "asked" && !echoes && !json) return;
      printer.print(entry, unit, time);
    },
  });
  await using files = new RelationFiles(run.application);
  for (const [index, relation] of run.application.remote.relations.entries()) {
    const file = relate[index]?.file ?? null;
    if (file !== null) files.watch(relation, file);
  }
  const performer = new Performer(run, files, printer, output, signal);
  const work = async () => {
    await run.application.settle();
    const { steps = [], lines = null } = options;
    for (const step of steps) {
      signal?.throwIfAborted();
      const isLine = "command" in step;
      const command: Command = isLine ? step.command : step;
      if (!await performer.do(command, isLine ? step.place : null)) break;
    }
    signal?.throwIfAborted();
    if (lines === null) performer.note(endNote(run, steps.length));
    else {
      echoes = false;
      await performer.interact(lines);
    }
    // What ended the run has ended the units: there is no more to tell.
    signal?.throwIfAborted();
    const isInError = run.application.units
      .some(({ status }) => status.failed !== null);
    const code = performer.ok && !isInError ? 0 : 1;
    const summary = summarizeRun(run.application);
    printer.summary(run.secrets.redactAll(summary), code);
    return code;
  };
  let code = 1;
  try {
    return code = await untilAborted(work(), signal);
  } finally {
    if (report !== undefined) {
      const { writeReport } = await import("./report/report.ts");
      await writeReport(report, run, signal?.aborted ? 130 : code);
      output.note(`The report is ${report}`);
    }
  }
}

/** Does what is asked, and tells mistakes. */
class Performer {
  /** Whether all went well. */
  ok = true;

  readonly #run: LocalRun;
  readonly #context: StepContext;
  readonly #printer: TimelinePrinter;
  readonly #output: Output;

  constructor(
    run: LocalRun,
    files: RelationFiles,
    printer: TimelinePrinter,
    output: Output,
    signal: AbortSignal | undefined,
  ) {
    this.#run = run;
    this.#context = { application: run.application, files, signal };
    this.#printer = printer;
    this.#output = output;
  }

  note(message: string): void {
    this.#run.application.timeline.note(message);
  }

  /**
   * Does a command; false: it was the last one.
   *
   * @throws {CliError} With the place, if it is not possible.
   */
  async do(command: Command, place: string | null): Promise<boolean> {
    const { application, secrets } = this.#run;
    switch (command.kind) {
      case "quit":
        return false;
      case "nothing":
        return true;
      case "help":
        this.#output.note(HELP);
        return true;
      case "mistake":
        this.#output.note(command.message);
        return true;
      case "status":
        this.#printer.summary(secrets.redactAll(summarizeRun(application)));
        return true;
    }
    try {
      if (command.kind === "show") this.#show(command.relation);
      else {
        const asked = stepText(command);
        application.timeline.add({ type: "asked", command: asked });
        this.ok = await doStep(this.#context, command) && this.ok;
      }
    } catch (error) {
      if (!(error instanceof CliError) || place === null) throw error;
      const { message, hint, details, exitCode } = error;
      throw new CliError(`${place}: ${message}`, {
        cause: error,
        hint,
        details,
        usage: exitCode === 2,
      });
    }
    return true;
  }

  /** Takes commands until they end; a mistake is told, and the next one read. */
  async interact(lines: AsyncIterable<string>): Promise<void> {
    this.note('The unit is idle; "help" shows what can be done, "quit" ends');
    for await (const text of lines) {
      try {
        if (!await this.do(parseCommand(text), null)) return;
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        this.#output.note(error.message);
        for (const detail of error.details) this.#output.note(detail);
        if (error.hint !== undefined) this.#output.note(error.hint);
      }
    }
  }

  #show(text: string): void {
    const { application, secrets } = this.#run;
    const { endpoint, rest } = splitTarget(text);
    const found = summarizeRun(application).relations.filter(({ key, app }) =>
      key.split(":")[0] === endpoint &&
      (rest === "" || rest === app || key === text)
    );
    if (found.length === 0) {
      throw new CliError(`Cannot find relation "${text}"`);
    }
    for (const { key, databags } of secrets.redactAll(found)) {
      for (const [owner, bag] of Object.entries(databags)) {
        this.#output.note(`${key} ${owner}`);
        for (const [name, value] of Object.entries(bag)) {
          this.#output.note(`  ${name}=${value}`);
        }
      }
    }
  }
}

function endNote({ application }: LocalRun, steps: number): string {
  const failed = application.units.filter(({ status }) => status.failed);
  const isOne = application.units.length === 1;
  if (failed.length > 0) {
    const which = failed.map(({ state, status }) =>
      isOne ? status.failed : `${status.failed} of ${state.unit}`
    );
    const who = isOne ? "The unit is" : "A unit is";
    return `${who} in error: ${which.join(", ")} waits for a retry; ` +
      "the run ends";
  }
  const who = isOne ? "The unit is" : "The units are";
  return steps === 0
    ? `${who} installed and idle; nothing more was asked for, the run ends`
    : `${who} idle; all that was asked for is done, the run ends`;
}

/** A report, which is a page. */
const REPORT: OutputKind = {
  what: "the report",
  example: "report.html",
  isSame: beginsWith(/^<!DOCTYPE html>/i),
};

/** Rejects as soon as the signal comes, whatever the work still waits for. */
async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => {});
  }
}
