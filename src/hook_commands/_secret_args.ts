import type { SecretAttributes } from "./types.ts";

/** Who a secret belongs to: the application, whose leader manages it, or the unit. */
export type SecretOwner = "application" | "unit";

/** The flags of `secret-add` and `secret-set`. */
export function secretAttributeArgs(
  attributes: SecretAttributes & { readonly owner?: SecretOwner },
): string[] {
  const { label, description, expire, rotate, owner = "application" } =
    attributes;
  const time = expire instanceof Date ? expire.toISOString() : expire;
  return [
    ...(label === undefined ? [] : ["--label", label]),
    ...(description === undefined ? [] : ["--description", description]),
    ...(time === undefined ? [] : ["--expire", time]),
    ...(rotate === undefined ? [] : ["--rotate", rotate]),
    "--owner",
    owner,
  ];
}

/** Content as files, so that it is in no argument list, and may be empty text. */
export function secretFileArgs(
  files: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(files).map(([key, path]) => `${key}#file=${path}`);
}
