import { APIError } from "../../pebble/errors.ts";

const STATUS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  404: "Not Found",
  500: "Internal Server Error",
};

/**
 * Refuses a call as the daemon does.
 *
 * @throws {APIError} Always.
 */
export function refuse(message: string, code = 400, kind?: string): never {
  const status = STATUS[code] ?? "";
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
