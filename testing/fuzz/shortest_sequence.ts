import type { FuzzSequence } from "./fuzz_choice.ts";

/**
 * A sequence that still fails, and none of whose choices can be left out.
 *
 * The library's own shrinking stops at sequences that can lose one further
 * choice in the middle.
 */
export async function shortestSequence(
  sequence: FuzzSequence,
  fails: (sequence: FuzzSequence) => Promise<boolean>,
): Promise<FuzzSequence> {
  let shortest = sequence;
  if (shortest.removed && await fails({ ...shortest, removed: false })) {
    shortest = { ...shortest, removed: false };
  }
  if (shortest.leader && await fails({ ...shortest, leader: false })) {
    shortest = { ...shortest, leader: false };
  }
  for (let index = 0; index < shortest.choices.length;) {
    const choices = shortest.choices.toSpliced(index, 1);
    if (await fails({ ...shortest, choices })) {
      shortest = { ...shortest, choices };
      // What was needed for the one that is gone may go, too.
      index = 0;
    } else index += 1;
  }
  return shortest;
}
