import { APIError } from "../../pebble/errors.ts";

/** Reason phrases of the statuses that Pebble answers with. */
export const STATUS_TEXTS: Readonly<Record<number, string>> = {
  101: "Switching Protocols",
  200: "OK",
  202: "Accepted",
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  500: "Internal Server Error",
  502: "Bad Gateway",
  504: "Gateway Timeout",
};

/**
 * Refuses a call as the daemon does.
 *
 * @throws {APIError} Always.
 */
export function refuse(message: string, code = 400, kind?: string): never {
  const status = STATUS_TEXTS[code] ?? "";
  throw new APIError(message, {
    code,
    status,
    body: {
      type: "error",
      "status-code": code,
      status,
      result: kind === undefined ? { message } : { message, kind },
    },
  });
}

/** Text in double quotes, as Go's `%q` writes what needs no more. */
export function q(text: string): string {
  return JSON.stringify(text);
}
