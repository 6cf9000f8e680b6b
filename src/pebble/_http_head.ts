import type { Connection } from "./_connection.ts";
import { ProtocolError } from "./errors.ts";

/** Longest head of an answer, and longest trailers. */
const MAX_HEAD_BYTES = 64 * 1024;

/** What an HTTP/1.1 answer begins with. */
export interface Head {
  /** Version after `HTTP/`, such as `"1.1"`. */
  readonly version: string;
  /** Status, such as 200. */
  readonly code: number;
  /** Reason phrase; empty if there is none. */
  readonly status: string;
  /** Headers by name in lower case; what comes twice is joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Options of {@linkcode readHead}. */
export interface ReadHeadOptions {
  /** Whether another protocol was asked for, which is status 101. */
  readonly upgrade?: boolean;
}

/**
 * Reads the head of the final answer; those that only announce it are skipped.
 *
 * Source: RFC 9112, sections 2 to 5.
 *
 * @throws {ConnectionError} If the connection ends or breaks before its end.
 * @throws {ProtocolError} If it is no HTTP/1.x, or longer than 64 KiB.
 */
export async function readHead(
  connection: Connection,
  { upgrade = false }: ReadHeadOptions = {},
): Promise<Head> {
  for (;;) {
    const line = await connection.line(MAX_HEAD_BYTES);
    const match = /^HTTP\/(1\.\d) (\d{3})(?: (.*))?$/.exec(line);
    if (match === null) throw malformed("no HTTP status line", line);
    const [, version = "", code = "", status = ""] = match;
    const headers = await readHeaders(connection, MAX_HEAD_BYTES - line.length);
    const switching = code === "101";
    if (switching && !upgrade) throw malformed("unexpected status", line);
    if (code.startsWith("1") && !switching) continue;
    return { version, code: Number(code), status: status.trim(), headers };
  }
}

/**
 * Reads headers, or trailers, and the empty line after them.
 *
 * @throws {ConnectionError} If the connection ends or breaks before.
 * @throws {ProtocolError} If one is malformed, or they are too long.
 */
export async function readHeaders(
  connection: Connection,
  limitBytes = MAX_HEAD_BYTES,
): Promise<Map<string, string>> {
  const headers = new Map<string, string>();
  let left = limitBytes;
  let name = "";
  for (let line; (line = await connection.line(left)) !== "";) {
    left -= line.length + 1;
    const folded = /^[ \t]/.test(line);
    const colon = line.indexOf(":");
    if (folded ? name === "" : !TOKEN.test(line.slice(0, Math.max(colon, 0)))) {
      throw malformed("malformed header", line);
    }
    if (!folded) name = line.slice(0, colon).toLowerCase();
    const value = folded ? line : line.slice(colon + 1);
    const before = headers.get(name);
    const glue = folded ? " " : ", ";
    const joined = before === undefined ? value : before + glue + value.trim();
    headers.set(name, joined.trim());
  }
  return headers;
}

/** Writes the head of a request. */
export function requestHead(
  request: string,
  headers: Readonly<Record<string, string>>,
): string {
  const lines = [`${request} HTTP/1.1`];
  for (const [name, value] of Object.entries(headers)) {
    lines.push(`${name}: ${value}`);
  }
  return `${lines.join("\r\n")}\r\n\r\n`;
}

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

function malformed(what: string, line: string): ProtocolError {
  const shown = line.length > 80 ? `${line.slice(0, 80)}…` : line;
  return new ProtocolError(
    `Cannot read answer of Pebble: ${what} ${JSON.stringify(shown)}`,
  );
}
