const KEY = /^[a-z](?:-?[a-z0-9]){2,}$/;

/** Keys and values of a secret. */
export type SecretContent = Readonly<Record<string, string>>;

/**
 * Refuses what Juju would not take, without showing any value.
 *
 * Source: `core/secrets` in Juju; Juju itself would say so only once keys have
 * reached it in an argument list.
 */
export function assertSecretContent(
  content: unknown,
): asserts content is SecretContent {
  if (
    typeof content !== "object" || content === null || Array.isArray(content)
  ) {
    throw new TypeError(
      "Cannot write a secret: its content must be an object of keys and values",
    );
  }
  const entries = Object.entries(content);
  if (entries.length === 0) {
    throw new TypeError("Cannot write a secret: its content has no key");
  }
  const keys = entries.map(([key]) => key).filter((key) => !KEY.test(key));
  if (keys.length > 0) {
    throw new TypeError(
      `Cannot write a secret: a key is three or more lower-case letters and digits, the first one a letter, with single hyphens between some, unlike ${
        keys.map((key) => JSON.stringify(key)).join(", ")
      }`,
    );
  }
  const values = entries.filter(([, value]) => typeof value !== "string");
  if (values.length > 0) {
    throw new TypeError(
      `Cannot write a secret: a value is text, unlike ${
        values.map(([key, value]) => `"${key}" (${typeof value})`).join(", ")
      }`,
    );
  }
}

/** Whether two contents have the same keys with the same values. */
export function isSameContent(
  a: SecretContent,
  b: SecretContent | null,
): boolean {
  if (b === null) return false;
  const entries = Object.entries(a);
  return entries.length === Object.keys(b).length &&
    entries.every(([key, value]) => Object.hasOwn(b, key) && b[key] === value);
}
