import { milliseconds } from "../milliseconds.ts";
import { shellWord } from "../shell_word.ts";
import type { TimelineRecord } from "../timeline.ts";
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
  switch (entry.type) {
    case "hook-command":
      return {
        kind: "command",
        label: entry.name,
        text: entry.args.map((arg) => shellWord(arg)).join(" "),
        extra: `${entry.code === 0 ? "" : `exit ${entry.code}, `}${
          milliseconds(entry.durationMs)
        }`,
        tone: entry.code === 0 ? undefined : "bad",
      };
    case "log":
      return {
        kind: "log",
        label: entry.level,
        text: entry.message,
        extra: entry.logger,
        tone: LOG_TONES[entry.level],
      };
    case "status":
      return {
        kind: "status",
        label: entry.of === "unit" ? "status" : "application",
        text: html`${statusMark(entry.status)} ${entry.message}`,
      };
    case "workload-version":
      return { kind: "status", label: "version", text: entry.version };
    case "databag":
      return {
        kind: "databag",
        label: entry.relation,
        text: html`<b>${entry.owner}</b>${changes(entry.changes)}`,
      };
    case "pebble":
      return {
        kind: "pebble",
        label: entry.container,
        text: entry.request,
        extra: `${entry.code}, ${milliseconds(entry.durationMs)}`,
        tone: entry.code >= 400 ? "bad" : undefined,
      };
    case "action-ended": {
      const { status, message, results } = entry;
      return {
        kind: "status",
        label: "action",
        text: html`${statusMark(status)} ${message}${changes(shown(results))}`,
        tone: status === "completed" ? "good" : "bad",
      };
    }
    case "asked":
      return {
        kind: "note",
        label: "asked",
        text: html`<kbd>${entry.command}</kbd>`,
      };
    case "expected":
      return {
        kind: "note",
        label: entry.ok ? "as expected" : "expected",
        text: `${entry.expectation}: ${entry.found}`,
        tone: entry.ok ? "good" : "bad",
      };
    case "note":
      return { kind: "note", label: unit ?? "note", text: entry.message };
    case "event-started":
    case "event-ended":
      return { kind: "note", label: entry.type, text: entry.event };
  }
}

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
