import { Fields } from "./_json.ts";
import { CheckInfo } from "./check_info.ts";

/** How a check went that `refreshCheck` ran. */
export interface CheckRefresh {
  /** State of the check; it may not yet count this run. */
  readonly info: CheckInfo;
  /** Why this run failed; `null` if it went well. */
  readonly error: string | null;
}

/**
 * Reads the answer of `POST /v1/checks/refresh`.
 *
 * @throws {ProtocolError} If a field is missing or of the wrong type.
 */
export function readCheckRefresh(json: unknown): CheckRefresh {
  const fields = new Fields(json, "refreshed check");
  return {
    info: CheckInfo.fromDict(fields.object("info")),
    error: fields.optionalString("error") || null,
  };
}
