/**
 * Finds the name that was probably meant.
 *
 * @param name The name as it was typed.
 * @param known The names there are.
 * @returns The nearest one; null if none is near.
 */
export function nearestName(
  name: string,
  known: Iterable<string>,
): string | null {
  let nearest: string | null = null;
  let least = Math.min(3, Math.max(1, Math.floor(name.length / 3))) + 1;
  for (const candidate of known) {
    // Each letter that one has more is a step.
    if (Math.abs(name.length - candidate.length) >= least) continue;
    const steps = distance(name.toLowerCase(), candidate.toLowerCase());
    if (steps >= least) continue;
    nearest = candidate;
    least = steps;
  }
  return nearest;
}

/** How many letters must be put in, taken out, changed or swapped with the next. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(
        last[j]! + 1,
        row[j - 1]! + 1,
        last[j - 1]! + change,
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? before[j - 2]! + 1
          : Infinity,
      );
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
