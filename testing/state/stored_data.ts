import {
  decodeSnapshot,
  encodeSnapshot,
  type EventData,
  readStored,
} from "../../src/framework/snapshot.ts";
import type { Notice } from "../../src/framework/state_storage.ts";
import { DeferredEvent } from "./deferred_event.ts";
import { StoredState } from "./stored_state.ts";

/** What the framework keeps from one dispatch to the next, as its storage has it. */
export interface StoredData {
  /** Path to stored text. */
  readonly snapshots: ReadonlyMap<string, string>;
  /** Deferred events with who waits for them, oldest first. */
  readonly notices: readonly Notice[];
}

/** The parts of a state that the framework keeps. */
export interface StoredParts {
  /** What objects of the charm have stored. */
  readonly storedStates: readonly StoredState[];
  /** Deferred events, oldest first. */
  readonly deferred: readonly DeferredEvent[];
}

/**
 * Stored states and deferred events as the framework's storage has them.
 *
 * A test gives each deferred event the number 1 unless it says another. Two of
 * one kind with different data get different numbers here.
 *
 * @throws {FrameworkError} If something in them is not plain data.
 */
export function toStoredData(parts: StoredParts): StoredData {
  const snapshots = new Map<string, string>();
  const notices: Notice[] = [];
  for (const stored of parts.storedStates) {
    snapshots.set(stored.path, encodeSnapshot(stored.content));
  }
  for (const { handlePath, owner, observer, snapshotData } of parts.deferred) {
    const text = encodeSnapshot(snapshotData);
    let eventPath = handlePath;
    for (
      let number = 1;
      (snapshots.get(eventPath) ?? text) !== text;
      number++
    ) {
      eventPath = handlePath.replace(/\[[^[]*\]$/, `[${number}]`);
    }
    snapshots.set(eventPath, text);
    notices.push({ eventPath, observerPath: owner, methodName: observer });
  }
  return { snapshots, notices };
}

/**
 * Stored states and deferred events from what the framework's storage has.
 *
 * @throws {FrameworkError} If a stored text is damaged.
 */
export function fromStoredData(data: StoredData): StoredParts {
  const storedStates: StoredState[] = [];
  const events = new Set(data.notices.map(({ eventPath }) => eventPath));
  for (const [path, text] of data.snapshots) {
    const found = /^(?:(.*)\/)?StoredStateData\[(.*)\]$/s.exec(path);
    if (found === null || events.has(path)) continue;
    storedStates.push(
      new StoredState({
        ownerPath: found[1] ?? null,
        name: found[2] ?? "",
        content: readStored(text, `the stored state ${path}`),
      }),
    );
  }
  const deferred = data.notices.map((notice) =>
    new DeferredEvent({
      handlePath: notice.eventPath,
      owner: notice.observerPath,
      observer: notice.methodName,
      snapshotData: eventData(data.snapshots.get(notice.eventPath)),
    })
  );
  return { storedStates, deferred };
}

function eventData(text: string | undefined): EventData {
  return text === undefined ? {} : decodeSnapshot(text) as EventData;
}
