/** How the page looks, light and dark. */
export const STYLE = `
:root { color-scheme: light dark;
  --back: #fbfaf8; --panel: #ffffff; --ink: #1d1f24; --dim: #5b616d;
  --line: #dfe0e4; --accent: #1f5fbf; --mark: #ffe08a;
  --good: #19692c; --bad: #b3261e; --warn: #835400; --wait: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) {
  --back: #15171c; --panel: #1c1f26; --ink: #e6e7ea; --dim: #a0a6b2;
  --line: #333844; --accent: #8ab4f8; --mark: #6b5300;
  --good: #81c995; --bad: #f28b82; --warn: #fdd663; --wait: #8ab4f8; } }
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark;
  --back: #15171c; --panel: #1c1f26; --ink: #e6e7ea; --dim: #a0a6b2;
  --line: #333844; --accent: #8ab4f8; --mark: #6b5300;
  --good: #81c995; --bad: #f28b82; --warn: #fdd663; --wait: #8ab4f8; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main, .top { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
.top { padding-top: 1.5rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
.dim, .extra, time { color: var(--dim); }
code, kbd, pre, .text, .label, time, .extra { font-family: ui-monospace,
  "SF Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: .86rem; }
kbd { color: var(--accent); }
.relations { margin-top: 1rem; } .relations > summary { padding-left: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--panel);
  border: 1px solid var(--line); }
th, td { text-align: left; padding: .35rem .7rem; vertical-align: top;
  border-top: 1px solid var(--line); overflow-wrap: break-word; }
th { font-weight: 600; color: var(--dim); font-size: .86rem; }
.status { font-weight: 600; }
.active, .completed { color: var(--good); }
.blocked, .error, .failed { color: var(--bad); }
.waiting { color: var(--wait); } .maintenance { color: var(--warn); }
.bar { position: sticky; top: 0; z-index: 2; margin-top: 1.5rem;
  background: var(--back); border-bottom: 1px solid var(--line); }
.bar form { max-width: 76rem; margin: 0 auto; padding: .6rem 1.25rem;
  display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; }
.bar input[type=search] { flex: 1 1 14rem; }
input[type=search], select, button { font: inherit; color: inherit;
  background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  padding: .3rem .6rem; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
label { white-space: nowrap; }
.lanes { margin: .5rem 0 0; }
.lane { display: flex; align-items: center; gap: .7rem; }
.lane > span { flex: 0 0 7rem; overflow: hidden; text-overflow: ellipsis; }
.track { position: relative; flex: 1; height: 1.1rem; margin: .12rem 0;
  background: var(--panel); border: 1px solid var(--line); border-radius: 4px;
  overflow: hidden; }
.track a { position: absolute; top: 0; bottom: 0; min-width: 3px;
  background: var(--accent); opacity: .75; border-radius: 2px; }
.track a.bad { background: var(--bad); opacity: 1; }
.track a:hover, .track a:focus-visible { opacity: 1; }
.block { background: var(--panel); border: 1px solid var(--line);
  border-radius: 6px; margin: .5rem 0; scroll-margin-top: 7rem;
  content-visibility: auto; contain-intrinsic-size: auto 2.4rem; }
.block.between { border-style: dashed; background: none; }
.block[data-failed] { border-color: var(--bad); }
summary { padding: .35rem .8rem; cursor: pointer; display: flex; gap: .8rem;
  flex-wrap: wrap; align-items: baseline; border-radius: 6px; }
summary::before { content: "\\25B8"; color: var(--dim); }
[open] > summary::before { content: "\\25BE"; }
summary .unit { color: var(--dim); }
summary .end { margin-left: auto; color: var(--dim); font-size: .86rem; }
.rows { list-style: none; margin: 0; padding: 0 .8rem .5rem; }
.row { display: grid; gap: 0 .8rem; padding: .12rem 0;
  grid-template-columns: 6.6rem 9.5rem minmax(0, 1fr) auto; }
.row .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.row .label { overflow-wrap: anywhere; }
.row .extra { max-width: 22rem; overflow-wrap: anywhere; }
.bad > .label, .bad > .text { color: var(--bad); }
.warn > .label { color: var(--warn); } .good > .label { color: var(--good); }
.pairs { margin-left: .2rem; white-space: pre-wrap; }
[hidden] { display: none !important; }
mark { background: var(--mark); color: inherit; }
@media (max-width: 46rem) { .row { grid-template-columns: 6.6rem 1fr; }
  .row .text, .row .extra { grid-column: 1 / -1; padding-left: 1rem; } }
@media print { .bar { display: none; } }
`;
