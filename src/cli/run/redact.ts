/**
 * Arguments of a hook command as they may be shown: content of secrets, which a
 * charm may have put there, is left out.
 *
 * @param name The command.
 * @param args Its arguments.
 */
export function shownArguments(
  name: string,
  args: readonly string[],
): readonly string[] {
  if (name !== "secret-add" && name !== "secret-set") return args;
  return args.map((arg) => {
    const match = /^([a-z][a-z0-9-]*)(#base64)?=/.exec(arg);
    return match === null ? arg : `${match[0]}<redacted>`;
  });
}
