// Shows the points that JSR would give the package, and fails if one is missing
// that this repository decides.
//
// Source: `ApiPackageScore` in api/src/api/types.rs and `generate_score` in
// api/src/analysis.rs of jsr-io/jsr.
const ROOT = new URL("..", import.meta.url);

/** With so many of the 18 points a package has 100 %: one may be missing. */
const FULL_SCORE = 17;
/** This part of the symbols is enough to have all points for them. */
const ENOUGH_DOCUMENTED = 0.8;

/** A doc comment, as `deno doc --json` gives it. */
export interface DocComment {
  /** Its text. */
  readonly doc?: string;
  /** Its tags, such as `{ kind: "example" }`. */
  readonly tags?: readonly { readonly kind: string }[];
}

/** One declaration of a symbol; an overloaded function has several. */
export interface Declaration {
  /** Such as `"function"`. */
  readonly kind: string;
  /** Whether it is `"export"`ed, `"declare"`d or `"private"`. */
  readonly declarationKind: string;
  /** Absent where nothing is said. */
  readonly jsDoc?: DocComment;
  /** What it declares; of a function, whether with a body. */
  readonly def?: { readonly hasBody?: boolean };
}

/** What `deno doc --json` says of one entry. */
export interface EntryDocs {
  /** What the entry says of itself. */
  readonly module_doc?: DocComment;
  /** What it exports. */
  readonly symbols: readonly {
    readonly name: string;
    readonly declarations: readonly Declaration[];
  }[];
}

/** What the repository says of the package. */
export interface PackageFacts {
  /** Text of README.md; null without one. */
  readonly readme: string | null;
  /** The docs of each entry by its name in `exports`. */
  readonly entries: Readonly<Record<string, EntryDocs>>;
  /** How many slow types `deno lint` found. */
  readonly slowTypes: number;
}

/** A line of the score. */
export interface Criterion {
  /** What is asked, in JSR's words. */
  readonly title: string;
  /** The points that there are. */
  readonly points: number;
  /** The most that there could be. */
  readonly most: number;
  /** Who decides on it: JSR's own page of settings, or how one publishes. */
  readonly decidedBy: "repository" | "publishing" | "settings";
  /** What was found. */
  readonly found: string;
}

/** Gives the package its points. */
export function scoreOf(facts: PackageFacts): Criterion[] {
  const { readme, entries, slowTypes } = facts;
  const main = entries["."]?.module_doc;
  const bare = Object.entries(entries)
    .filter(([name, { module_doc }]) =>
      !isSaid(module_doc) && !(name === "." && readme !== null)
    ).map(([name]) => name);
  const { documented, total } = countSymbols(Object.values(entries));
  const isShown = hasExample(readme ?? "", main);
  const part = total === 0 ? 1 : documented / total;
  const here = (title: string, most: number, part: number, found: string) => ({
    title,
    most,
    points: Math.floor(most * part),
    decidedBy: "repository" as const,
    found,
  });
  return [
    here(
      "Has a readme or module doc",
      2,
      Number(readme !== null || Boolean(main?.doc)),
      readme === null ? "no README.md" : "README.md",
    ),
    here(
      "Has examples in the readme or module doc",
      1,
      Number(isShown),
      isShown ? "code blocks" : "no code block",
    ),
    here(
      "Has module docs in all entrypoints",
      1,
      Number(bare.length === 0),
      bare.length === 0
        ? `${Object.keys(entries).length} entrypoints`
        : `missing in ${bare.join(", ")}`,
    ),
    here(
      "Has docs for most symbols",
      5,
      Math.min(part / ENOUGH_DOCUMENTED, 1),
      `${documented} of ${total}`,
    ),
    here(
      "No slow types are used",
      5,
      Number(slowTypes === 0),
      slowTypes === 0 ? "none" : `${slowTypes} slow types`,
    ),
    {
      title: "Has provenance",
      points: 1,
      most: 1,
      decidedBy: "publishing",
      found: "if published from GitHub Actions",
    },
    {
      title: "Has a description",
      points: 1,
      most: 1,
      decidedBy: "settings",
      found: "once it is entered",
    },
    {
      title: "At least one runtime is marked as compatible",
      points: 1,
      most: 1,
      decidedBy: "settings",
      found: "once Deno is marked",
    },
    {
      title: "At least two runtimes are marked as compatible",
      points: 0,
      most: 1,
      decidedBy: "settings",
      found: "no: it is for Deno only",
    },
  ];
}

/** The score as a table, with its sum. */
export function scoreTable(criteria: readonly Criterion[]): string {
  const rows = criteria.map(({ title, points, most, decidedBy, found }) =>
    `${points}/${most}  ${title.padEnd(48)} ${decidedBy.padEnd(11)} ${found}`
  );
  const sum = criteria.reduce((sum, { points }) => sum + points, 0);
  const percent = Math.min(Math.floor(sum * 100 / FULL_SCORE), 100);
  return [
    ...rows,
    `${sum} points, ${percent} %: 100 % are ${FULL_SCORE} points`,
  ].join("\n");
}

/** Whether all is there that the repository itself can decide. */
export function isComplete(criteria: readonly Criterion[]): boolean {
  return criteria.every(({ points, most, decidedBy }) =>
    decidedBy !== "repository" || points === most
  );
}

function isSaid(comment: DocComment | undefined): boolean {
  return Boolean(comment?.doc) || (comment?.tags ?? []).length > 0;
}

function hasExample(readme: string, main: DocComment | undefined): boolean {
  return /```|~~~|\n\s*?\n( {4}|\t)[^\S\n]*\S/.test(readme) ||
    /```|~~~/.test(main?.doc ?? "") ||
    (main?.tags ?? []).some(({ kind }) => kind === "example");
}

function countSymbols(
  entries: readonly EntryDocs[],
): { documented: number; total: number } {
  const counted = entries.flatMap(({ symbols }) => symbols)
    .flatMap(({ declarations }) => countedOf(declarations));
  const documented = counted.filter(({ jsDoc }) => isSaid(jsDoc)).length;
  return { documented, total: counted.length };
}

/** Without what is private, and the body of a function that has overloads. */
function countedOf(declarations: readonly Declaration[]): Declaration[] {
  const seen = declarations
    .filter(({ declarationKind }) => declarationKind !== "private");
  const isOverloaded = seen.length > 1 &&
    seen.every(({ kind }) => kind === "function");
  return seen.filter(({ def }) => !isOverloaded || !def?.hasBody);
}

/** Asks Deno for what JSR would ask. */
async function readFacts(root: URL): Promise<PackageFacts> {
  const config: { exports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", root)),
  );
  const paths = Object.values(config.exports);
  const [{ version, nodes }, { diagnostics, errors }] = await Promise.all([
    denoJson<{ version: number; nodes: Record<string, EntryDocs> }>(
      root,
      ["doc", "--json", ...paths],
    ),
    denoJson<{ diagnostics: { code: string }[]; errors: unknown[] }>(
      root,
      ["lint", "--json", "--rules-tags=jsr"],
    ),
  ]);
  if (version !== 2) {
    throw new Error(
      `Cannot read the docs: "deno doc --json" gave version ${version} of ` +
        "its format; use a newer Deno",
    );
  }
  if (errors.length > 0) {
    throw new Error(`Cannot look for slow types: ${JSON.stringify(errors)}`);
  }
  const entries = Object.entries(config.exports).map(([name, path]) => {
    const docs = nodes[new URL(path, root).href];
    if (docs === undefined) throw new Error(`There are no docs of "${path}"`);
    return [name, docs] as const;
  });
  return {
    readme: await readIfThere(new URL("README.md", root)),
    entries: Object.fromEntries(entries),
    slowTypes: diagnostics.filter(({ code }) => code === "no-slow-types")
      .length,
  };
}

async function readIfThere(path: URL): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Runs this Deno; findings make `deno lint` fail, and are on stdout anyway. */
async function denoJson<T>(cwd: URL, args: readonly string[]): Promise<T> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  try {
    return JSON.parse(new TextDecoder().decode(stdout));
  } catch (cause) {
    const text = new TextDecoder().decode(stderr).trim();
    throw new Error(`Cannot run "deno ${args.join(" ")}": ${text}`, { cause });
  }
}

if (import.meta.main) {
  const criteria = scoreOf(await readFacts(ROOT));
  console.log(scoreTable(criteria));
  if (!isComplete(criteria)) Deno.exit(1);
}
