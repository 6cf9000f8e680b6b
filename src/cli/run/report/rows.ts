import { milliseconds } from "../milliseconds.ts";
import { shellWord } from "../../shell_word.ts";
import type {
  EntryOf,
  EntryType,
  TimelineEntry,
  TimelineRecord,
} from "../timeline.ts";
import { html, type HtmlValue, type Markup } from "./html.ts";

/** Kinds of rows that a reader may leave out. */
export const KINDS = {
  command: "Hook commands",
  log: "Logs",
  status: "Statuses",
  databag: "Databags",
  pebble: "Pebble",
  note: "Notes",
} as const;

/** One of {@linkcode KINDS}. */
export type RowKind = keyof typeof KINDS;

/** One record as a row of the page. */
export function row(record: TimelineRecord): Markup {
  const { kind, label, text, extra = "", tone = "" } = cellsOf(record);
  const time = record.time.toISOString();
  return html`
    <li class="row ${tone}"
      data-kind="${kind}"><time datetime="${time}">${time.slice(
        11,
        23,
      )}</time><span class="label">${label}</span><span class="text">${text}</span><span class="extra">${extra}</span></li>
  `;
}

interface Cells {
  readonly kind: RowKind;
  readonly label: string;
  readonly text: HtmlValue;
  readonly extra?: string;
  readonly tone?: "bad" | "good" | "warn";
}

function cellsOf({ entry, unit }: TimelineRecord): Cells {
  // The table has for each type what takes entries of that type.
  const cells = CELLS[entry.type] as MakeCells<TimelineEntry>;
  return cells(entry, unit);
}

type MakeCells<Entry> = (entry: Entry, unit: string | null) => Cells;

const CELLS: { readonly [Type in EntryType]: MakeCells<EntryOf<Type>> } = {
  "action-ended": ({ status, message, results }) => ({
    kind: "status",
    label: "action",
    text: html`${statusMark(status)} ${message}${changes(shown(results))}`,
    tone: status === "completed" ? "good" : "bad",
  }),
  asked: ({ command }) => ({
    kind: "note",
    label: "asked",
    text: html`<kbd>${command}</kbd>`,
  }),
  databag: (entry) => ({
    kind: "databag",
    label: entry.relation,
    text: html`<b>${entry.owner}</b>${changes(entry.changes)}`,
  }),
  "event-ended": ({ type, event }) => ({
    kind: "note",
    label: type,
    text: event,
  }),
  "event-started": ({ type, event }) => ({
    kind: "note",
    label: type,
    text: event,
  }),
  expected: ({ expectation, found, ok }) => ({
    kind: "note",
    label: ok ? "as expected" : "expected",
    text: `${expectation}: ${found}`,
    tone: ok ? "good" : "bad",
  }),
  "hook-command": ({ name, args, code, durationMs }) => ({
    kind: "command",
    label: name,
    text: args.map((arg) => shellWord(arg)).join(" "),
    extra: (code === 0 ? "" : `exit ${code}, `) + milliseconds(durationMs),
    tone: code === 0 ? undefined : "bad",
  }),
  log: ({ level, logger, message }) => ({
    kind: "log",
    label: level,
    text: message,
    extra: logger,
    tone: LOG_TONES[level],
  }),
  note: ({ message }, unit) => ({
    kind: "note",
    label: unit ?? "note",
    text: message,
  }),
  pebble: ({ container, request, code, durationMs }) => ({
    kind: "pebble",
    label: container,
    text: request,
    extra: `${code}, ${milliseconds(durationMs)}`,
    tone: code >= 400 ? "bad" : undefined,
  }),
  status: (entry) => ({
    kind: "status",
    label: entry.of === "unit" ? "status" : "application",
    text: html`${statusMark(entry.status)} ${entry.message}`,
  }),
  "workload-version": ({ version }) => ({
    kind: "status",
    label: "version",
    text: version,
  }),
};

/** A status with its colour; the word says the same without it. */
export function statusMark(status: string): Markup {
  const known = STATUSES.includes(status) ? status : "other";
  return html`<span class="status ${known}">${status}</span>`;
}

function changes(
  values: Readonly<Record<string, string | null>>,
): Markup {
  const items = Object.entries(values).map(([key, value]) =>
    value === null
      ? html`
        <div>
          <del>${key}</del>
        </div>
      `
      : html`<div><code>${key}</code> = <code>${value}</code></div>`
  );
  return items.length === 0 ? html`` : html`<div class="pairs">${items}</div>`;
}

function shown(
  results: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(results).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

const STATUSES: readonly string[] = [
  "active",
  "blocked",
  "completed",
  "error",
  "failed",
  "maintenance",
  "waiting",
];
const LOG_TONES: Readonly<Record<string, "bad" | "warn">> = {
  CRITICAL: "bad",
  ERROR: "bad",
  WARNING: "warn",
};
