import { isAppName } from "../../meta/juju_names.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import { nearestName } from "../nearest_name.ts";
import { keyOf, type RemoteRelation } from "./remote_relation.ts";

/**
 * Refuses a relation that Juju would not make.
 *
 * @param state The world of a unit of the charm.
 * @param relations Those there are.
 * @param wanted The new one.
 * @throws {CliError} If the charm has no such endpoint, or it takes no more.
 */
export function checkRelation(
  state: ModelState,
  relations: readonly RemoteRelation[],
  wanted: Pick<RemoteRelation, "app" | "endpoint">,
): void {
  const { endpoint, app } = wanted;
  const role = state.roleOf(endpoint);
  const what = `Cannot relate "${endpoint}" with "${app}"`;
  if (role === undefined) {
    const names = state.endpoints();
    const near = nearestName(endpoint, names);
    throw new CliError(`${what}: the charm has no such endpoint`, {
      hint: near === null
        ? `Its endpoints: ${names.join(", ") || "none"}`
        : `Did you mean "${near}"?`,
    });
  }
  if (role === "peers") {
    throw new CliError(`${what}: the endpoint is for the charm's own units`, {
      hint: "Write --units N to have peers",
    });
  }
  if (!isAppName(app)) {
    throw new CliError(`${what}: that is no name of an application`);
  }
  if (app === state.app) {
    throw new CliError(`${what}: that is the charm's own name`);
  }
  const there = relations.filter((other) => other.endpoint === endpoint);
  if (there.some((other) => other.app === app)) {
    throw new CliError(`${what}: they are related already`);
  }
  const declared = state.charmcraft[role]?.[endpoint];
  const limit = typeof declared === "object" ? declared.limit ?? null : null;
  if (limit !== null && there.length >= limit) {
    throw new CliError(
      `${what}: the charm takes ${limit} of it at most`,
      { hint: `Remove ${there.map(keyOf).join(" or ")} first` },
    );
  }
}
