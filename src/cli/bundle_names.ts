/**
 * Drops what a bundler adds to keep names where they are kept anyway: most
 * classes and functions still have their own name, and setting it again costs
 * each start of a program a millisecond.
 *
 * Lines stay where they are. What is not of the form that esbuild writes stays.
 *
 * @param code A module that was bundled with `--keep-names`.
 */
export function dropNeedlessNames(code: string): string {
  return code
    .replace(
      /^(( *)(?:(?:var )?(\w+) = class|class (\w+))(?: extends [\w.]+)? \{\n)\2 {2}static \{\n\2 {4}__name\(this, "(\w+)"\);\n\2 {2}\}\n/gm,
      (
        whole,
        head: string,
        _indent: string,
        variable: string | undefined,
        own: string | undefined,
        name: string,
      ) => (variable ?? own) === name ? `${head}\n\n\n` : whole,
    )
    .replace(/^ *__name\((\w+), "\1"\);$/gm, "");
}
