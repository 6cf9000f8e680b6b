import { APIError } from "../pebble/errors.ts";

/** An object of JSON. */
export type Dict = Readonly<Record<string, unknown>>;

/**
 * Refuses a request.
 *
 * @throws {APIError} With this HTTP status.
 */
export function refuse(code: number, message: string): never {
  throw new APIError(message, { code, status: "" });
}

/** An answer with a result. */
export function result(value: unknown): Response {
  return Response.json({
    type: "sync",
    "status-code": 200,
    status: "OK",
    result: value,
  });
}

/** An answer with the id of a change that goes on. */
export function accepted(change: string): Response {
  return Response.json({
    type: "async",
    "status-code": 202,
    status: "Accepted",
    change,
    result: null,
  }, { status: 202 });
}

/** An answer to a request that failed; `kind` tells it from others. */
export function refused(
  code: number,
  message: string,
  kind?: unknown,
): Response {
  return Response.json({
    type: "error",
    "status-code": code,
    status: "",
    result: { message, kind },
  }, { status: code });
}

/**
 * A text of a request.
 *
 * @throws {APIError} If there is none.
 */
export function text(body: Dict, key: string): string {
  const value = body[key];
  return typeof value === "string" ? value : refuse(400, `missing "${key}"`);
}

/** Texts of a request; none if they are absent. */
export function texts(body: Dict, key: string): string[] {
  const value = body[key];
  if (!Array.isArray(value)) return [];
  return value.filter((entry) => typeof entry === "string");
}

/**
 * Objects of a request.
 *
 * @throws {APIError} If there are none.
 */
export function list(body: Dict, key: string): Dict[] {
  const value = body[key];
  if (!Array.isArray(value)) return refuse(400, `missing "${key}"`);
  return value.filter((entry) => entry !== null && typeof entry === "object");
}
