/**
 * Reads a plan as Pebble writes it; `undefined` for all but the plainest.
 *
 * What `ensureLayer` asks on each dispatch is whether a plan is as it should
 * be, and loading a parser of all YAML would cost as much as the rest of it. So
 * this takes only what no reader of YAML takes for something else: maps and
 * lists by indentation, texts that are plain or quoted on one line, numbers.
 */
export function readPlanText(text: string): unknown {
  if (text === "{}\n") return {};
  const lines: Line[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const [, indent = "", content = ""] = /^( *)(.*)$/.exec(line) ?? [];
    if (content === "") return undefined;
    lines.push({ indent: indent.length, content });
  }
  const reader = new Reader(lines);
  try {
    return reader.map(0);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

interface Line {
  readonly indent: number;
  readonly content: string;
}

class NotPlain extends Error {}

class Reader {
  readonly #lines: readonly Line[];
  #at = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
  }

  map(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (let line; (line = this.#next(indent)) !== undefined;) {
      const [, quoted, key = "", rest = ""] =
        /^(?:("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|([A-Za-z/][\w./-]*)):(?: (.+))?$/
          .exec(line) ?? [];
      const name = quoted === undefined ? key : unquoted(quoted);
      const isTaken = Object.hasOwn(map, name) || name === "__proto__";
      if (isTaken || quoted === undefined && key === "") throw new NotPlain();
      map[name] = rest === "" ? this.#inner(indent) : scalar(rest);
    }
    return map;
  }

  /** The map or list in the lines below, which are indented more. */
  #inner(outer: number): unknown {
    const line = this.#lines[this.#at];
    if (line === undefined || line.indent <= outer) throw new NotPlain();
    if (!line.content.startsWith("- ")) return this.map(line.indent);
    const list: unknown[] = [];
    for (let item; (item = this.#next(line.indent)) !== undefined;) {
      if (!item.startsWith("- ")) throw new NotPlain();
      list.push(scalar(item.slice(2)));
    }
    return list;
  }

  /** The next line if it is indented just so; those below end the block. */
  #next(indent: number): string | undefined {
    const line = this.#lines[this.#at];
    if (line === undefined || line.indent < indent) return undefined;
    if (line.indent > indent) throw new NotPlain();
    this.#at++;
    return line.content;
  }
}

/** Texts that begin with a letter, a slash or a dollar, or are durations. */
const TEXT =
  /^(?:[A-Za-z/$](?:[^\s:#]|:(?=\S)| (?=[^\s#])|(?<=\S)#)*|(?:\d+(?:\.\d+)?(?:h|m|s|ms|µs|ns))+)$/;
const WORD = /^(?:true|false|null|y|n|yes|no|on|off)$/i;
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;

function scalar(text: string): unknown {
  if (text === "[]") return [];
  if (text === "{}") return {};
  if (/^["']/.test(text)) return unquoted(text);
  if (NUMBER.test(text)) return Number(text);
  if (TEXT.test(text) && !WORD.test(text)) return text;
  throw new NotPlain();
}

function unquoted(text: string): string {
  if (/^'(?:[^']|'')*'$/.test(text)) {
    return text.slice(1, -1).replaceAll("''", "'");
  }
  try {
    // What JSON takes, YAML reads as the same.
    const value: unknown = JSON.parse(text);
    if (typeof value === "string") return value;
  } catch {
    // It has what only YAML has.
  }
  throw new NotPlain();
}
