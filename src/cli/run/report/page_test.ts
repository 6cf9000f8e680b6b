import { assert, assertEquals } from "@std/assert";
import { content, hook, log, records } from "./_test_report.ts";
import { makeBlocks } from "./blocks.ts";
import { escapeHtml, html } from "./html.ts";
import { reportPage } from "./page.ts";

Deno.test("html() escapes what is put in, and no markup", () => {
  const name = `<b> & "x" 'y'`;

  assertEquals(
    html`<i title="${name}">${html`<b>${1}</b>`}${[html`<u>`]}</i>`.text,
    '<i title="&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;"><b>1</b><u></i>',
  );
  assertEquals(escapeHtml("</script>"), "&lt;/script&gt;");
});

Deno.test("makeBlocks() keeps records with the hook of their unit", () => {
  const [start, ...rest] = records(hook("start", [log("a")]));
  const other = records([log("b")], null);
  const blocks = makeBlocks([...other, start!, ...other, ...rest]);

  assertEquals(
    blocks.map(({ event, records }) => [event, records.length]),
    [[null, 1], ["start", 1], [null, 1]],
  );
  assertEquals(blocks[1]?.durationMs, 12);
});

Deno.test("makeBlocks() shows an action's outcome with it, and a hook that did not end", () => {
  const blocks = makeBlocks(records([
    ...hook("backup"),
    {
      type: "action-ended",
      action: "backup",
      status: "completed",
      message: "",
      results: {},
      log: [],
    },
    { type: "event-started", event: "stop", isAction: false },
    log("late"),
  ]));

  assertEquals(
    blocks.map((
      { event, durationMs, records },
    ) => [event, durationMs, records.length]),
    [["backup", 12, 1], ["stop", null, 1]],
  );
});

Deno.test("reportPage() takes nothing from elsewhere, and runs nothing that a charm says", () => {
  const page = reportPage(content(records(hook("start", [
    log("</script><script>alert(1)</script><img src=http://x onerror=y>"),
    log("https://example.com/x.css"),
    {
      type: "databag",
      relation: "db:1",
      owner: "web",
      changes: { "<i>": "<u>", gone: null },
    },
  ]))));

  assertEquals(page.match(/<script/g)?.length, 1);
  assertEquals(
    /<(img|link|iframe|object|embed)|\b(src|srcset)="|url\(|@import/.test(page),
    false,
  );
  assert(page.includes("default-src &#39;none&#39;"));
  assert(page.includes("<code>&lt;i&gt;</code> = <code>&lt;u&gt;</code>"));
});
