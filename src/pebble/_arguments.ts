import { typeName } from "./_json.ts";

/**
 * A list of names, given as anything that can be iterated but no text.
 *
 * @throws {TypeError} If it is something else, or not all names are texts.
 */
export function nameList(
  names: Iterable<string>,
  list: "services" | "checks" | "identities",
): string[] {
  // A text is iterable too, and `startServices("web")` would mean w, e and b.
  const given: unknown = names;
  if (
    typeof given !== "object" || given === null ||
    !(Symbol.iterator in given) ||
    given instanceof Uint8Array
  ) {
    throw new TypeError(
      `${list} must be of type Iterable[str], not ${typeName(given)}`,
    );
  }
  return Array.from(names, (name: unknown) => {
    if (typeof name === "string") return name;
    throw new TypeError(
      `${SINGULAR[list]} names must be str, not ${typeName(name)}`,
    );
  });
}

const SINGULAR = {
  services: "service",
  checks: "check",
  identities: "identity",
} as const;

/**
 * A path as Pebble gets it: as given, except that a `file:` URL loses its
 * scheme.
 *
 * @throws {TypeError} If it is no text and no `file:` URL.
 */
export function pathText(path: string | URL): string {
  if (typeof path === "string") return path;
  if (path instanceof URL && path.protocol === "file:") {
    return decodeURIComponent(path.pathname);
  }
  throw new TypeError(
    `Cannot use path of type ${typeName(path)}: it must be text or a file URL`,
  );
}
