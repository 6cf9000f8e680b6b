import type { TimelineEntry, TimelineRecord } from "../timeline.ts";

/** Records that belong together: a hook or action, or what lies between. */
export interface Block {
  /** The unit; null: all of them, or none. */
  readonly unit: string | null;
  /** Name of the hook or action; null: what lies between two. */
  readonly event: string | null;
  /** Whether it is an action. */
  readonly isAction: boolean;
  /** When it began. */
  readonly start: Date;
  /** How long it took; null: it did not end, or is no event. */
  readonly durationMs: number | null;
  /** Why it failed; null: it did not. */
  readonly error: string | null;
  /** How many hook commands it ran. */
  readonly hookCommands: number;
  /** What happened in it, without its start and end. */
  readonly records: readonly TimelineRecord[];
}

/** Puts records into blocks, in the order in which those begin. */
export function makeBlocks(records: readonly TimelineRecord[]): Block[] {
  const blocks: OpenBlock[] = [];
  /** The hook that runs now, by unit. */
  const open = new Map<string | null, OpenBlock>();
  for (const record of records) {
    const { entry, unit } = record;
    if (entry.type === "event-started") {
      const block = begin(record, entry);
      open.set(unit, block);
      blocks.push(block);
      continue;
    }
    const current = open.get(unit);
    if (entry.type === "event-ended" && current !== undefined) {
      current.durationMs = entry.durationMs;
      current.error = entry.error;
      current.hookCommands = entry.hookCommands;
      open.delete(unit);
      // What follows at once, such as an action's outcome, is shown with it.
      current.isEnded = true;
    } else {
      const last = blocks.at(-1);
      const follows = last?.isEnded && last.unit === unit && isOutcome(entry);
      const block = current ?? (follows ? last : undefined) ??
        between(blocks, record);
      block.records.push(record);
    }
  }
  return blocks;
}

interface OpenBlock extends Block {
  durationMs: number | null;
  error: string | null;
  hookCommands: number;
  isEnded: boolean;
  readonly records: TimelineRecord[];
}

function begin(
  { time, unit }: TimelineRecord,
  { event, isAction }: Extract<TimelineEntry, { type: "event-started" }>,
): OpenBlock {
  return newBlock({ unit, event, isAction, start: time });
}

function newBlock(
  about: Pick<OpenBlock, "unit" | "event" | "isAction" | "start">,
): OpenBlock {
  return {
    ...about,
    durationMs: null,
    error: null,
    hookCommands: 0,
    isEnded: false,
    records: [],
  };
}

/** The block between two events; a new one where the last one is an event. */
function between(blocks: OpenBlock[], { time }: TimelineRecord): OpenBlock {
  const last = blocks.at(-1);
  if (last !== undefined && last.event === null) return last;
  const block = newBlock({
    unit: null,
    event: null,
    isAction: false,
    start: time,
  });
  blocks.push(block);
  return block;
}

function isOutcome({ type }: TimelineEntry): boolean {
  return type === "action-ended" || type === "status" || type === "note";
}
