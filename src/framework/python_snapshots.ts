import { FrameworkError } from "./errors.ts";
import { readPickle } from "./pickle.ts";
import type { Pickled } from "./pickle_values.ts";
import {
  encodeSnapshot,
  type EventData,
  fromEntries,
  type Storable,
  UNREADABLE,
} from "./snapshot.ts";
import { type Notice, noticeForAnybody } from "./state_storage.ts";

/** What is in a state file of Python's ops. */
export interface PythonState {
  /** Pickled data by path. */
  readonly snapshots: ReadonlyMap<string, unknown>;
  /** Who waits for which deferred event. */
  readonly notices: readonly Notice[];
}

/** What there is of it for us. */
export interface CarriedOver {
  /** Stored states, and the data of deferred events, by path. */
  readonly snapshots: ReadonlyMap<string, string>;
  /** Deferred events, each for whoever observes it. */
  readonly notices: readonly Notice[];
  /** What an operator may want to know. */
  readonly infos: readonly string[];
  /** What an operator should look at: all that is not carried over. */
  readonly warnings: readonly string[];
}

/**
 * Turns the state of a charm that was written in Python into ours.
 *
 * - A stored state keeps its path, `MyCharm/StoredStateData[_stored]`: the names
 *   of classes, keys and attributes are to be the same. Only the charm's own
 *   class may have another name.
 * - A value that cannot be read is an error where the charm asks for it, since
 *   to go on with defaults would lose it silently.
 * - Juju's events that were deferred go to whoever observes them now: handlers
 *   have other names, and Juju's events may come twice. Events of libraries are
 *   not carried over.
 *
 * @param charmKind What the charm is called in paths now.
 */
export function carryOver(state: PythonState, charmKind: string): CarriedOver {
  const infos: string[] = [];
  const warnings: string[] = [];
  const snapshots = new Map<string, string>();
  const root = charmRoot(state, charmKind);
  if (root !== charmKind && root !== null) {
    infos.push(
      `The charm's class was ${root} in Python, and is ${charmKind} now.`,
    );
  }
  const rename = (path: string) =>
    root !== null && path.startsWith(`${root}/`)
      ? `${charmKind}${path.slice(root.length)}`
      : path;
  for (const [path, data] of state.snapshots) {
    if (STORED_STATE.test(path)) {
      try {
        snapshots.set(rename(path), encodeSnapshot(readObject(data)));
      } catch (error) {
        snapshots.set(rename(path), UNREADABLE);
        warnings.push(
          `Cannot carry over the stored state ${path}: ${
            reasonOf(error)
          }; the charm will fail where it uses it.`,
        );
      }
    } else if (!EVENT.test(path) && path !== COUNTER) {
      warnings.push(`Not carried over: ${path}, which is not a stored state.`);
    }
  }
  const notices: Notice[] = [];
  const seen = new Set<string>();
  for (const [path, handlers] of deferredEvents(state.notices)) {
    try {
      const kindPath = path.slice(0, path.lastIndexOf("["));
      if (root === null || !isEventOf(root, kindPath)) {
        throw new FrameworkError("it is not an event of the charm itself");
      }
      const text = encodeSnapshot(
        readEventData(kindPath, state.snapshots.get(path)),
      );
      const wait = `${kindPath} ${text}`;
      if (seen.has(wait)) continue;
      seen.add(wait);
      snapshots.set(rename(path), text);
      notices.push(noticeForAnybody(rename(path)));
      infos.push(`Carrying over deferred event ${path} of ${handlers}.`);
    } catch (error) {
      warnings.push(
        `Not carried over: deferred event ${path} of ${handlers}: ${
          reasonOf(error)
        }.`,
      );
    }
  }
  return { snapshots, notices, infos, warnings };
}

const STORED_STATE = /\/StoredStateData\[[^\]]*\]$/;
const EVENT = /\/[A-Za-z0-9_]+\[\d+\]$/;
/** Where ops keeps the number of its last event. */
const COUNTER = "StoredStateData[_stored]";

/**
 * What the charm was called in Python: as now when there is anything of that
 * name, or else as the only object at the top; null when there are several.
 */
function charmRoot(
  { snapshots, notices }: PythonState,
  charmKind: string,
): string | null {
  const roots = new Set<string>();
  const paths = [
    ...[...snapshots.keys()].filter((path) => STORED_STATE.test(path)),
    ...notices.map(({ eventPath }) => eventPath),
  ];
  for (const path of paths) {
    const root = /^([^/[\]]+)\//.exec(path)?.[1];
    if (root !== undefined) roots.add(root);
  }
  if (roots.has(charmKind)) return charmKind;
  return roots.size === 1 ? [...roots][0]! : null;
}

/** The handlers that wait for each event, as text, in the order of the first. */
function deferredEvents(notices: readonly Notice[]): Map<string, string> {
  const events = new Map<string, string>();
  for (const { eventPath, observerPath, methodName } of notices) {
    const known = events.get(eventPath);
    const handler = `${observerPath}.${methodName}`;
    events.set(
      eventPath,
      known === undefined ? handler : `${known}, ${handler}`,
    );
  }
  return events;
}

function isEventOf(root: string, kindPath: string): boolean {
  const start = `${root}/on/`;
  return kindPath.startsWith(start) &&
    /^[A-Za-z0-9_]+$/.test(kindPath.slice(start.length));
}

/** What the data of Juju's events must have, by how their names end. */
const NEEDED: readonly (readonly [RegExp, Readonly<Record<string, string>>])[] =
  [
    [/_relation_(created|joined|changed|departed|broken)$/, {
      relation_name: "string",
      relation_id: "number",
    }],
    [/_storage_(attached|detaching)$/, {
      storage_name: "string",
      storage_index: "number",
    }],
    [/_pebble_(ready|custom_notice|check_failed|check_recovered)$/, {
      container_name: "string",
    }],
    [/\/secret_(changed|remove)$/, { id: "string" }],
  ];

function readEventData(kindPath: string, data: unknown): EventData {
  const value = readObject(data);
  // What ops writes as None is left out in ours.
  const known = Object.entries(value).filter(([, item]) => item !== null);
  const [, needed = {}] = NEEDED.find(([end]) => end.test(kindPath)) ?? [];
  const isWhole =
    known.every(([, item]) =>
      typeof item === "string" || typeof item === "number"
    ) &&
    Object.entries(needed).every(([key, type]) => typeof value[key] === type);
  if (!isWhole) throw new FrameworkError("its data is not that of the event");
  return fromEntries(known);
}

/** The dict of a row: what it holds, by name. */
function readObject(data: unknown): Record<string, Storable> {
  if (!(data instanceof Uint8Array)) {
    throw new FrameworkError("there is no pickled data");
  }
  const value = readPickle(data);
  if (!(value instanceof Map)) throw new FrameworkError("it is not a dict");
  const object = toStorable(value, new Set());
  if (object instanceof Map) {
    throw new FrameworkError("it has a key that is not a str");
  }
  return object as Record<string, Storable>;
}

/** Our form of a value: a dict with only str for keys is an object, any other a Map. */
function toStorable(value: Pickled, above: Set<object>): Storable {
  if (
    typeof value !== "object" || value === null || value instanceof Uint8Array
  ) return value;
  if (above.has(value)) throw new FrameworkError("it has a value in itself");
  above.add(value);
  try {
    if (Array.isArray(value)) {
      return value.map((item) => toStorable(item, above));
    }
    if (value instanceof Set) {
      return new Set([...value].map((item) => toStorable(item, above)));
    }
    const entries = [...value].map(([key, item]) =>
      [toStorable(key, above), toStorable(item, above)] as const
    );
    return entries.every((entry): entry is [string, Storable] =>
        typeof entry[0] === "string"
      )
      ? fromEntries(entries)
      : new Map(entries);
  } finally {
    above.delete(value);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof FrameworkError) return error.message;
  // Only a value that is nested too deep for the stack ends here.
  if (error instanceof RangeError) return "it is nested too deep";
  throw error;
}
