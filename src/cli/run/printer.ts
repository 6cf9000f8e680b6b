import { milliseconds } from "./milliseconds.ts";
import type { RunSummary } from "./run_summary.ts";
import { shellWord } from "./shell_word.ts";
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

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** Shows a timeline while it happens. */
export class TimelinePrinter {
  readonly #options: PrinterOptions;

  /** Takes how to print. */
  constructor(options: PrinterOptions) {
    this.#options = options;
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
    const name = this.#options.units && unit !== null ? unit : null;
    for (const text of this.#lines(entry, name)) this.#options.line(text);
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
      line(name, this.#status(unit));
    }
    line("application", this.#status(application));
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

  #lines(entry: TimelineEntry, unit: string | null): string[] {
    const { verbose = false } = this.#options;
    switch (entry.type) {
      case "note":
        return [
          this.#paint(
            "dim",
            unit === null ? entry.message : `${unit}: ${entry.message}`,
          ),
        ];
      case "event-started":
        return [
          (unit === null ? "" : this.#paint("dim", `${unit} `)) +
          this.#paint(
            "bold",
            entry.isAction ? `action ${entry.event}` : entry.event,
          ),
        ];
      case "event-ended":
        return [this.#ended(entry)];
      case "hook-command": {
        if (!verbose) return [];
        const text = [entry.name, ...entry.args.map(word)].join(" ");
        const end = `exit ${entry.code}, ${milliseconds(entry.durationMs)}`;
        return [`  ${this.#paint("cyan", text)}  ${this.#paint("dim", end)}`];
      }
      case "log": {
        const hidden = ["DEBUG", "TRACE"].includes(entry.level);
        if (hidden && !verbose) return [];
        return entry.message.split("\n").map((text) =>
          `  ${this.#level(entry.level)} ${text}`
        );
      }
      case "status":
        return [
          `  ${entry.of === "unit" ? "status" : "application status"} ` +
          this.#status(entry),
        ];
      case "workload-version":
        return [`  workload version ${entry.version}`];
      case "action-ended":
        return this.#action(entry);
      case "asked":
        return [this.#paint("cyan", `> ${entry.command}`)];
      case "databag": {
        const head = `${entry.relation} ${entry.owner}`;
        return Object.entries(entry.changes).map(([key, value]) =>
          value === null
            ? `  ${head} without ${key}`
            : `  ${head} ${key}=${word(value)}`
        );
      }
      case "expected": {
        const { expectation, found, ok } = entry;
        return [
          ok
            ? `  ${this.#paint("green", "as expected")}: ${expectation}`
            : `  ${this.#paint("red", "expected")} ${expectation}: ${found}`,
        ];
      }
      case "pebble": {
        if (!verbose) return [];
        const { container, request, code, durationMs } = entry;
        const end = `${code}, ${milliseconds(durationMs)}`;
        return [
          `  ${this.#paint("cyan", `${container}: ${request}`)}  ` +
          this.#paint("dim", end),
        ];
      }
    }
  }

  #ended(entry: Extract<TimelineEntry, { type: "event-ended" }>): string {
    const { durationMs, hookCommands, error } = entry;
    const commands = `${hookCommands} hook command${
      hookCommands === 1 ? "" : "s"
    }`;
    const end = `${milliseconds(durationMs)}, ${commands}`;
    return error === null
      ? this.#paint("dim", `  done in ${end}`)
      : `  ${this.#paint("red", `failed: ${error}`)} ` +
        this.#paint("dim", `(${end}; what it wrote is discarded)`);
  }

  #action(entry: Extract<TimelineEntry, { type: "action-ended" }>): string[] {
    const { action, status, message, results, log } = entry;
    const color = status === "completed" ? "green" : "red";
    const head = `  action ${action} ${this.#paint(color, status)}` +
      (message === "" ? "" : `: ${message}`);
    const lines = log.map((text) => `    log: ${text}`);
    const values = Object.entries(results).map(([name, value]) => {
      const text = typeof value === "string"
        ? value.trimEnd()
        : JSON.stringify(value);
      return `    ${name}: ${text}`;
    });
    return [head, ...lines, ...values];
  }

  #status(of: { readonly status: string; readonly message: string }): string {
    const color = STATUS_COLORS[of.status] ?? "yellow";
    const status = this.#paint(color, of.status);
    return of.message === "" ? status : `${status}: ${of.message}`;
  }

  #level(level: string): string {
    const color = level === "ERROR" || level === "CRITICAL"
      ? "red"
      : level === "WARNING"
      ? "yellow"
      : "dim";
    return this.#paint(color, level.padEnd(7));
  }

  #paint(style: keyof typeof CODES, text: string): string {
    return this.#options.color ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text;
  }
}

const STATUS_COLORS: Readonly<Record<string, keyof typeof CODES>> = {
  active: "green",
  blocked: "red",
  error: "red",
  unknown: "dim",
};

/** An argument, cut where it would fill the terminal. */
function word(text: string): string {
  return shellWord(text, { longest: 120 });
}
