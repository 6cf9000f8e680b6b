import { milliseconds } from "./milliseconds.ts";
import { type Paint, statusText, type TextStyle } from "./paint.ts";
import { shellWord } from "../shell_word.ts";
import type { EntryOf, EntryType, TimelineEntry } from "./timeline.ts";

/** How {@linkcode entryLines} shows an entry. */
export interface EntryLinesOptions {
  /** Gives texts their colours. */
  readonly paint: Paint;
  /** Show each hook command, and log lines below INFO. */
  readonly verbose: boolean;
  /** The unit that it is about; null: it need not be said. */
  readonly unit: string | null;
}

/** Lines of one kind of entry. */
type Show<Entry> = (
  entry: Entry,
  options: EntryLinesOptions,
) => readonly string[];

/**
 * An entry of the timeline as a person reads it; no line if it is not shown.
 *
 * @param entry What happened.
 * @param options How to show it.
 */
export function entryLines(
  entry: TimelineEntry,
  options: EntryLinesOptions,
): readonly string[] {
  // The table has for each type what takes entries of that type.
  const show = SHOW[entry.type] as Show<TimelineEntry>;
  return show(entry, options);
}

/** What is longer fills the terminal. */
const LONGEST_WORD = 120;

const SHOW: { readonly [Type in EntryType]: Show<EntryOf<Type>> } = {
  "action-ended": (entry, { paint }) => actionLines(entry, paint),
  asked: ({ command }, { paint }) => [paint("cyan", `> ${command}`)],
  databag: ({ relation, owner, changes }) =>
    Object.entries(changes).map(([key, value]) =>
      `  ${relation} ${owner} ` +
      (value === null ? `without ${key}` : `${key}=${word(value)}`)
    ),
  "event-ended": (entry, { paint }) => [endLine(entry, paint)],
  "event-started": ({ event, isAction }, { paint, unit }) => [
    (unit === null ? "" : paint("dim", `${unit} `)) +
    paint("bold", isAction ? `action ${event}` : event),
  ],
  expected: ({ expectation, found, ok }, { paint }) => [
    ok
      ? `  ${paint("green", "as expected")}: ${expectation}`
      : `  ${paint("red", "expected")} ${expectation}: ${found}`,
  ],
  "hook-command": ({ name, args, code, durationMs }, { paint, verbose }) => {
    if (!verbose) return [];
    const text = [name, ...args.map(word)].join(" ");
    const end = `exit ${code}, ${milliseconds(durationMs)}`;
    return [`  ${paint("cyan", text)}  ${paint("dim", end)}`];
  },
  log: ({ level, message }, { paint, verbose }) => {
    if (["DEBUG", "TRACE"].includes(level) && !verbose) return [];
    const painted = paint(LEVEL_STYLES[level] ?? "dim", level.padEnd(7));
    return message.split("\n").map((text) => `  ${painted} ${text}`);
  },
  note: ({ message }, { paint, unit }) => [
    paint("dim", unit === null ? message : `${unit}: ${message}`),
  ],
  pebble: ({ container, request, code, durationMs }, { paint, verbose }) => {
    if (!verbose) return [];
    const end = `${code}, ${milliseconds(durationMs)}`;
    return [
      `  ${paint("cyan", `${container}: ${request}`)}  ${paint("dim", end)}`,
    ];
  },
  status: (entry, { paint }) => [
    `  ${entry.of === "unit" ? "status" : "application status"} ` +
    statusText(paint, entry),
  ],
  "workload-version": ({ version }) => [`  workload version ${version}`],
};

const LEVEL_STYLES: Readonly<Record<string, TextStyle>> = {
  CRITICAL: "red",
  ERROR: "red",
  WARNING: "yellow",
};

function word(text: string): string {
  return shellWord(text, { longest: LONGEST_WORD });
}

function endLine(
  { durationMs, hookCommands, error }: EntryOf<"event-ended">,
  paint: Paint,
): string {
  const commands = `${hookCommands} hook command${
    hookCommands === 1 ? "" : "s"
  }`;
  const end = `${milliseconds(durationMs)}, ${commands}`;
  return error === null
    ? paint("dim", `  done in ${end}`)
    : `  ${paint("red", `failed: ${error}`)} ` +
      paint("dim", `(${end}; what it wrote is discarded)`);
}

function actionLines(
  { action, status, message, results, log }: EntryOf<"action-ended">,
  paint: Paint,
): string[] {
  const style = status === "completed" ? "green" : "red";
  const head = `  action ${action} ${paint(style, status)}` +
    (message === "" ? "" : `: ${message}`);
  const lines = log.map((text) => `    log: ${text}`);
  const values = Object.entries(results).map(([name, value]) => {
    const text = typeof value === "string"
      ? value.trimEnd()
      : JSON.stringify(value);
    return `    ${name}: ${text.replaceAll("\n", "\n      ")}`;
  });
  return [head, ...lines, ...values];
}
