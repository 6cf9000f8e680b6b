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

/** Every text in random JSON; what is secret has `hunter2` in it. */
const WORDS = [
  "hunter2",
  "",
  "db:hunter2",
  "80/hunter2!",
  "\ud83d",
  "icmp ",
  "db:7",
  "data/3",
  "8080-8088/udp",
  "2026-11-05 15:29:12Z",
  "2026-02-30T00:00:00Z",
  "aHVudGVyMg==",
];
const KEYS = ["status", "units", "kind", "uuid", "revision", "__proto__", "a"];
const NUMBERS = [0, -1, 1.5, 1e300, 7, 2 ** 53];

/** Any JSON, of the kind that Juju prints but seldom what it prints. */
export function randomJson(random: Random, depth = 0): unknown {
  switch (random(depth > 3 ? 5 : 7)) {
    case 0:
      return null;
    case 1:
      return random(2) === 1;
    case 2:
      return pick(NUMBERS, random);
    case 3:
    case 4:
      return pick(WORDS, random);
    case 5:
      return Array.from(
        { length: random(4) },
        () => randomJson(random, depth + 1),
      );
    default:
      return Object.fromEntries(
        Array.from(
          { length: random(4) },
          () => [pick(KEYS, random), randomJson(random, depth + 1)],
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

const GARBAGE = [
  "True",
  "ERROR hunter2",
  "hunter2: 7\nunits: {}\n",
  "- hunter2\n",
  "'hunter2'",
  "NaN",
  "{hunter2: 1}",
  '["hunter2",]',
  '{"a": "hunter2"} {}',
  "\ufeff{}",
  "\0",
  "{",
  "]",
  '"\n"',
  "-01",
  "// hunter2\n{}",
];

/** Text that is no JSON: what another command prints, or a part of JSON. */
export function randomGarbage(value: unknown, random: Random): string {
  const json = JSON.stringify(value);
  switch (random(4)) {
    case 0:
      return `${json}${pick(GARBAGE, random)}`;
    case 1:
      return `${pick(GARBAGE, random)}${json}`;
    case 2:
      // A part of what is not a number is no JSON, and neither is nothing.
      return JSON.stringify([value]).slice(0, random(json.length + 1));
    default:
      return pick(GARBAGE, random);
  }
}

function pick<T>(values: readonly T[], random: Random): T {
  return values[random(values.length)]!;
}
