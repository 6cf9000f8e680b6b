/**
 * An argument list whose positionals can't be taken for flags: they go behind
 * `--` when one of them begins with a dash.
 *
 * An id or a key may come from a remote unit, and every command that prints
 * has a flag that makes the unit agent write a file.
 *
 * @param flags The command, and flags that go before the positionals.
 * @param positionals What is not a flag, whatever it looks like.
 * @param moreFlags Flags that go behind the positionals where that is safe.
 */
export function argvOf(
  flags: readonly string[],
  positionals: readonly string[],
  moreFlags: readonly string[] = [],
): string[] {
  return positionals.some(looksLikeFlag)
    ? [...flags, ...moreFlags, "--", ...positionals]
    : [...flags, ...positionals, ...moreFlags];
}

/** A dash alone is a value, as in `relation-get - web/0`. */
function looksLikeFlag(text: string): boolean {
  return text.length > 1 && text.startsWith("-");
}
