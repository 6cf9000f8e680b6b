import { assertEquals, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { LogLines } from "../_model_fixture.ts";
import { Collector, freePort } from "./testdata/collector.ts";
import { TraceBuffer } from "./trace_buffer.ts";
import { exportTrace } from "./trace_export.ts";

/** A charm's folder, and what its dispatches export. */
class Exporter implements Disposable {
  readonly path: string = Deno.makeTempDirSync();
  readonly file: string = `${this.path}/buffer.db`;
  readonly log: LogLines = new LogLines();

  /** Exports a text in place of a trace. */
  async dispatch(
    trace: string,
    options: { readonly url?: string; readonly isObserved?: boolean } = {},
  ): Promise<void> {
    const { url, isObserved = false } = options;
    await exportTrace({
      path: this.file,
      trace,
      isObserved,
      destination: url === undefined ? null : { url },
      log: this.log.logger,
    });
  }

  /** How many traces wait. */
  get waiting(): number {
    using database = new DatabaseSync(this.file);
    return Number(
      database.prepare("SELECT count(*) AS n FROM tracing").get()!.n,
    );
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** A collector that takes any text, and answers what the function says. */
function textCollector(
  bodies: string[],
  status: (body: string) => number = () => 200,
): Collector {
  return new Collector({
    answer: async (request) => {
      const body = await request.text();
      bodies.push(body);
      return new Response(null, { status: status(body) });
    },
  });
}

Deno.test("exportTrace() sends the own trace first, then what waits, the important before the old (TRC-13, TRC-14)", async () => {
  using exporter = new Exporter();
  const bodies: string[] = [];
  await using collector = textCollector(bodies);

  await exporter.dispatch("a");
  await exporter.dispatch("b", { isObserved: true });
  await exporter.dispatch("c", { url: collector.url });

  assertEquals(bodies, ["c", "b", "a"]);
  assertEquals(exporter.waiting, 0);
  assertEquals(exporter.log.all(), []);
});

Deno.test("exportTrace() drops a trace that is refused, and goes on with the others (TRC-15)", async () => {
  using exporter = new Exporter();
  const bodies: string[] = [];
  await using collector = textCollector(
    bodies,
    (body) => body.startsWith("poison") ? 400 : 200,
  );

  await exporter.dispatch("poison", { isObserved: true });
  await exporter.dispatch("a");
  await exporter.dispatch("poison too", { url: collector.url });
  assertEquals(exporter.waiting, 2);
  await exporter.dispatch("b");

  assertEquals(bodies, ["poison too", "b", "poison", "a"]);
  assertEquals(exporter.waiting, 0);
  assertEquals(
    exporter.log.of("WARNING"),
    Array(2).fill("Cannot send a trace, which is dropped: HTTP 400"),
  );
});

Deno.test("exportTrace() tells that a collector has left something out, and does not send it again", async () => {
  using exporter = new Exporter();
  await using collector = new Collector({
    answer: () => Response.json({ partialSuccess: { rejectedSpans: "1" } }),
  });

  await exporter.dispatch("a", { url: collector.url });

  assertEquals(exporter.waiting, 0);
  assertStringIncludes(
    exporter.log.of("WARNING")[0]!,
    "The collector left out part of a trace: ",
  );
});

Deno.test("exportTrace() asks a destination that fails only once, and keeps everything (TRC-15)", async () => {
  using exporter = new Exporter();
  const bodies: string[] = [];
  await using collector = textCollector(bodies, () => 404);

  for (const trace of ["a", "b"]) await exporter.dispatch(trace);
  await exporter.dispatch("c", { url: collector.url });

  assertEquals(bodies, ["c"]);
  assertEquals(exporter.waiting, 3);
  assertEquals(exporter.log.of("WARNING"), [
    "Cannot send traces, which are kept: HTTP 404",
  ]);
});

Deno.test("exportTrace() stops with what waits when the destination fails then", async () => {
  using exporter = new Exporter();
  const bodies: string[] = [];
  await using collector = textCollector(
    bodies,
    () => bodies.length > 2 ? 503 : 200,
  );

  for (const trace of ["a", "b", "c"]) await exporter.dispatch(trace);
  await exporter.dispatch("d", { url: collector.url });

  assertEquals(bodies, ["d", "a", "b"]);
  assertEquals(exporter.waiting, 2);
});

Deno.test("exportTrace() leaves a destination alone for as long as it asks", async () => {
  using exporter = new Exporter();
  let count = 0;
  await using collector = new Collector({
    answer: () => {
      count++;
      return new Response(null, {
        status: 429,
        headers: { "retry-after": "60" },
      });
    },
  });
  await using other = new Collector({
    answer: () => {
      count += 10;
      return new Response();
    },
  });

  await exporter.dispatch("a", { url: collector.url });
  await exporter.dispatch("b", { url: collector.url });
  assertEquals([count, exporter.waiting], [1, 2]);
  await exporter.dispatch("c", { url: other.url });

  assertEquals([count, exporter.waiting], [31, 0]);
});

Deno.test("exportTrace() does not believe a pause that ends in years", async () => {
  using exporter = new Exporter();
  const bodies: string[] = [];
  await using collector = textCollector(bodies);
  await exporter.dispatch("a");
  {
    using buffer = new TraceBuffer(exporter.file);
    buffer.destination = { url: collector.url };
    buffer.quietUntil = Date.now() + 1e11;
  }

  await exporter.dispatch("b");

  assertEquals(bodies, ["b", "a"]);
});

Deno.test("exportTrace() keeps traces without a word while nobody is at home (TRC-15)", async () => {
  using exporter = new Exporter();

  await exporter.dispatch("a", { url: `http://127.0.0.1:${freePort()}` });

  assertEquals(exporter.waiting, 1);
  const [line] = exporter.log.all();
  assertStringIncludes(line!, "DEBUG Cannot send traces, which are kept: ");
});

Deno.test("exportTrace() makes a damaged file anew, and sends the own trace only once", async () => {
  using exporter = new Exporter();
  const bodies: string[] = [];
  await using collector = textCollector(bodies);
  await exporter.dispatch("first");
  await exporter.dispatch("second");
  {
    using buffer = new TraceBuffer(exporter.file);
    buffer.destination = { url: collector.url };
  }
  const bytes = Deno.readFileSync(exporter.file);
  // The tables are found, and what is in them is not.
  const root = rootPage(exporter.file, "tracing");
  bytes.fill(0xff, (root - 1) * 4096, root * 4096);
  Deno.writeFileSync(exporter.file, bytes);

  await exporter.dispatch("own");

  assertEquals(bodies, ["own"]);
  assertEquals(exporter.waiting, 0);
  assertStringIncludes(exporter.log.of("WARNING")[0]!, "is made anew");
  await exporter.dispatch("next");
  assertEquals(bodies, ["own", "next"]);
});

function rootPage(file: string, name: string): number {
  using database = new DatabaseSync(file);
  return Number(
    database.prepare("SELECT rootpage FROM sqlite_master WHERE name = ?")
      .get(name)!.rootpage,
  );
}
