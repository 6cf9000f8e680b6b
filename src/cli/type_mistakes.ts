import { fromFileUrl, join, relative } from "@std/path";
import { findDeno, runDeno } from "./deno_tool.ts";
import type { Mistake } from "./mistakes.ts";

/** Options of {@linkcode typeMistakes}. */
export interface TypeMistakesOptions {
  /** The charm's folder. */
  readonly dir: string;
  /** Its main module there. */
  readonly entry: string;
  /** The Deno that checks, see {@linkcode findDeno}. */
  readonly deno?: string;
}

/**
 * Lets Deno check the types of a charm's code: with the generated module, names
 * that the metadata does not declare are wrong types.
 *
 * @returns What Deno says, by file and line.
 */
export async function typeMistakes(
  options: TypeMistakesOptions,
  signal?: AbortSignal,
): Promise<Mistake[]> {
  const { dir, entry } = options;
  const deno = await findDeno(options.deno);
  const cwd = await Deno.realPath(dir);
  const { success, stderr } = await runDeno(
    deno,
    ["check", "--quiet", join(cwd, entry)],
    { cwd, signal },
  );
  if (success) return [];
  const mistakes = parseDenoCheck(stderr, cwd);
  return mistakes.length > 0 ? mistakes : [parseDenoError(stderr, cwd, entry)];
}

/** Reads why Deno checks no types, such as a module that it can't parse or find. */
function parseDenoError(text: string, dir: string, entry: string): Mistake {
  const [said = ""] = text.trim().replace(/^error: /, "")
    .split(/\n\s*Stack backtrace:/);
  const [place, url, line, column] =
    /:?\s+at (file:\S+?):(\d+):(\d+)$/m.exec(said) ?? [];
  if (place === undefined || url === undefined) {
    const message = said.trim().replace(/\s*\n\s*/g, "; ");
    return { file: entry, line: null, column: null, path: "", message };
  }
  // Below the first line, the code is shown.
  const [message = ""] = said.replace(place, "").split("\n");
  return {
    file: relative(dir, fromFileUrl(url)),
    line: Number(line),
    column: Number(column),
    path: "",
    message,
  };
}

/** Reads what `deno check` says of each mistake. */
function parseDenoCheck(text: string, dir: string): Mistake[] {
  return text.split(/^(?=TS\d+ \[ERROR\]: )/m).flatMap((part) => {
    const [, code, rest = ""] = /^(TS\d+) \[ERROR\]: (.*)$/s.exec(part) ?? [];
    const [, url, line, column] = /^ {4}at (\S+):(\d+):(\d+)$/m.exec(rest) ??
      [];
    if (code === undefined || url === undefined) return [];
    const message = rest.split("\n")[0] ?? "";
    return [{
      file: url.startsWith("file:") ? relative(dir, fromFileUrl(url)) : url,
      line: Number(line),
      column: Number(column),
      path: "",
      message: `${message} (${code})`,
    }];
  });
}
