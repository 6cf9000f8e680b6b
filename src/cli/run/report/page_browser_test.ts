import { assert, assertEquals } from "@std/assert";
import { toFileUrl } from "@std/path";
import puppeteer, { type Page } from "puppeteer-core";
import { makeFolder } from "../../_testing.ts";
import { content, hook, log, records } from "./_test_report.ts";
import { type ReportContent, reportPage } from "./page.ts";

const BROWSER = Deno.env.get("CHARMKIT_BROWSER") ?? "";

/** A test that shows a report in a real browser, of which the toolchain has one. */
function browserTest(
  name: string,
  report: ReportContent,
  test: (page: Page) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: BROWSER === "",
    // What belongs to the browser's own process is not this test's.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      await using folder = await makeFolder({ "r.html": reportPage(report) });
      const browser = await puppeteer.launch({
        executablePath: BROWSER,
        headless: "shell",
        userDataDir: folder.at("profile"),
        args: [
          "--no-sandbox",
          "--no-zygote",
          "--single-process",
          "--disable-gpu",
        ],
      });
      try {
        const page = await browser.newPage();
        const trouble: string[] = [];
        page.on("pageerror", (error) => trouble.push(String(error)));
        page.on("console", (message) => trouble.push(message.text()));
        page.on("request", (request) => {
          if (!request.url().startsWith("file:")) trouble.push(request.url());
        });
        await page.goto(toFileUrl(folder.at("r.html")).href);
        await test(page);
        assertEquals(trouble, []);
      } finally {
        await browser.close();
      }
    },
  });
}

const SMALL = content(records([
  ...hook("install", [log("hello <script>throw 1</script>")]),
  ...hook("start", [log("dangerous & loud", "ERROR")], "exit status 1"),
  ...hook("update-status", [{
    type: "hook-command",
    name: "status-set",
    args: ["active", "it's up"],
    code: 0,
    durationMs: 1,
  }]),
]));

/** Names of the events that are shown. */
async function shownEvents(page: Page): Promise<string[]> {
  return await page.$$eval(
    ".block:not([hidden]) summary b",
    (heads) => heads.map((head) => head.textContent ?? ""),
  );
}

/** Lines of the timeline that a reader sees. */
async function shownRows(page: Page): Promise<number> {
  return await page.$$eval(
    ".block:not([hidden])[open] .row:not([hidden])",
    (rows) => rows.length,
  );
}

browserTest(
  "reportPage() shows events and what happened in them",
  SMALL,
  async (page) => {
    assertEquals(await shownEvents(page), [
      "install",
      "start",
      "update-status",
    ]);
    assertEquals(await shownRows(page), 3);
    const text = await page.$eval(".row .text", (row) => row.textContent);
    assertEquals(text, "hello <script>throw 1</script>");
  },
);

browserTest(
  "reportPage() is searched as a reader types, and says how much fits",
  SMALL,
  async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("LOUD");
    await page.waitForFunction(
      `document.querySelector("#count").textContent === "1 of 3 blocks"`,
    );
    assertEquals(await shownEvents(page), ["start"]);
    assertEquals(
      await page.$$eval("mark", (marks) => marks.map((m) => m.textContent)),
      ["loud"],
    );

    await page.keyboard.press("Escape");
    assertEquals(await shownEvents(page), [
      "install",
      "start",
      "update-status",
    ]);
  },
);

browserTest(
  "reportPage() leaves out kinds, units and what went well",
  SMALL,
  async (page) => {
    await page.click("[data-for-kind=log]");
    const commands = await shownRows(page);
    await page.click("[data-for-kind=log]");
    await page.keyboard.press("f");
    const failed = await shownEvents(page);
    await page.keyboard.press("f");
    await page.select("#unit", "web/1");

    assertEquals(commands, 1);
    assertEquals(failed, ["start"]);
    assertEquals(await shownEvents(page), []);
  },
);

browserTest(
  "reportPage() can be used by the keyboard alone",
  SMALL,
  async (page) => {
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const focused = String(
      await page.evaluate("document.activeElement.textContent"),
    );
    await page.keyboard.press("Enter");
    const open = await page.$$eval(
      ".block",
      (blocks) => blocks.map((block) => block.hasAttribute("open")),
    );
    await page.keyboard.press("c");
    const closed = await shownRows(page);
    await page.keyboard.press("o");

    assert(focused.includes("start"));
    assertEquals(open, [true, false, true]);
    assertEquals([closed, await shownRows(page)], [0, 3]);
  },
);

browserTest(
  "reportPage() is light or dark as the reader has it, or wants it",
  SMALL,
  async (page) => {
    const back = () =>
      page.evaluate("getComputedStyle(document.body).backgroundColor");
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: "light" },
    ]);
    const light = await back();
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: "dark" },
    ]);
    const dark = await back();
    await page.keyboard.press("t");
    const chosen = await back();
    await page.click("#theme");

    assert(light !== dark);
    assertEquals(chosen, light);
    assertEquals(await back(), dark);
  },
);

const LARGE = content(records(
  Array.from({ length: 1500 }, (_, index) =>
    hook("update-status", [
      log(`line ${index} of many`),
      log("second"),
      log("third"),
    ])).flat(),
));

browserTest(
  "reportPage() finds one of thousands of lines",
  LARGE,
  async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("1234 many");
    await page.waitForFunction(
      `document.querySelector("#count").textContent === "1 of 1500 blocks"`,
    );

    assertEquals(await shownRows(page), 1);
    assertEquals(
      await page.$eval(".row:not([hidden]) .text", (row) => row.textContent),
      "line 1234 of many",
    );
  },
);

browserTest(
  "reportPage() has no line that is wider than a phone",
  SMALL,
  async (page) => {
    await page.setViewport({ width: 380, height: 700 });

    const isWide = await page.evaluate(
      "document.documentElement.scrollWidth > innerWidth",
    );

    assertEquals(isWide, false);
  },
);
