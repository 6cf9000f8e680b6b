import { parse, type ParserOptions } from "@babel/parser";
import { dirname, join, relative } from "@std/path";
import { type CharmCode, isNode, textOf } from "./charm_classes.ts";
import type { Mistake } from "./mistakes.ts";
import { readText, unreadable } from "./unreadable.ts";

/** What {@linkcode readCode} found. */
export interface CodeReading {
  /** The modules, as far as they can be parsed. */
  readonly codes: readonly CharmCode[];
  /** Why others can't be. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads a charm's main module and what it imports of the charm's own.
 *
 * @param dir The charm's folder.
 * @param entry Its main module there.
 */
export async function readCode(
  dir: string,
  entry: string,
): Promise<CodeReading> {
  const codes = new Map<string, CharmCode | Mistake | null>();
  const read = async (path: string): Promise<void> => {
    if (codes.has(path)) return;
    codes.set(path, null);
    const code = await readModule(path, relative(dir, path));
    if (code === null) return;
    codes.set(path, code);
    if (!isCode(code)) return;
    await Promise.all(
      code.imports.filter((specifier) => /^\.\.?\//.test(specifier))
        .filter((specifier) => /\.[cm]?[jt]sx?$/.test(specifier))
        .map((specifier) => read(join(dirname(path), specifier))),
    );
  };
  await read(join(dir, entry));
  // In the order in which they are imported, whichever was read first.
  const all = [...codes.values()].filter((code) => code !== null);
  return {
    codes: all.filter(isCode),
    mistakes: all.flatMap((code) => isCode(code) ? [] : [code]),
  };
}

function isCode(code: CharmCode | Mistake): code is CharmCode {
  return "body" in code;
}

/** Reads a module; null if there is none, of which Deno tells best. */
async function readModule(
  path: string,
  file: string,
): Promise<CharmCode | Mistake | null> {
  let text: string;
  try {
    text = await readText(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    return unreadable(file, error);
  }
  const errors: SyntaxError[] = [];
  for (const decorators of ["decorators", "decorators-legacy"] as const) {
    try {
      const { program } = parse(text, parserOptions(path, decorators));
      const body = (program.body as readonly unknown[]).filter(isNode);
      const imports = body.flatMap(({ source }) => textOf(source) ?? []);
      return { path, body, imports };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      errors.push(error);
    }
  }
  return syntaxMistake(file, errors[0]!);
}

/** What Deno takes; decorators as in the standard or, if asked, as before it. */
function parserOptions(
  path: string,
  decorators: "decorators" | "decorators-legacy",
): ParserOptions {
  const isScript = /\.c[jt]s$/.test(path);
  const plugins: ParserOptions["plugins"] = [
    decorators,
    "decoratorAutoAccessors",
    "deferredImportEvaluation",
    "explicitResourceManagement",
    "importAttributes",
    "sourcePhaseImports",
  ];
  if (path.endsWith("x")) plugins.push("jsx");
  if (!/\.[cm]?jsx?$/.test(path)) {
    plugins.push(["typescript", { dts: /\.d\.[cm]?ts$/.test(path) }]);
  }
  return {
    sourceType: isScript ? "unambiguous" : "module",
    allowReturnOutsideFunction: isScript,
    plugins,
  };
}

function syntaxMistake(
  file: string,
  error: SyntaxError & {
    readonly loc?: { readonly line: number; readonly column: number };
  },
): Mistake {
  const { loc } = error;
  const words = error.message.replace(/\.? \(\d+:\d+\)$/, "");
  return {
    file,
    line: loc?.line ?? null,
    column: loc === undefined ? null : loc.column + 1,
    path: "",
    message: `not valid code: ${words.charAt(0).toLowerCase()}${
      words.slice(1)
    }`,
  };
}
