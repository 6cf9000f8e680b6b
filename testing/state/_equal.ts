/**
 * Whether two values have the same class and equal parts, as `assertEquals` of
 * `@std/assert` compares them: private fields take no part.
 */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (
    typeof a !== "object" || typeof b !== "object" || a === null || b === null
  ) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a)) return areEqualLists(a, b as unknown[]);
  if (a instanceof Date) return a.getTime() === (b as Date).getTime();
  if (a instanceof Uint8Array) return areEqualLists(a, b as Uint8Array);
  if (a instanceof Set) return areEqualSets(a, b as Set<unknown>);
  if (a instanceof Map) return areEqualSets(new Set(a), new Set(b as typeof a));
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return false;
    if (!isEqual(Reflect.get(a, key), Reflect.get(b, key))) return false;
  }
  return true;
}

function areEqualLists(
  a: ArrayLike<unknown>,
  b: ArrayLike<unknown>,
): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!isEqual(a[index], b[index])) return false;
  }
  return true;
}

function areEqualSets(
  a: ReadonlySet<unknown>,
  b: ReadonlySet<unknown>,
): boolean {
  if (a.size !== b.size) return false;
  const rest = [...b];
  for (const item of a) {
    const found = rest.findIndex((other) => isEqual(item, other));
    if (found < 0) return false;
    rest.splice(found, 1);
  }
  return true;
}
