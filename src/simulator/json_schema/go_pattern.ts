import { classOf, escapeOf, literal } from "./go_pattern_parts.ts";

/**
 * A regular expression of Go in JavaScript, for telling whether a text matches.
 *
 * Go's (RE2) differ: they have flags inside such as `(?i)`, `(?P<name>…)`,
 * `\A`, `\z`, `\Q…\E`, `[[:alpha:]]`, `\pL` and `\p{Greek}`; `\s` is white space
 * of ASCII only; `.` leaves out nothing but the line feed; any punctuation may be
 * escaped, and `{` may stand for itself. JavaScript has look-around and back
 * references, which Go refuses.
 *
 * @param source The regular expression of Go.
 * @returns Null if it is none, or can't be said in JavaScript, such as the names
 * of scripts that it does not know.
 */
export function goPattern(source: string): RegExp | null {
  const text = new Translator(source).translate();
  if (text === null) return null;
  try {
    return new RegExp(text, "v");
  } catch {
    return null;
  }
}

/** A group that is not closed yet. */
interface Group {
  /** Flags that hold from here to its end. */
  readonly flags: string;
  /** What ends it and each of its alternatives, beside its own end. */
  readonly ends: string;
  /** What begins each of its further alternatives. */
  readonly begins: string;
}

/** What follows what it repeats; a `?` behind it does not change whether it matches. */
const REPEAT = /(?:[*+?]|(\{\d+(?:,\d*)?\}))(\??)/y;
const FLAGS = /\(\?([imsU]*)(?:-([imsU]+))?([:)])/y;
const NAME = /\(\?P?<\w+>/y;

class Translator {
  readonly #source: string;
  #at = 0;
  #groups: Group[] = [];
  #group: Group = { flags: "", ends: "", begins: "" };

  constructor(source: string) {
    this.#source = source;
  }

  /** The whole; null if it can't be said. */
  translate(): string | null {
    let all = "";
    while (this.#at < this.#source.length) {
      const next = this.#next();
      if (next === null) return null;
      all += next;
    }
    return this.#groups.length > 0 ? null : all + this.#group.ends;
  }

  #next(): string | null {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at)!);
    if (character === "(") return this.#open();
    if (character === "\\") return this.#take(escapeOf(this.#source, this.#at));
    if (character === "[") return this.#take(classOf(this.#source, this.#at));
    const [repeat, , lazy = ""] = this.#match(REPEAT) ?? [];
    if (repeat !== undefined) {
      return repeat.slice(0, repeat.length - lazy.length);
    }
    this.#at += character.length;
    const { flags, begins, ends } = this.#group;
    switch (character) {
      case ")":
        return this.#close();
      case "|":
        return `${ends}|${begins}`;
      case ".":
        return flags.includes("s") ? "[^]" : "[^\\n]";
      case "^":
        return flags.includes("m") ? "(?:^|(?<=\\n))" : "^";
      case "$":
        return flags.includes("m") ? "(?=\\n|$)" : "$";
      default:
        return literal(character);
    }
  }

  #take(part: { readonly text: string; readonly end: number } | null) {
    if (part === null) return null;
    this.#at = part.end;
    return part.text;
  }

  #open(): string | null {
    const outer = this.#group;
    const [all, on = "", off = "", end] = this.#match(FLAGS) ?? [];
    if (all !== undefined) {
      const flags = [...new Set(outer.flags + on)]
        .filter((flag) => !off.includes(flag)).join("");
      const begins = caseOf(flags) === caseOf(outer.flags)
        ? ""
        : `(?${flags.includes("i") ? "i" : "-i"}:`;
      const ends = begins === "" ? "" : ")";
      if (end === ")") {
        this.#group = {
          flags,
          begins: outer.begins + begins,
          ends: outer.ends + ends,
        };
        return begins;
      }
      this.#groups.push(outer);
      this.#group = { flags, begins, ends };
      return `(?:${begins}`;
    }
    const name = this.#match(NAME);
    if (name === null) {
      // Any other is none of Go's.
      if (this.#source[this.#at + 1] === "?") return null;
      this.#at += 1;
    }
    this.#groups.push(outer);
    this.#group = { flags: outer.flags, begins: "", ends: "" };
    return "(?:";
  }

  #close(): string | null {
    const { ends } = this.#group;
    const outer = this.#groups.pop();
    if (outer === undefined) return null;
    this.#group = outer;
    return `${ends})`;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }
}

function caseOf(flags: string): boolean {
  return flags.includes("i");
}
