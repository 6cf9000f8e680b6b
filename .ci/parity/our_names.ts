import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The part of what `deno doc --json` writes that is read here. */
interface Documentation {
  readonly nodes: Readonly<
    Record<string, { readonly symbols: readonly DocSymbol[] }>
  >;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

interface Declaration {
  readonly kind: string;
  readonly def?: {
    readonly extends?: string | readonly { readonly repr?: string }[];
    readonly properties?: readonly Member[];
    readonly methods?: readonly Member[];
    readonly tsType?: TypeDoc;
  };
}

interface Member {
  readonly name: string;
  readonly isStatic?: boolean;
}

interface TypeDoc {
  readonly kind: string;
  readonly value?: unknown;
}

/** What an entry exports. */
export async function readOurNames(
  entry: string,
): Promise<ReadonlySet<string>> {
  // Asked for several entries at once, it documents what they share only once.
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", entry],
    cwd: ROOT,
    stdin: "null",
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  const { nodes }: Documentation = JSON.parse(new TextDecoder().decode(stdout));
  return namesOf(Object.values(nodes).flatMap(({ symbols }) => symbols));
}

/**
 * The names that symbols have: `Class`, `Class.member`, and `Type="value"` for
 * each text that a type allows. Members of a parent count when it is exported.
 */
export function namesOf(symbols: readonly DocSymbol[]): Set<string> {
  const names = new Set<string>();
  for (const symbol of symbols) {
    names.add(symbol.name);
    for (const member of membersOf(symbol, symbols, new Set())) {
      names.add(`${symbol.name}${member}`);
    }
  }
  return names;
}

/** Own and inherited members of a symbol, as `.name` or `="text"`. */
function* membersOf(
  { name, declarations }: DocSymbol,
  all: readonly DocSymbol[],
  seen: Set<string>,
): Generator<string> {
  if (seen.has(name)) return;
  seen.add(name);
  for (const { def } of declarations) {
    if (!def) continue;
    for (const { name } of [...def.properties ?? [], ...def.methods ?? []]) {
      yield `.${name}`;
    }
    if (def.tsType) yield* typeMembers(def.tsType);
    for (const parent of parentsOf(def.extends)) {
      if (parent === "Error") yield* [".message", ".name", ".stack", ".cause"];
      for (const symbol of all.filter(({ name }) => name === parent)) {
        yield* membersOf(symbol, all, new Set(seen));
      }
    }
  }
}

function parentsOf(
  parents: string | readonly { readonly repr?: string }[] | undefined,
): string[] {
  if (parents === undefined) return [];
  if (typeof parents === "string") return [parents];
  return parents.flatMap(({ repr }) => repr ? [repr] : []);
}

function* typeMembers({ kind, value }: TypeDoc): Generator<string> {
  if (kind === "literal") {
    const literal = value as {
      readonly kind: string;
      readonly string?: string;
    };
    if (literal.kind === "string") yield `="${literal.string}"`;
  } else if (kind === "union" || kind === "intersection") {
    for (const part of value as readonly TypeDoc[]) yield* typeMembers(part);
  } else if (kind === "typeLiteral") {
    const literal = value as {
      readonly properties?: readonly Member[];
      readonly methods?: readonly Member[];
    };
    const { properties = [], methods = [] } = literal;
    for (const { name } of [...properties, ...methods]) {
      yield `.${name}`;
    }
  }
}
