import { isEqual } from "./_equal.ts";
import { CheckInfo } from "./check_info.ts";
import { Container } from "./container.ts";
import { Exec } from "./exec.ts";
import { Network } from "./network.ts";
import { Notice } from "./notice.ts";
import { Port } from "../../src/model/port.ts";
import { RelationBase } from "./relation_base.ts";
import { Resource } from "./resource.ts";
import { Secret } from "./secret.ts";
import type { State } from "./state.ts";
import { Storage } from "./storage.ts";
import { StoredState } from "./stored_state.ts";

/** One place where two states differ. */
export interface StateDifference {
  /** Where it is, such as `relations["db:1"].localUnitData.seen`. */
  readonly path: string;
  /** What the first state has there; undefined when nothing. */
  readonly before: unknown;
  /** What the second state has there; undefined when nothing. */
  readonly after: unknown;
}

/**
 * The places where two states differ, in the order of the fields.
 *
 * Parts that have a name or an id are told apart by it, wherever they are in
 * their list. A part that only one of the states has is one difference.
 *
 * @example Usage
 * ```ts
 * import { Container, diffStates, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const before = new State({ containers: [new Container("web")] });
 * const after = before.with({
 *   containers: [new Container("web", { canConnect: true })],
 * });
 *
 * assertEquals(diffStates(before, after), [
 *   { path: 'containers["web"].canConnect', before: false, after: true },
 * ]);
 * ```
 */
export function diffStates(before: State, after: State): StateDifference[] {
  const found: StateDifference[] = [];
  compare("", before, after, found);
  return found;
}

function compare(
  path: string,
  before: unknown,
  after: unknown,
  found: StateDifference[],
): void {
  if (isEqual(before, after)) return;
  const left = partsOf(before);
  const right = partsOf(after);
  if (
    left === null || right === null ||
    (before as object).constructor !== (after as object).constructor
  ) {
    found.push({ path, before, after });
    return;
  }
  const end = found.length;
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const place = key.startsWith("[") || path === "" ? key : `.${key}`;
    compare(`${path}${place}`, left.get(key), right.get(key), found);
  }
  // What is left is the order of the parts.
  if (found.length === end) found.push({ path, before, after });
}

/** What a value is made of, by what comes after its path; null when it is one thing. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) {
    const parts = new Map<string, unknown>();
    for (const [index, item] of value.entries()) {
      const key = keyOf(item);
      const place = key === null ? `[${index}]` : `[${JSON.stringify(key)}]`;
      // Of two with the same name, the second is told by its place.
      parts.set(parts.has(place) ? `[${index}]` : place, item);
    }
    return parts;
  }
  if (
    value instanceof Date || value instanceof Set || value instanceof Map ||
    value instanceof Uint8Array
  ) return null;
  return new Map(
    Object.entries(value).map(([key, item]) => [
      /^[A-Za-z_]\w*$/.test(key) ? key : `[${JSON.stringify(key)}]`,
      item,
    ]),
  );
}

/** What a part is called among others of its list; null when it has no name. */
function keyOf(part: unknown): string | null {
  if (part instanceof RelationBase) return `${part.endpoint}:${part.id}`;
  if (part instanceof Secret || part instanceof Notice) return part.id;
  if (part instanceof Storage) return part.fullId;
  if (part instanceof StoredState) return part.path;
  if (part instanceof Network) return part.bindingName;
  if (part instanceof Exec) return part.commandPrefix.join(" ");
  if (part instanceof Port) return `${part}`;
  if (
    part instanceof Container || part instanceof CheckInfo ||
    part instanceof Resource
  ) return part.name;
  return null;
}
