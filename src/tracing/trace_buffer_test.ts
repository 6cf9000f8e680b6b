import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { isDamage, removeBuffer, TraceBuffer } from "./trace_buffer.ts";

/** A folder of its own, and the buffer's file in it. */
class Folder implements Disposable {
  readonly path: string = Deno.makeTempDirSync();
  readonly file: string = `${this.path}/.tracing-data.db`;

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

function trace(text: string, isObserved = false, size = text.length) {
  const data = new Uint8Array(size);
  data.set(new TextEncoder().encode(text));
  return { data, mime: "application/json", isObserved };
}

/** Takes everything out, in the order of sending. */
function drain(buffer: TraceBuffer): string[] {
  const texts: string[] = [];
  for (let next = buffer.first(); next !== null; next = buffer.first()) {
    texts.push(new TextDecoder().decode(next.data).replace(/\0+$/, ""));
    buffer.remove(next.id);
  }
  return texts;
}

Deno.test("TraceBuffer gives observed traces first, and the oldest of them (TRC-13)", () => {
  using folder = new Folder();
  using buffer = new TraceBuffer(folder.file);

  buffer.add(trace("a"));
  buffer.add(trace("b", true));
  buffer.add(trace("c", true));
  buffer.add(trace("d"));

  assertEquals(drain(buffer), ["b", "c", "a", "d"]);
  assertEquals(buffer.first(), null);
});

Deno.test("TraceBuffer keeps traces and the destination from one dispatch to the next (TRC-12)", () => {
  using folder = new Folder();
  const first = new TraceBuffer(folder.file);
  assertEquals(first.destination, { url: null, ca: null });
  first.add(trace("a"));
  first.destination = { url: "https://t/v1/traces", ca: "pem" };
  first.close();
  first.close();

  using second = new TraceBuffer(folder.file);

  assertEquals(second.destination, { url: "https://t/v1/traces", ca: "pem" });
  assertEquals(drain(second), ["a"]);
  second.destination = { url: null };
  assertEquals(second.destination, { url: null, ca: null });
});

Deno.test("TraceBuffer forgets the pause of a destination when there is another", () => {
  using folder = new Folder();
  using buffer = new TraceBuffer(folder.file);
  assertEquals(buffer.quietUntil, 0);
  buffer.destination = { url: "http://a/" };
  buffer.quietUntil = 5000;

  buffer.destination = { url: "http://a/" };
  assertEquals(buffer.quietUntil, 5000);
  buffer.destination = { url: "http://b/" };
  assertEquals(buffer.quietUntil, 0);
});

Deno.test("TraceBuffer that is full drops the least important traces, and of those the oldest (TRC-12)", () => {
  using folder = new Folder();
  const page = 4096;
  using buffer = new TraceBuffer(folder.file, { maxBytes: 40 * page });
  const size = 4 * page;

  buffer.add(trace("important", true, size));
  for (let i = 0; i < 30; i++) buffer.add(trace(`${i}`, false, size));

  assert(Deno.statSync(folder.file).size <= 44 * page);
  const kept = drain(buffer);
  assertEquals(kept[0], "important");
  assertEquals(kept.at(-1), "29");
  assertEquals(
    kept.slice(1).map(Number),
    kept.slice(1).map((_, i) => 30 - (kept.length - 1) + i),
  );
  assert(kept.length >= 5, `${kept.length}`);
});

Deno.test("TraceBuffer leaves out a trace that is larger than it may be", () => {
  using folder = new Folder();
  using buffer = new TraceBuffer(folder.file, { maxBytes: 65_536 });
  buffer.add(trace("small"));

  buffer.add(trace("large", true, 65_537));

  assertEquals(drain(buffer), ["small"]);
});

Deno.test("TraceBuffer.shrink() gives space back when nothing waits, and only then", () => {
  using folder = new Folder();
  using buffer = new TraceBuffer(folder.file);
  for (let i = 0; i < 4; i++) buffer.add(trace("x", false, 500_000));
  buffer.destination = { url: "http://a/" };

  buffer.shrink();
  assert(Deno.statSync(folder.file).size > 2_000_000);
  drain(buffer);
  buffer.shrink();

  assert(Deno.statSync(folder.file).size < 100_000);
  assertEquals(buffer.destination.url, "http://a/");
});

Deno.test("TraceBuffer goes on with the file of Python's ops-tracing (TRC-12)", () => {
  using folder = new Folder();
  {
    using database = new DatabaseSync(folder.file);
    database.exec(`
      CREATE TABLE tracing (id INTEGER PRIMARY KEY, priority INTEGER NOT NULL,
        data BLOB NOT NULL, mime TEXT NOT NULL);
      CREATE INDEX tracing_priority_id ON tracing (priority, id);
      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
      INSERT INTO settings VALUES ('url', 'http://t/v1/traces'), ('ca', '');
      INSERT INTO tracing (priority, data, mime) VALUES
        (10, CAST('old' AS BLOB), 'application/json'),
        (50, CAST('observed' AS BLOB), 'application/json')`);
  }
  Deno.chmodSync(folder.file, 0o644);

  using buffer = new TraceBuffer(folder.file);

  assertEquals(buffer.destination, { url: "http://t/v1/traces", ca: null });
  buffer.add(trace("new"));
  assertEquals(drain(buffer), ["observed", "old", "new"]);
  assertEquals(Deno.statSync(folder.file).mode! & 0o777, 0o600);
});

Deno.test("TraceBuffer passes rows on that no buffer has written, as bytes", () => {
  using folder = new Folder();
  using buffer = new TraceBuffer(folder.file);
  {
    using database = new DatabaseSync(folder.file);
    database.exec(`INSERT INTO tracing (priority, data, mime) VALUES
      ('x', 17, 'text/html' || char(13, 10) || 'cookie: a')`);
  }

  const { data, mime } = buffer.first()!;

  assertEquals(new TextDecoder().decode(data), "17");
  assertEquals(mime, "application/octet-stream");
});

for (
  const [what, make] of [
    [
      "no database",
      (file: string) => Deno.writeTextFileSync(file, "no\n".repeat(999)),
    ],
    ["a database of something else", (file: string) => {
      using database = new DatabaseSync(file);
      database.exec("CREATE TABLE tracing (own TEXT)");
    }],
    ["a damaged database", (file: string) => {
      const buffer = new TraceBuffer(file);
      for (let i = 0; i < 9; i++) buffer.add(trace("x", false, 9000));
      buffer.close();
      const bytes = Deno.readFileSync(file);
      bytes.fill(0xff, 100);
      Deno.writeFileSync(file, bytes);
    }],
  ] as const
) {
  Deno.test(`TraceBuffer refuses ${what} as damage, and removeBuffer() helps`, () => {
    using folder = new Folder();
    make(folder.file);

    const error = assertThrows(() => new TraceBuffer(folder.file));
    assert(isDamage(error), `${error}`);
    removeBuffer(folder.file);

    using buffer = new TraceBuffer(folder.file);
    assertEquals(buffer.first(), null);
  });
}

Deno.test("isDamage() leaves other mistakes alone", () => {
  using folder = new Folder();

  const error = assertThrows(() => new TraceBuffer(folder.path));

  assertEquals(isDamage(error), false);
  assertEquals(isDamage("malformed"), false);
});

Deno.test("TraceBuffer waits for another that writes, and undoes a change that fails", () => {
  using folder = new Folder();
  using buffer = new TraceBuffer(folder.file);
  buffer.add(trace("a"));
  using other = new DatabaseSync(folder.file);
  other.exec("BEGIN IMMEDIATE; DROP TABLE settings; COMMIT");

  assertThrows(() => buffer.destination = { url: "http://a/" });

  buffer.add(trace("b"));
  assertEquals(drain(buffer), ["a", "b"]);
});
