import { decodeSecretValue } from "../../simulator/secret_state.ts";
import type { SecretValues } from "./secret_values.ts";

/**
 * Arguments of a hook command as they may be shown: content of secrets, which a
 * charm may have put there, is left out.
 *
 * What Juju refuses is hidden too: a key such as `Token` is wrong, and its value
 * is secret all the same.
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
  const end = args.indexOf("--");
  return args.map((arg, index) => {
    const isFlag = arg.startsWith("-") && (end < 0 || index <= end);
    // A path is no secret; what the file holds is learned when it is kept.
    if (isFlag || /^[^=#]*#file=/.test(arg)) return arg;
    const equals = arg.indexOf("=");
    if (equals < 0) return arg;
    const key = arg.slice(0, equals);
    const value = arg.slice(equals + 1);
    secrets?.learn(value);
    if (key.endsWith("#base64")) secrets?.learn(decodeSecretValue(value));
    return `${key}=<redacted>`;
  });
}
