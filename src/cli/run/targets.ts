import { isAppName } from "../../meta/juju_names.ts";
import { CliError } from "../cli_error.ts";

/** A unit's name taken apart. */
export interface UnitName {
  /** Name of the application. */
  readonly app: string;
  /** Its number, or `leader`. */
  readonly number: number | "leader";
}

/** Reads `app/0` or `app/leader`; null if the text is neither. */
export function unitName(text: string): UnitName | null {
  const match = /^(.*)\/(0|[1-9]\d*|leader)$/.exec(text);
  const [, app = "", number = ""] = match ?? [];
  if (!isAppName(app)) return null;
  return { app, number: number === "leader" ? number : Number(number) };
}

/** Splits `endpoint:rest`; the rest is empty where there is none. */
export function splitTarget(
  text: string,
): { readonly endpoint: string; readonly rest: string } {
  const colon = text.indexOf(":");
  return colon < 0
    ? { endpoint: text, rest: "" }
    : { endpoint: text.slice(0, colon), rest: text.slice(colon + 1) };
}

/** A relation to make: `ENDPOINT:APP[=FILE]`. */
export interface RelateTarget {
  /** Endpoint of the charm. */
  readonly endpoint: string;
  /** Name of the remote application. */
  readonly app: string;
  /** File of its databags; null: it says nothing. */
  readonly file: string | null;
}

/**
 * Reads `ENDPOINT:APP[=FILE]`.
 *
 * @throws {CliError} If it is not of that form.
 */
export function parseRelate(text: string): RelateTarget {
  const target = relateTarget(text);
  if (target !== null) return target;
  throw new CliError(
    `Cannot read "${text}": expected ENDPOINT:APP or ENDPOINT:APP=FILE`,
    { usage: true },
  );
}

/** Reads `ENDPOINT:APP[=FILE]`; null if the text is not of that form. */
export function relateTarget(text: string): RelateTarget | null {
  const match = /^([^:=]+):([^:=]+)(?:=(.+))?$/.exec(text);
  if (match === null) return null;
  const [, endpoint = "", app = "", file = null] = match;
  return { endpoint, app, file };
}
