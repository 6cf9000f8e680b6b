import { milliseconds } from "../milliseconds.ts";
import type { RunSummary } from "../run_summary.ts";
import type { TimelineRecord } from "../timeline.ts";
import { BEHAVIOUR } from "./behaviour.ts";
import { type Block, makeBlocks } from "./blocks.ts";
import { html, Markup } from "./html.ts";
import { KINDS, row, statusMark } from "./rows.ts";
import { STYLE } from "./style.ts";

/** What a report tells; secrets are left out of it already. */
export interface ReportContent {
  /** What all was in the end. */
  readonly summary: RunSummary;
  /** What happened, in order. */
  readonly records: readonly TimelineRecord[];
  /** Exit code of the run. */
  readonly exitCode: number;
}

/** From this number of blocks on, only those that failed are open at first. */
const MANY = 60;

/**
 * A report as one page of HTML that loads nothing from anywhere.
 *
 * @param content What it tells.
 */
export function reportPage(content: ReportContent): string {
  const { summary, records } = content;
  const { name } = summary.application;
  const blocks = makeBlocks(records);
  // The policy says that nothing is loaded, whatever a charm may have logged.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; " +
    "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  const page = html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${name}: a run of charmkit</title>
        <style>${new Markup(STYLE)}</style>
      </head>
      <body>
    ${top(content, blocks)}
    ${bar(summary)}
    <main id="timeline" aria-label="Timeline">
    ${blocks.map((block, index) => blockMarkup(block, index, blocks.length))}
    </main>
    <script>${new Markup(BEHAVIOUR)}</script>
      </body>
    </html>
  `;
  return page.text;
}

function top({ summary, records, exitCode }: ReportContent, blocks: Block[]) {
  const { application, units, relations } = summary;
  const first = records[0]?.time;
  const last = records.at(-1)?.time;
  const time = first === undefined || last === undefined
    ? 0
    : last.getTime() - first.getTime();
  const events = blocks.filter(({ event }) => event !== null).length;
  const failed = blocks.filter(({ error }) => error !== null).length;
  return html`
    <header class="top">
      <h1>${application.name}</h1>
      <p
        class="dim">${first?.toISOString().replace("T", " ").slice(0, 19) ??
          ""} UTC, ${milliseconds(
            time,
          )}, ${events} events, ${failed} failed, exit code ${exitCode}</p>
      <h2>Units</h2>
      <div class="scroll">
        <table id="units">
          <thead>
            <tr>
              <th
                scope="col">Name<th scope="col">Status<th scope="col">Message<th scope="col">Leader<th scope="col">Version</thead><tbody>
    <tr><td>${application.name}<td>${statusMark(
      application.status,
    )}<td>${application.message}<td><td>
    ${units.map((unit) =>
      html`
        <tr>
          <td>${unit.name}<td>${statusMark(unit.status)}<td>${unit
            .message}<td>${unit.leader ? "yes" : ""}<td>${unit.workloadVersion}
      `
    )}</tbody></table></div>
    ${relations.length === 0 ? html`` : html`
      <details class="relations">
        <summary><b>Relations at the end</b></summary>
        <div class="scroll">
          <table id="relations">
            <thead>
              <tr>
                <th
                  scope="col">Relation<th scope="col">Databag of<th scope="col">Data</thead><tbody>
      ${relations.map(relationRows)}</tbody></table></div></details>
    `}
    <h2>Timeline</h2>
    ${lanes(blocks)}
    </header>
  `;
}

function relationRows(
  { key, databags }: RunSummary["relations"][number],
): Markup {
  const sorted = Object.entries(databags).sort(([a], [b]) => a < b ? -1 : 1);
  const rows = sorted.map(([owner, bag]) => {
    const pairs = Object.entries(bag).map(([name, value]) =>
      html`<div><code>${name}</code> = <code>${value}</code></div>`
    );
    return html`
      <tr>
        <td>${key}<td>${owner}<td>${pairs}
    `;
  });
  return html`${rows}`;
}

/** The events of each unit over time, as a picture that leads to them. */
function lanes(blocks: readonly Block[]): Markup {
  const events = blocks.map((block, index) => ({ block, index }))
    .filter(({ block }) => block.event !== null);
  const start = Math.min(...[...range(events, "start")]);
  const end = Math.max(...[...range(events, "end")]);
  const span = Math.max(1, end - start);
  const units = [...new Set(events.map(({ block }) => block.unit ?? ""))];
  const lane = (unit: string) => {
    const own = events.filter(({ block }) => (block.unit ?? "") === unit);
    const bars = own.map(({ block, index }) => {
      const left = (block.start.getTime() - start) / span * 100;
      const width = (block.durationMs ?? 0) / span * 100;
      const style = `left:${left.toFixed(3)}%;width:${width.toFixed(3)}%`;
      const name = `${block.event} ${milliseconds(block.durationMs ?? 0)}`;
      return html`
        <a href="#b${index}" tabindex="-1" class="${block.error === null
          ? ""
          : "bad"}" style="${style}"
          title="${name}" aria-label="${name}"></a>
      `;
    });
    return html`
      <div
        class="lane"><span>${unit}</span><div class="track">${bars}</div></div>
    `;
  };
  // One link for each of thousands of events would be a bar, not a picture.
  return events.length === 0 || events.length > 2000
    ? html``
    : html`<div class="lanes">${units.map(lane)}</div>`;
}

function* range(
  events: readonly { readonly block: Block }[],
  which: "end" | "start",
): Generator<number> {
  for (const { block } of events) {
    const start = block.start.getTime();
    yield which === "start" ? start : start + (block.durationMs ?? 0);
  }
}

function bar({ units }: RunSummary): Markup {
  const kinds = Object.entries(KINDS).map(([kind, name]) =>
    html`<label><input type="checkbox" checked data-for-kind="${kind}"> ${name}</label>`
  );
  const names = units.map(({ name }) => html`<option>${name}</option>`);
  return html`
    <div class="bar">
      <form role="search" aria-label="Timeline">
    <input id="search" type="search" placeholder="Search ( / )" aria-label="Search the timeline" autocomplete="off">
    <select id="unit" aria-label="Unit"><option value="">All units</option>${names}</select>
    ${kinds}
    <label><input type="checkbox" id="failed"> Failed only</label>
    <button type="button" id="open">Open all</button>
    <button type="button" id="close">Close all</button>
    <button type="button" id="theme" aria-pressed="false">Dark</button>
    <span id="count" class="dim" role="status"></span>
    <details class="keys"><summary>Keys</summary><kbd>/</kbd> search, <kbd>Esc</kbd> end of search, <kbd>j</kbd> <kbd>k</kbd> next and last, <kbd>Enter</kbd> open, <kbd>o</kbd> <kbd>c</kbd> open and close all, <kbd>f</kbd> failed, <kbd>t</kbd> theme</details>
      </form>
    </div>
  `;
}

function blockMarkup(block: Block, index: number, count: number): Markup {
  const { unit, event, error, records, durationMs, hookCommands } = block;
  const rows = html`<ol class="rows">${records.map(row)}</ol>`;
  const isBad = error !== null ||
    records.some(({ entry }) =>
      entry.type === "expected" && !entry.ok ||
      entry.type === "action-ended" && entry.status !== "completed"
    );
  const data = [
    `id="b${index}"`,
    isBad ? "data-failed" : "",
    count <= MANY || isBad || event === null ? "open" : "",
  ].join(" ");
  if (event === null) {
    return html`
      <details class="block between" ${new Markup(data)} data-name=""
        data-unit=""><summary class="dim">Between events</summary>${rows}</details>
    `;
  }
  const commands = `${hookCommands} hook command${
    hookCommands === 1 ? "" : "s"
  }`;
  const end = durationMs === null
    ? "did not end"
    : `${milliseconds(durationMs)}, ${commands}`;
  return html`
    <details class="block" ${new Markup(data)} data-name="${unit ??
      ""} ${event}"
      data-unit="${unit ?? ""}"><summary><span class="unit">${unit ??
        ""}</span><b>${block.isAction
        ? `action ${event}`
        : event}</b>${error === null
        ? html``
        : html`<span class="error">failed: ${error}</span>`}<span class="end">${end}</span></summary>${rows}</details>
  `;
}
