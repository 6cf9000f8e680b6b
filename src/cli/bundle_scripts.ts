import {
  type ModuleImport,
  type ModuleSyntax,
  type Range,
  readModuleSyntax,
} from "./module_syntax.ts";

/** A script made of modules. */
export interface ModulesScript {
  /** An expression, whose value is a function. */
  readonly code: string;
  /** The line of the code where each module starts, from 0. */
  readonly lines: ReadonlyMap<string, number>;
}

/** The modules of a bundle as two scripts. */
export interface BundleScripts {
  /**
   * An async function that does what the main module does. It takes
   * `import.meta`, an array for what the modules export, by their numbers, a
   * function that gives that of the second script, and the namespaces of
   * {@linkcode BundleScripts.imports}.
   */
  readonly first: ModulesScript;
  /** What the first script loads when it needs a module that it has not. */
  readonly later: ModulesScript;
  /** Modules that are not of the bundle. */
  readonly imports: readonly string[];
  /** The modules, by their numbers. */
  readonly modules: readonly string[];
}

/**
 * Makes scripts of a bundle.
 *
 * @param first What is to be in the first script beside what the main module
 * imports at its start. @default {all}
 */
export type MakeScripts = (first?: Iterable<string>) => BundleScripts;

/**
 * Finds out how to make scripts of a bundle: only a script can be given V8's code cache, and each
 * file in a program costs its start time and memory.
 *
 * Each module is a function in them, which is called when the module is first
 * imported. Its lines stay together, and names as they were.
 *
 * @param modules The modules' code, as esbuild writes it, by name of their file.
 * @param main Name of the main module.
 * @returns Null for a bundle that this can't be done with: one of a form that
 * esbuild does not write, one in which modules see values of others change, or
 * import each other or the main one.
 */
export function scriptMaker(
  modules: ReadonlyMap<string, string>,
  main: string,
): MakeScripts | null {
  const syntaxes = new Map<string, ModuleSyntax>();
  for (const [name, code] of modules) {
    const syntax = readModuleSyntax(code);
    if (syntax === null || (syntax.mayReassign && name !== main)) return null;
    syntaxes.set(name, syntax);
  }
  const maker = (first: Iterable<string> = modules.keys()) =>
    new ScriptMaker(modules, syntaxes, { main, first });
  return maker().isPossible() ? (first) => maker(first).make() : null;
}

/** A piece of the code to replace; its lines stay. */
interface Piece extends Range {
  readonly text: string;
}

/** Names in the scripts that are in none of the modules. */
interface ScriptNames {
  /** The `import.meta` of the main module. */
  readonly meta: string;
  /** That of all others. */
  readonly otherMeta: string;
  /** What the modules export, or promises of it, by their numbers. */
  readonly done: string;
  /** Gives the function of the second script. */
  readonly later: string;
  /** Start of the names of namespaces. */
  readonly imported: string;
  /** The modules' functions. */
  readonly modules: string;
  /** Those of the second script, once they are needed. */
  readonly others: string;
  /** Gives what a module exports, or a promise if the module is async. */
  readonly get: string;
  /** What loaded modules export, as promises. */
  readonly loaded: string;
  /** Loads a module as an import expression does. */
  readonly load: string;
}

class ScriptMaker {
  readonly #modules: ReadonlyMap<string, string>;
  readonly #syntaxes: ReadonlyMap<string, ModuleSyntax>;
  readonly #main: string;
  readonly #names: ScriptNames;
  /** Those that the main module can't do without. */
  readonly #needed: ReadonlySet<string>;
  /** How many are in the first script. */
  readonly #firstCount: number;
  /** All modules, each after those that it imports. */
  readonly #order: readonly string[];
  /** Those whose functions are async. */
  readonly #async: ReadonlySet<string>;
  /** What the needed ones import from outside of the bundle. */
  readonly #imports: readonly string[];

  constructor(
    modules: ReadonlyMap<string, string>,
    syntaxes: ReadonlyMap<string, ModuleSyntax>,
    { main, first }: { main: string; first: Iterable<string> },
  ) {
    this.#modules = modules;
    this.#syntaxes = syntaxes;
    this.#main = main;
    this.#names = freeNames([...modules.values()].join("\n"));
    this.#needed = new Set(this.#inOrder([main]));
    const firstOnes = this.#inOrder([main, ...first]);
    this.#firstCount = firstOnes.length;
    this.#order = this.#inOrder([...firstOnes, ...modules.keys()]);
    this.#imports = [
      ...new Set([...this.#needed].flatMap((name) => this.#foreign(name))),
    ];
    this.#async = this.#findAsync();
  }

  /** Whether no module imports one that waits for it. */
  isPossible(): boolean {
    return this.#order.every((name, index) => {
      const { imports, loads } = this.#syntaxes.get(name)!;
      const imported = imports.map(({ specifier }) => specifier);
      const all = [...imported, ...loads.map(({ specifier }) => specifier)];
      return all.every((each) => this.#moduleOf(each) !== this.#main) &&
        imported.every((each) => this.#indexOf(each) < index);
    });
  }

  make(): BundleScripts {
    const names = this.#names;
    const { meta, otherMeta, done, later, get, loaded, load } = names;
    const params = [
      ...[meta, done, later],
      ...this.#imports.map((_, index) => names.imported + index),
    ];
    const count = this.#firstCount;
    const head = `(async function (${params.join(", ")}) {"use strict";` +
      `const ${otherMeta} = { ...${meta}, main: false }, ${loaded} = [], ` +
      `${get} = (at) => ${done}[at] ??= (at < ${count} ? ${names.modules}[at] : ` +
      `(${names.others} ??= ${later}()(${otherMeta}, ${get}, ${load}))[at - ${count}])(), ` +
      `${load} = (at) => ${loaded}[at] ??= (async () => ${get}(at))(), ` +
      `${names.modules} = [`;
    const tail = `];\nlet ${names.others};\n` +
      `await ${get}(${this.#order.indexOf(this.#main)});\n})`;
    return {
      first: this.#script(head, this.#order.slice(0, count), tail),
      later: this.#script(
        `(function (${otherMeta}, ${get}, ${load}) {"use strict";return [`,
        this.#order.slice(count),
        "];\n})",
      ),
      imports: this.#imports,
      modules: this.#order,
    };
  }

  #script(head: string, names: readonly string[], tail: string): ModulesScript {
    let code = `${head}\n`;
    let line = 1;
    const lines = new Map<string, number>();
    for (const name of names) {
      lines.set(name, line);
      const text = `${this.#functionOf(name)},\n`;
      line += text.split("\n").length - 1;
      code += text;
    }
    return { code: code + tail, lines };
  }

  /** Modules, each once and after those that it imports. */
  #inOrder(names: Iterable<string>): string[] {
    const order = new Set<string>();
    const begun = new Set<string>();
    const visit = (name: string) => {
      if (begun.has(name)) return;
      begun.add(name);
      for (const { specifier } of this.#syntaxes.get(name)?.imports ?? []) {
        const module = this.#moduleOf(specifier);
        if (module !== null) visit(module);
      }
      order.add(name);
    };
    for (const name of names) visit(name);
    return [...order];
  }

  /** The module of the bundle that a specifier is of. */
  #moduleOf(specifier: string): string | null {
    const name = specifier.replace(/^\.\//, "");
    return this.#syntaxes.has(name) ? name : null;
  }

  /** Number of a specifier's module; -1: it is not in the bundle. */
  #indexOf(specifier: string): number {
    return this.#order.indexOf(this.#moduleOf(specifier) ?? "");
  }

  /** What a module imports from outside of the bundle. */
  #foreign(name: string): string[] {
    const { imports = [] } = this.#syntaxes.get(name) ?? {};
    return imports.map(({ specifier }) => specifier)
      .filter((specifier) => this.#moduleOf(specifier) === null);
  }

  #findAsync(): Set<string> {
    const found = new Set<string>();
    for (const name of this.#order) {
      const { awaits, imports } = this.#syntaxes.get(name)!;
      const waits = awaits ||
        (!this.#needed.has(name) && this.#foreign(name).length > 0) ||
        imports.some(({ specifier }) =>
          found.has(this.#moduleOf(specifier) ?? "")
        );
      if (waits) found.add(name);
    }
    return found;
  }

  #functionOf(name: string): string {
    const { meta, otherMeta, load } = this.#names;
    const syntax = this.#syntaxes.get(name)!;
    const own = name === this.#main ? meta : otherMeta;
    const pieces: Piece[] = [
      ...syntax.imports.map((range) => ({ ...range, text: "" })),
      ...syntax.exports.map((range) => ({ ...range, text: "" })),
      ...syntax.metas.map((range) => ({ ...range, text: own })),
    ];
    for (const { specifier, ...range } of syntax.loads) {
      const index = this.#indexOf(specifier);
      if (index >= 0) pieces.push({ ...range, text: `${load}(${index})` });
    }
    const imports = syntax.imports
      .map((declaration) => this.#importText(declaration, name));
    const code = replacePieces(this.#modules.get(name)!, pieces);
    return `${this.#async.has(name) ? "async " : ""}() => {` +
      `${imports.join("")}${code}\nreturn {${syntax.exported.join(", ")}};}`;
  }

  /** What stands for an import declaration, on no line of its own. */
  #importText({ specifier, patterns }: ModuleImport, name: string): string {
    const { get, imported } = this.#names;
    const module = this.#moduleOf(specifier);
    let value: string;
    if (module !== null) {
      const wait = this.#async.has(module) ? "await " : "";
      value = `${wait}${get}(${this.#indexOf(specifier)})`;
    } else if (this.#needed.has(name)) {
      value = `${imported}${this.#imports.indexOf(specifier)}`;
    } else value = `await import(${JSON.stringify(specifier)})`;
    const [first, ...others] = patterns;
    if (first === undefined) return `${value};`;
    const rest = others.map((pattern) => `, ${pattern} = ${first}`);
    return `const ${first} = ${value}${rest.join("")};`;
  }
}

/** Names that are not in the code. */
function freeNames(code: string): ScriptNames {
  const free = (name: string): string => {
    while (code.includes(name)) name += "_";
    return name;
  };
  return {
    meta: free("$meta"),
    otherMeta: free("$otherMeta"),
    done: free("$done"),
    later: free("$later"),
    imported: free("$imported"),
    modules: free("$modules"),
    others: free("$others"),
    get: free("$get"),
    loaded: free("$loaded"),
    load: free("$load"),
  };
}

function replacePieces(code: string, pieces: readonly Piece[]): string {
  let kept = "";
  let at = 0;
  for (
    const { start, end, text } of pieces.toSorted((a, b) => a.start - b.start)
  ) {
    const lines = code.slice(start, end).replace(/[^\n]/g, "");
    kept += code.slice(at, start) + text + lines;
    at = end;
  }
  return kept + code.slice(at);
}
