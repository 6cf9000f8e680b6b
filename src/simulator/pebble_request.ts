import { refuse, STATUS_TEXTS } from "./pebble/refuse.ts";
import type { HttpAnswer, HttpRequest } from "./pebble_http.ts";

/** An object of JSON. */
export type Dict = Readonly<Record<string, unknown>>;

/** An answer with a result; none if it is `undefined`. */
export function result(value: unknown, code = 200): HttpAnswer {
  return json(code, {
    type: "sync",
    "status-code": code,
    status: STATUS_TEXTS[code],
    result: value,
  });
}

/** An answer with the id of a change that goes on. */
export function accepted(change: string, value: unknown = null): HttpAnswer {
  return json(202, {
    type: "async",
    "status-code": 202,
    status: STATUS_TEXTS[202],
    change,
    result: value,
  });
}

/** An answer to a request that failed; `kind` tells it from others. */
export function refused(
  code: number,
  message: string,
  kind?: unknown,
): HttpAnswer {
  return json(code, {
    type: "error",
    "status-code": code,
    status: STATUS_TEXTS[code],
    result: { message, kind },
  });
}

function json(code: number, value: unknown): HttpAnswer {
  const body = JSON.stringify(value).replace(
    // As Go does, so that no browser takes it for HTML.
    /[<>&]/g,
    (char) => `\\u00${char.charCodeAt(0).toString(16)}`,
  );
  return { code, type: "application/json", body };
}

/**
 * The body of a request, which must be an object of JSON.
 *
 * @throws {APIError} 400 if it is not.
 */
export async function readJson(request: HttpRequest): Promise<Dict> {
  const text = await readText(request.body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    refuse(`cannot decode request body: ${reason}`);
  }
  return isDict(value)
    ? value
    : refuse("cannot decode request body: it is not an object");
}

/** All of a body as text. */
export async function readText(
  body: AsyncIterable<Uint8Array>,
): Promise<string> {
  return await new Blob(await Array.fromAsync(body) as BlobPart[]).text();
}

/**
 * A text of a request; empty if there is none.
 *
 * @throws {APIError} 400 if it is something else.
 */
export function text(body: Dict, key: string): string {
  return optionalText(body, key) ?? "";
}

/**
 * A text of a request, or `undefined` if there is none.
 *
 * @throws {APIError} 400 if it is something else.
 */
export function optionalText(body: Dict, key: string): string | undefined {
  const value = body[key] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  return malformed(key);
}

/**
 * Texts of a request; none if they are absent.
 *
 * @throws {APIError} 400 if they are something else.
 */
export function texts(body: Dict, key: string): string[] {
  const value = body[key] ?? [];
  return Array.isArray(value) && value.every((item) => typeof item === "string")
    ? value
    : malformed(key);
}

/**
 * Texts by name; none if they are absent.
 *
 * @throws {APIError} 400 if they are something else.
 */
export function strings(body: Dict, key: string): Record<string, string> {
  const value = body[key] ?? {};
  if (!isDict(value)) return malformed(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) =>
      typeof item === "string" ? [name, item] : malformed(key)
    ),
  );
}

/** A number of a request, or `undefined` if there is none. */
export function numberOf(body: Dict, key: string): number | undefined {
  const value = body[key] ?? undefined;
  if (value === undefined || typeof value === "number") return value;
  return malformed(key);
}

/** Whether something is asked for. */
export function flag(body: Dict, key: string): boolean {
  return body[key] === true;
}

/**
 * Objects of a request; none if they are absent.
 *
 * @throws {APIError} 400 if they are something else.
 */
export function list(body: Dict, key: string): Dict[] {
  const value = body[key] ?? [];
  return Array.isArray(value) && value.every(isDict) ? value : malformed(key);
}

/** Values of a query, as Pebble reads them: a comma separates two. */
export function separated(query: URLSearchParams, key: string): string[] {
  return query.getAll(key).flatMap((value) => value.split(","))
    .filter((value) => value !== "");
}

/** Whether a value is an object of JSON. */
export function isDict(value: unknown): value is Dict {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function malformed(key: string): never {
  refuse(
    "cannot decode request body: json: cannot unmarshal value into Go struct " +
      `field .${key}`,
  );
}
