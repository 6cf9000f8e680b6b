import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
} from "yaml";
import { isMap as isPlainMap } from "./plain_map.ts";

/** Something for which a document has no value. */
export interface Obstacle {
  /** Where it begins in the text; null if that is not known. */
  readonly offset: number | null;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

/** What {@linkcode yamlValue} makes of a document. */
export interface YamlValue {
  /** The value; of no use if there are obstacles. */
  readonly value: unknown;
  /** Why there is none, in the order of the text. */
  readonly obstacles: readonly Obstacle[];
}

/** How many levels there can be; Juju and charmcraft know no charm with ten. */
const MOST_LEVELS = 200;

/** How many values aliases can stand for, all in all. */
const MOST_COPIES = 100_000;

/**
 * Makes the value of a YAML document: merge keys work, keys may not repeat, and
 * whole numbers beyond 2^53-1 are bigint.
 *
 * The library's own way counts aliases, so that it refuses a document that uses
 * an anchor a hundred times, it compares each key with all others of its map,
 * and it does not tell where something is wrong.
 *
 * @param document The document, without errors.
 */
export function yamlValue(document: Document.Parsed): YamlValue {
  const maker = new ValueMaker();
  const { value } = maker.make(document.contents, 0);
  return { value, obstacles: maker.obstacles };
}

/** A value, and how many values there are in it. */
interface Sized {
  readonly value: unknown;
  readonly size: number;
}

/** What stands for a node whose end is not reached yet. */
const OPEN = Symbol("open");

class ValueMaker {
  readonly obstacles: Obstacle[] = [];
  readonly #anchors = new Map<string, Sized | typeof OPEN>();
  #copies = 0;

  make(node: unknown, level: number): Sized {
    if (level > MOST_LEVELS) {
      return this.#refuse(
        node,
        `expected at most ${MOST_LEVELS} levels of maps and lists`,
      );
    }
    if (isAlias(node)) return this.#resolve(node.source, node);
    const anchor = isNode(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, OPEN);
    const made = isMap(node)
      ? this.#map(node.items, level)
      : isSeq(node)
      ? this.#list(node.items, level)
      : { value: isScalar(node) ? plainNumber(node.value) : null, size: 1 };
    if (anchor !== undefined) this.#anchors.set(anchor, made);
    return made;
  }

  #list(items: readonly unknown[], level: number): Sized {
    const made = items.map((item) => this.make(item, level + 1));
    return { value: made.map(({ value }) => value), size: sizeOf(made) };
  }

  #map(pairs: readonly Pair[], level: number): Sized {
    const members = new Map<string, unknown>();
    const written = new Set<string>();
    const all: Sized[] = [];
    for (const pair of pairs) {
      const isMerge = isMergeKey(pair.key);
      const key = isMerge ? "<<" : this.#key(pair.key, level);
      const made = this.make(pair.value, level + 1);
      all.push(made);
      if (isMerge) {
        this.#merge(made.value, members, pair);
      } else if (key !== null) {
        if (written.has(key)) {
          this.#refuse(
            pair.key,
            `the key ${JSON.stringify(key)} is there twice; remove one`,
          );
        }
        written.add(key);
        members.set(key, made.value);
      }
    }
    // Object.fromEntries() makes a member of "__proto__" as well.
    return { value: Object.fromEntries(members), size: sizeOf(all) };
  }

  #key(node: unknown, level: number): string | null {
    const before = this.obstacles.length;
    const { value } = this.make(node, level + 1);
    if (this.obstacles.length > before) return null;
    if (typeof value !== "object" || value === null) return String(value ?? "");
    const kind = Array.isArray(value) ? "a list" : "a map";
    this.#refuse(
      node,
      `expected text as a key, got ${kind}; write it in quotes`,
    );
    return null;
  }

  /** Takes members of other maps, where the map has none of that name. */
  #merge(source: unknown, members: Map<string, unknown>, pair: Pair): void {
    for (const map of Array.isArray(source) ? source : [source]) {
      if (!isPlainMap(map)) {
        this.#refuse(pair.key, 'expected maps behind "<<", such as *name');
        return;
      }
      for (const [key, value] of Object.entries(map)) {
        if (!members.has(key)) members.set(key, value);
      }
    }
  }

  #resolve(name: string, node: unknown): Sized {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) {
      return this.#refuse(
        node,
        `no anchor &${name} stands before this alias; write it where the value ` +
          "is, or the alias in quotes if it is text",
      );
    }
    if (anchored === OPEN) {
      return this.#refuse(
        node,
        `the alias *${name} is a part of what it stands for, which has no end; ` +
          "write out what is meant",
      );
    }
    const before = this.#copies;
    this.#copies += anchored.size;
    if (before <= MOST_COPIES && this.#copies > MOST_COPIES) {
      this.#refuse(
        node,
        `the aliases up to here stand for more than ${MOST_COPIES} values; ` +
          "write out what is meant",
      );
    }
    // What is too large is not made: nothing would come of it.
    return this.#copies > MOST_COPIES ? { value: null, size: 1 } : anchored;
  }

  #refuse(node: unknown, message: string): Sized {
    const offset = isNode(node) ? node.range?.[0] ?? null : null;
    this.obstacles.push({ offset, message });
    return { value: null, size: 1 };
  }
}

/** Whether a key is the plain `<<`, which the library makes a symbol of. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === "symbol";
}

function sizeOf(made: readonly Sized[]): number {
  return made.reduce((sum, { size }) => sum + size, 1);
}

/** Makes a number of each bigint that a number can hold exactly. */
function plainNumber(value: unknown): unknown {
  return typeof value === "bigint" && Number.isSafeInteger(Number(value))
    ? Number(value)
    : value;
}
