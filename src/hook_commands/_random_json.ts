/** A whole number from 0 to below the limit. */
export type Random = (limit: number) => number;

/** Random numbers that are the same each time, from 0 to below the limit. */
export function randomNumbers(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * limit);
  };
}

const WORDS = ["hunter2", "", "db:hunter2", "80/hunter2!", "\ud83d", "icmp "];
const KEYS = ["status", "units", "kind", "uuid", "revision", "__proto__", "a"];

/** Any JSON, of the kind that Juju prints but seldom what it prints. */
export function randomJson(random: Random, depth = 0): unknown {
  switch (random(depth > 3 ? 5 : 7)) {
    case 0:
      return null;
    case 1:
      return random(2) === 1;
    case 2:
      return [0, -1, 1.5, 1e300, 7][random(5)];
    case 3:
    case 4:
      return WORDS[random(WORDS.length)];
    case 5:
      return Array.from(
        { length: random(4) },
        () => randomJson(random, depth + 1),
      );
    default:
      return Object.fromEntries(
        Array.from(
          { length: random(4) },
          () => [KEYS[random(KEYS.length)], randomJson(random, depth + 1)],
        ),
      );
  }
}

/** The value with something in it replaced, or left out. */
export function changedJson(value: unknown, random: Random): unknown {
  if (random(4) === 0 || typeof value !== "object" || value === null) {
    return randomJson(random);
  }
  if (Array.isArray(value)) {
    const place = random(value.length);
    return value.map((item, index) =>
      index === place ? changedJson(item, random) : item
    );
  }
  const entries = Object.entries(value);
  const place = random(entries.length);
  return Object.fromEntries(
    entries.map(([key, item], index) => [
      key,
      index === place ? changedJson(item, random) : item,
    ]).slice(random(4) === 0 ? 1 : 0),
  );
}
