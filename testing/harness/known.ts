/**
 * Expects a name of the metadata.
 *
 * @param kind What it is the name of, such as `"container"`.
 * @throws {TypeError} If the metadata does not declare it.
 */
export function known(
  kind: string,
  name: string,
  declared: Readonly<Record<string, unknown>> = {},
): void {
  if (Object.hasOwn(declared, name)) return;
  const names = Object.keys(declared).map((known) => `"${known}"`).join(", ");
  throw new TypeError(
    `Cannot use ${kind} "${name}": the metadata declares ${names || "none"}`,
  );
}
