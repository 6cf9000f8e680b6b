import { nameList } from "./_arguments.ts";
import type { Answer } from "./_answer.ts";
import type { Transport } from "./_transport.ts";
import { ConnectionError, ProtocolError } from "./errors.ts";
import { LogEntry } from "./log_entry.ts";
import type { LogsOptions } from "./pebble_client.ts";

/** Far longer than any line that Pebble keeps. */
const MAX_LINE_LENGTH = 1024 * 1024;

/** Whether to go on when all was read. */
export interface ReadLogsOptions extends LogsOptions {
  /** Wait for entries to come. */
  readonly follow: boolean;
}

/** Asks for logs once the first entry is asked for. */
export async function* readLogs(
  transport: Transport,
  options: ReadLogsOptions,
): AsyncGenerator<LogEntry, void, undefined> {
  const { follow, services, n, signal } = options;
  const answer = await transport.send({
    path: "/v1/logs",
    query: {
      services: services && nameList(services, "services"),
      n: n?.toString(),
      follow: follow ? "true" : undefined,
    },
    signal,
    // Pebble sends nothing at all before there is a first entry.
    limitMs: follow ? Infinity : undefined,
  });
  answer.expectType("application/x-ndjson");
  for await (const line of lines(answer)) yield LogEntry.fromDict(parsed(line));
  if (!follow) return;
  throw new ConnectionError("Lost connection to Pebble: it ended the logs");
}

/** The lines of a body, however it is cut. */
async function* lines(answer: Answer): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of answer.chunks()) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
    if (rest.length > MAX_LINE_LENGTH) {
      throw new ProtocolError("Cannot read logs of Pebble: a line is too long");
    }
  }
  // A daemon that is stopped ends the answer as if it was complete.
  if (rest + decoder.decode() === "") return;
  throw new ConnectionError("Lost connection to Pebble: a line is cut short");
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    const message = "Cannot read logs of Pebble: a line is no JSON";
    throw new ProtocolError(message, { cause });
  }
}
