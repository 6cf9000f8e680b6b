import { type Difference, DIFFERENCES, SAME_ERRORS } from "./differences.ts";
import type { DispatchOutcome } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";

/** One place where the two charms do not agree. */
export interface Found {
  /** Where: number of the dispatch, then keys and indices. */
  readonly at: string;
  /** What ops came to. */
  readonly ops: unknown;
  /** What ours came to. */
  readonly ours: unknown;
}

/** What speaks against a scenario; nothing, if it is as it should be. */
export function complaints(
  scenario: Scenario,
  ops: readonly DispatchOutcome[],
  ours: readonly DispatchOutcome[],
  intended: readonly Difference[] = DIFFERENCES,
): string[] {
  const expected = intended.filter((each) => each.scenario === scenario.name);
  const found = differences(ops, ours);
  const wrong = [
    ...unplayed(scenario, ops),
    ...found.filter((each) => !expected.some((other) => same(each, other)))
      .map((each) => `Not intended: ${text(each)}`),
    ...expected.filter((each) => !found.some((other) => same(each, other)))
      .map((each) => `Intended, but does not occur: ${text(each)}`),
  ];
  if (wrong.length === 0) return [];
  return [
    ...wrong,
    ...ops.flatMap(({ uncaught }, index) => traces("ops", uncaught, index)),
    ...ours.flatMap(({ uncaught }, index) => traces("ours", uncaught, index)),
  ];
}

function traces(
  who: string,
  uncaught: readonly string[],
  index: number,
): string[] {
  return uncaught.map((text) => `Dispatch ${index} of ${who}: ${text}`);
}

/** Where the two do not agree, hook commands counted. */
export function differences(
  ops: readonly DispatchOutcome[],
  ours: readonly DispatchOutcome[],
): Found[] {
  const found: Found[] = [];
  for (const [index, theirs] of ops.entries()) {
    const { commands, uncaught: _, ...rest } = ours[index]!;
    const { commands: theirCommands, uncaught: __, ...theirRest } = theirs;
    walk(theirRest, rest, String(index), found);
    if (commands.length > theirCommands.length) {
      found.push({
        at: `${index}.commands`,
        ops: theirCommands,
        ours: commands,
      });
    }
  }
  return found;
}

/** A scenario that did not come about in ops proves nothing. */
function unplayed(
  { dispatches }: Scenario,
  ops: readonly DispatchOutcome[],
): string[] {
  const wrong = dispatches.flatMap(({ code = 0 }, index) =>
    ops[index]?.code === code ? [] : [
      `Dispatch ${index} of ops exited with ${ops[index]?.code}, not ${code}: ${
        JSON.stringify([ops[index]?.stderr, ops[index]?.log])
      }`,
    ]
  );
  const hasSteps = dispatches.some(({ on, first, second, init }) =>
    on || first || second || init
  );
  const isSeen = ops.some(({ seen, code }) => seen.length > 0 || code !== 0);
  return hasSteps && !isSeen ? [...wrong, "No step was done in ops"] : wrong;
}

function walk(ops: unknown, ours: unknown, at: string, found: Found[]): void {
  if (isSame(ops, ours)) return;
  const keys = commonKeys(ops, ours);
  if (keys === null) {
    found.push({ at, ops, ours });
    return;
  }
  for (const key of keys) {
    walk(
      Reflect.get(ops as object, key),
      Reflect.get(ours as object, key),
      `${at}.${key}`,
      found,
    );
  }
}

function isSame(ops: unknown, ours: unknown): boolean {
  if (JSON.stringify(ops) === JSON.stringify(ours)) return true;
  const [theirs, own] = [errorOf(ops), errorOf(ours)];
  return theirs !== null && own !== null &&
    (SAME_ERRORS[theirs]?.includes(own) ?? false);
}

function errorOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const entries = Object.entries(value);
  const [key, name] = entries[0] ?? [];
  return entries.length === 1 && key === "error" ? String(name) : null;
}

/** Keys to look further at; null: they differ as a whole. */
function commonKeys(ops: unknown, ours: unknown): string[] | null {
  if (typeof ops !== "object" || typeof ours !== "object") return null;
  if (ops === null || ours === null) return null;
  if (Array.isArray(ops) !== Array.isArray(ours)) return null;
  const keys = Object.keys(ops);
  return keys.join() === Object.keys(ours).join() ? keys : null;
}

function same(a: Found, b: Found): boolean {
  return a.at === b.at && JSON.stringify(a.ops) === JSON.stringify(b.ops) &&
    JSON.stringify(a.ours) === JSON.stringify(b.ours);
}

function text({ at, ops, ours }: Found): string {
  return `at ${at}\n    ops:  ${JSON.stringify(ops)}\n    ours: ${
    JSON.stringify(ours)
  }`;
}
