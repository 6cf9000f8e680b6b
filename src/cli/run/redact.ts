import type { SecretValues } from "./secret_values.ts";

/**
 * Arguments of a hook command as they may be shown: content of secrets, which a
 * charm may have put there, is left out.
 *
 * @param name The command.
 * @param args Its arguments.
 * @param secrets Learns what is secret.
 */
export function shownArguments(
  name: string,
  args: readonly string[],
  secrets?: SecretValues,
): readonly string[] {
  if (name !== "secret-add" && name !== "secret-set") return args;
  return args.map((arg) => {
    const match = /^([a-z][a-z0-9-]*)(#base64)?=/.exec(arg);
    if (match === null) return arg;
    secrets?.learn(arg.slice(match[0].length));
    return `${match[0]}<redacted>`;
  });
}
