import { type Document, isMap, isNode, isScalar, isSeq, type Pair } from "yaml";

/**
 * Finds the nodes of a YAML document by path. The members of a map are looked up
 * once for all: a charm may have thousands of options.
 */
export class NodeFinder {
  readonly #document: Document.Parsed;
  readonly #members = new WeakMap<object, ReadonlyMap<string, Pair>>();

  /** Takes the document. */
  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  /**
   * Where a path begins in the text, with the key of a map; where the document
   * ends before it, what holds it. Null if nothing does.
   */
  offsetOf(path: readonly PropertyKey[]): number | null {
    if (path.length === 0) return this.#document.contents?.range[0] ?? 0;
    let node: unknown = this.#document.contents;
    let offset: number | null = null;
    for (const key of path) {
      const member = this.#member(node, key);
      if (!isNode(member?.at) || !member.at.range) break;
      offset = member.at.range[0];
      node = member.value;
    }
    return offset;
  }

  /** The value at a path, as a node; undefined if there is none. */
  valueAt(path: readonly PropertyKey[]): unknown {
    return path.reduce<unknown>(
      (node, key) => this.#member(node, key)?.value,
      this.#document.contents,
    );
  }

  #member(
    parent: unknown,
    key: PropertyKey,
  ): { readonly at: unknown; readonly value: unknown } | undefined {
    if (isMap(parent)) {
      const pair = this.#pairs(parent).get(String(key));
      return pair && { at: pair.key, value: pair.value };
    }
    const item = isSeq(parent) ? parent.items[Number(key)] : undefined;
    return item === undefined ? undefined : { at: item, value: item };
  }

  #pairs(map: { readonly items: readonly Pair[] }): ReadonlyMap<string, Pair> {
    const known = this.#members.get(map);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) {
      if (!isScalar(pair.key)) continue;
      const name = String(pair.key.value);
      // Of a key that is there twice, the first.
      if (!pairs.has(name)) pairs.set(name, pair);
    }
    this.#members.set(map, pairs);
    return pairs;
  }
}
