import { assert, assertEquals, assertMatch } from "@std/assert";
import { describeError, JujuLogger, type LogSink } from "./logger.ts";

/** Juju's log as a list of calls. */
class Calls implements LogSink {
  readonly calls: (readonly [string, string])[] = [];

  jujuLog(message: string, { level = "INFO" }: { level?: string } = {}): void {
    this.calls.push([level, message]);
  }
}

function makeLogger() {
  const sink = new Calls();
  return { sink, log: new JujuLogger(sink, { appId: "uuid-app/0" }) };
}

/** What is written to stderr while something runs. */
function stderrOf(run: () => void): string {
  const { writeSync } = Deno.stderr;
  const decoder = new TextDecoder();
  let text = "";
  Deno.stderr.writeSync = (bytes) => {
    // Less than all, as a pipe may take it.
    const taken = bytes.subarray(0, 7);
    text += decoder.decode(taken, { stream: true });
    return taken.length;
  };
  try {
    run();
  } finally {
    Deno.stderr.writeSync = writeSync;
  }
  return text;
}

Deno.test("JujuLogger keeps INFO and below in a queue", () => {
  const { sink, log } = makeLogger();

  log.debug("first");
  log.info("second");

  assertEquals(sink.calls, []);
  log.flush();
  assertEquals(sink.calls, [["DEBUG", "first"], ["INFO", "second"]]);
});

Deno.test("JujuLogger sends each record once", () => {
  const { sink, log } = makeLogger();
  log.debug("first");

  log.flush();
  log.flush();

  assertEquals(sink.calls.length, 1);
});

Deno.test("JujuLogger joins neighbours of one level, in order", () => {
  const { sink, log } = makeLogger();

  for (const text of ["1", "2"]) log.debug(text);
  for (const text of ["3", "4"]) log.info(text);
  log.debug("5");
  log.flush();

  assertEquals(sink.calls, [["DEBUG", "1\n2"], ["INFO", "3\n4"], [
    "DEBUG",
    "5",
  ]]);
});

Deno.test("JujuLogger joins no more than one call takes (LOG-04)", () => {
  const { sink, log } = makeLogger();
  const line = "é".repeat(40_000);

  for (let count = 0; count < 4; count++) log.debug(line);
  log.flush();

  assertEquals(sink.calls, [["DEBUG", line], ["DEBUG", line], ["DEBUG", line], [
    "DEBUG",
    line,
  ]]);
});

for (const level of ["warning", "error", "critical"] as const) {
  Deno.test(`JujuLogger sends what waits and then a record of ${level}, at once`, () => {
    const { sink, log } = makeLogger();
    log.debug("before");

    log[level]("now");

    assertEquals(sink.calls, [["DEBUG", "before"], [
      level.toUpperCase(),
      "now",
    ]]);
  });
}

Deno.test("JujuLogger sends nothing for an empty text (LOG-05)", () => {
  const { sink, log } = makeLogger();

  log.warning("");
  log.debug("");
  log.flush();

  assertEquals(sink.calls, []);
});

Deno.test("JujuLogger shows an error with its stack and its causes (LOG-02)", () => {
  const { sink, log } = makeLogger();
  const cause = new TypeError("the cause");
  const error = new RangeError("the error", { cause });

  log.error("Cannot go on", error);

  const [[level, message]] = sink.calls as [[string, string]];
  assertEquals(level, "ERROR");
  assertMatch(
    message,
    /^Cannot go on\nRangeError: the error\n {4}at [^]*logger_test\.ts[^]*\nCaused by: TypeError: the cause\n {4}at /,
  );
});

Deno.test("describeError() shows what is thrown although it is no error", () => {
  assertEquals(describeError("text"), "text");
  assertEquals(describeError(null), "null");
  assertEquals(describeError(undefined), "undefined");
  assertEquals(describeError({ code: 7 }), "{ code: 7 }");
  assertEquals(
    describeError(Object.create(null)),
    "[Object: null prototype] {}",
  );
});

Deno.test("describeError() ends where an error is its own cause", () => {
  const error = new Error("first");
  error.cause = new Error("second", { cause: error });

  const text = describeError(error);

  assertEquals(text.match(/first/g)?.length, 1);
  assertEquals(text.match(/second/g)?.length, 1);
});

Deno.test("JujuLogger splits a long text into pieces (LOG-04)", () => {
  const { sink, log } = makeLogger();

  log.warning("x".repeat(131_072));

  assertEquals(sink.calls.map(([, text]) => text.length), [64, 131_071, 1]);
  assertMatch(sink.calls[0]![1], /^Log string greater than 131071\. Splitting/);
});

Deno.test("JujuLogger writes to stderr what juju-log does not take", () => {
  const log = new JujuLogger({
    jujuLog() {
      throw new Error("juju-log failed");
    },
  }, { appId: "uuid-app/0" });

  const text = stderrOf(() => {
    log.debug("waiting, é");
    log.warning("now");
  });

  assertEquals(text, "DEBUG waiting, é\nWARNING now\n");
});

Deno.test("JujuLogger goes on with the next record when one fails", () => {
  const sent: string[] = [];
  const log = new JujuLogger({
    jujuLog(message) {
      if (message === "bad") throw new Error("juju-log failed");
      sent.push(message);
    },
  }, { appId: "uuid-app/0" });

  stderrOf(() => {
    log.warning("bad");
    log.warning("good");
  });

  assertEquals(sent, ["good"]);
});

Deno.test("JujuLogger writes each record to stderr too while Juju debugs (LOG-08)", () => {
  const sink = new Calls();
  const log = new JujuLogger(sink, { appId: "uuid-app/0", debug: true });

  const text = stderrOf(() => {
    log.debug("first");
    log.warning("second");
  });

  assertMatch(
    text,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} DEBUG {4}first\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} WARNING {2}second\n$/,
  );
  assertEquals(sink.calls.length, 2);
});

Deno.test("JujuLogger.security() writes one JSON object at TRACE (LOG-15)", () => {
  const { sink, log } = makeLogger();

  log.security({
    level: "WARN",
    event: "sys_restart:0",
    description: 'A "reboot"\nof app/0',
  });
  log.flush();

  const [[level, text]] = sink.calls as [[string, string]];
  const { datetime, ...rest } = JSON.parse(text);
  assertEquals(level, "TRACE");
  assertEquals(rest, {
    level: "WARN",
    type: "security",
    appid: "uuid-app/0",
    event: "sys_restart:0",
    description: 'A "reboot"\nof app/0',
  });
  assertEquals(Object.keys(JSON.parse(text)), [
    "datetime",
    "level",
    "type",
    "appid",
    "event",
    "description",
  ]);
  assertMatch(datetime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  assert(Math.abs(Date.parse(datetime) - Date.now()) < 60_000);
});

Deno.test("JujuLogger keeps security events apart", () => {
  const { sink, log } = makeLogger();

  for (const event of ["a:1", "b:2"]) {
    log.security({ level: "WARN", event, description: "" });
  }
  log.flush();

  assertEquals(
    sink.calls.map(([, text]) => JSON.parse(text).event),
    ["a:1", "b:2"],
  );
});

Deno.test("JujuLogger leaves out what is below its level, but no security event (LOG-03, LOG-15)", () => {
  const { sink, log } = makeLogger();

  log.level = "WARNING";
  log.debug("no");
  log.info("no");
  log.warning("yes");
  log.level = "CRITICAL";
  log.error("no");
  log.security({ level: "INFO", event: "a:1", description: "" });
  log.flush();

  assertEquals(sink.calls.map(([level]) => level), ["WARNING", "TRACE"]);
});

Deno.test("JujuLogger.stopWaiting() sends what waits, and all else when it is written", () => {
  const { sink, log } = makeLogger();
  log.debug("1");

  log.stopWaiting();
  log.debug("2");
  log.debug("3");

  assertEquals(sink.calls, [["DEBUG", "1"], ["DEBUG", "2"], ["DEBUG", "3"]]);
});

for (const character of ["é", "€", "😀"]) {
  Deno.test(`JujuLogger cuts no "${character}" when it splits, and no call has more bytes than an argument can (LOG-04, LIM-11)`, () => {
    const { sink, log } = makeLogger();
    const text = `x${character.repeat(100_000)}`;

    log.warning(text);

    const [, ...pieces] = sink.calls.map(([, piece]) => piece);
    assertEquals(pieces.join("") === text, true);
    const sizes = pieces.map((piece) => new TextEncoder().encode(piece).length);
    assert(sizes.every((size) => size <= 131_071));
    assert(sizes.slice(0, -1).every((size) => size > 131_067));
  });
}
