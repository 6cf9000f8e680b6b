import { entryLines } from "./entry_lines.ts";
import { makePaint, type Paint, statusText } from "./paint.ts";
import type { RunSummary } from "./run_summary.ts";
import type { TimelineEntry } from "./timeline.ts";

/** How a {@linkcode TimelinePrinter} prints. */
export interface PrinterOptions {
  /** Gets each line. */
  readonly line: (text: string) => void;
  /** One JSON object for each entry. @default {false} */
  readonly json?: boolean;
  /** Show each hook command, and log lines below INFO. @default {false} */
  readonly verbose?: boolean;
  /** Use colours. @default {false} */
  readonly color?: boolean;
  /** Show the unit's name, as there are several. @default {false} */
  readonly units?: boolean;
}

/** Shows a timeline while it happens. */
export class TimelinePrinter {
  readonly #options: PrinterOptions;
  readonly #paint: Paint;

  /** Takes how to print. */
  constructor(options: PrinterOptions) {
    this.#options = options;
    this.#paint = makePaint(options.color ?? false);
  }

  /**
   * Shows an entry.
   *
   * @param entry What happened.
   * @param unit The unit that it is about, shown where there are several.
   * @param time When it happened.
   */
  print(
    entry: TimelineEntry,
    unit: string | null = null,
    time: Date = new Date(),
  ): void {
    if (this.#options.json) {
      this.#json(
        { ...unit === null ? {} : { unitName: unit }, ...entry },
        time,
      );
      return;
    }
    const { line, units = false, verbose = false } = this.#options;
    const name = units ? unit : null;
    const options = { paint: this.#paint, verbose, unit: name };
    for (const text of entryLines(entry, options)) line(text);
  }

  /** Shows what all is now; `exitCode` only at the end. */
  summary(summary: RunSummary, exitCode?: number): void {
    if (this.#options.json) {
      const end = exitCode === undefined ? {} : { exitCode };
      this.#json({ type: "summary", ...end, ...summary }, new Date());
      return;
    }
    const { application, units, relations } = summary;
    const isOne = units.length === 1;
    const width = Math.max(11, ...units.map(({ name }) => name.length + 1));
    const line = (name: string, text: string) =>
      this.#options.line(`${name.padEnd(width)}  ${text}`);
    for (const unit of units) {
      const name = isOne ? "unit" : `${unit.name}${unit.leader ? "*" : ""}`;
      line(name, statusText(this.#paint, unit));
    }
    line("application", statusText(this.#paint, application));
    for (const { workloadVersion } of units.slice(0, 1)) {
      if (workloadVersion !== "") line("version", workloadVersion);
    }
    for (const { key, app, units } of relations) {
      line(key, `${app} (${units.join(", ") || "no units"})`);
    }
  }

  #json(value: object, time: Date): void {
    this.#options.line(JSON.stringify({ time: time.toISOString(), ...value }));
  }
}
