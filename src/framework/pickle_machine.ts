import { broken, type Pickled } from "./pickle_values.ts";

/** Something that older protocols call to make plain data. */
class Constructor {
  readonly make: (args: readonly Item[]) => Pickled;

  constructor(make: (args: readonly Item[]) => Pickled) {
    this.make = make;
  }
}

/** What the stack and the memo hold. */
export type Item = Pickled | Constructor;

const set = new Constructor(([items = []]) => {
  if (!Array.isArray(items)) throw broken("a set of something else");
  return new Set(items);
});
const byteString = new Constructor(([value = new Uint8Array(), encoding]) => {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== "string" || !isLatin1(encoding)) {
    throw broken("bytes of something else");
  }
  return Uint8Array.from(value, (character) => {
    const code = character.charCodeAt(0);
    if (code > 0xff) throw broken("bytes of something else");
    return code;
  });
});

/** By module and name, each in Python 2's words and in Python 3's. */
const CONSTRUCTORS: ReadonlyMap<string, Constructor> = new Map([
  ["__builtin__ set", set],
  ["builtins set", set],
  ["__builtin__ frozenset", set],
  ["builtins frozenset", set],
  ["__builtin__ bytes", byteString],
  ["builtins bytes", byteString],
  ["__builtin__ bytearray", byteString],
  ["builtins bytearray", byteString],
  ["_codecs encode", byteString],
]);

/**
 * The machine that runs a pickle: a stack, a memo, and the instructions that it
 * is given. Each throws a FrameworkError for what it cannot do.
 */
export class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #stack: Item[] = [];
  /** The stacks below those that a mark has begun. */
  readonly #below: Item[][] = [];
  readonly #memo: Map<number, Item> = new Map();

  /** Takes the pickle. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Runs all instructions and gives the value that is left. */
  run(steps: ReadonlyMap<number, Step>): Pickled {
    for (;;) {
      const opcode = this.#byte();
      if (opcode === 0x2e) {
        if (this.#stack.length !== 1 || this.#below.length !== 0) {
          throw broken("more than one value");
        }
        return this.#popData();
      }
      const step = steps.get(opcode);
      if (step === undefined) {
        const name = opcode.toString(16).padStart(2, "0");
        throw broken(`the instruction 0x${name}, which is not for plain data`);
      }
      step(this);
    }
  }

  #byte(): number {
    return this.take(1)[0]!;
  }

  /** The next bytes. */
  take(count: number): Uint8Array {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw broken("an end in the middle");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  /** A number of 1, 2, 4 or 8 bytes without a sign. */
  uint(size: 1 | 2 | 4 | 8): number {
    const at = this.#at;
    this.take(size);
    if (size === 1) return this.#view.getUint8(at);
    if (size === 2) return this.#view.getUint16(at, true);
    if (size === 4) return this.#view.getUint32(at, true);
    return Number(this.#view.getBigUint64(at, true));
  }

  /** A number of four bytes with a sign. */
  int32(): number {
    return this.uint(4) | 0;
  }

  /** A floating point number. */
  double(): number {
    const at = this.#at;
    this.take(8);
    return this.#view.getFloat64(at);
  }

  /** The text up to the end of the line. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end === -1) throw broken("an end in the middle");
    // Escapes stand for what has no byte.
    const text = Array.from(
      this.take(end - this.#at),
      (byte) => String.fromCharCode(byte),
    ).join("");
    this.#at = end + 1;
    return text;
  }

  /** A number on a line of its own. */
  lineNumber(pattern: RegExp): number {
    const text = this.line();
    if (!pattern.test(text)) throw broken("a malformed number");
    return Number(text);
  }

  /** Puts a value on the stack. */
  push(item: Item): void {
    this.#stack.push(item);
  }

  /** Takes the value on top. */
  pop(): Item {
    const item = this.#stack.pop();
    if (item === undefined) throw broken("too few values");
    return item;
  }

  #popData(): Pickled {
    return asData(this.pop());
  }

  /** The value on top, which stays there. */
  top(): Item {
    const item = this.pop();
    this.push(item);
    return item;
  }

  /** Begins what a later instruction takes together. */
  mark(): void {
    this.#below.push(this.#stack);
    this.#stack = [];
  }

  /** All since the last mark. */
  popMark(): Pickled[] {
    const items = this.#stack;
    const below = this.#below.pop();
    if (below === undefined) throw broken("too few values");
    this.#stack = below;
    return items.map(asData);
  }

  /** The last values, in order. */
  popMany(count: number): Pickled[] {
    if (this.#stack.length < count) throw broken("too few values");
    return this.#stack.splice(this.#stack.length - count).map(asData);
  }

  /** Drops the top value, or the mark when there is none above it. */
  drop(): void {
    if (this.#stack.length > 0) this.#stack.pop();
    else this.popMark();
  }

  /** Adds to the list on top. */
  append(items: readonly Pickled[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw broken("items of something else");
    for (const item of items) list.push(item);
  }

  /** Adds to the set on top. */
  addAll(items: readonly Pickled[]): void {
    const target = this.top();
    if (!(target instanceof Set)) throw broken("items of something else");
    for (const item of items) target.add(item);
  }

  /** Adds keys and values, in turn, to the dict on top. */
  setItems(items: readonly Pickled[]): void {
    const target = this.top();
    if (!(target instanceof Map) || items.length % 2 !== 0) {
      throw broken("items of something else");
    }
    for (let at = 0; at < items.length; at += 2) {
      target.set(items[at]!, items[at + 1]!);
    }
  }

  /** Keeps the value on top for later. */
  memoize(index: number = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  /** Puts a value again that was kept. */
  recall(index: number): void {
    const item = this.#memo.get(index);
    if (item === undefined) throw broken("a reference to nothing");
    this.push(item);
  }

  /** Puts the constructor of a name, if it is one of plain data. */
  constructorOf(module: Item, name: Item): void {
    const known = CONSTRUCTORS.get(`${String(module)} ${String(name)}`);
    if (known !== undefined) return this.push(known);
    const full = `${String(module)}.${String(name)}`;
    throw broken(
      /^[\w.]{1,80}$/.test(full)
        ? `"${full}", which is not plain data`
        : "a name, which is not plain data",
    );
  }

  /** Makes the data that a constructor is called for. */
  construct(): void {
    const args = this.#popData();
    const callee = this.pop();
    if (!(callee instanceof Constructor) || !Array.isArray(args)) {
      throw broken("a call of something else");
    }
    this.push(callee.make(args));
  }
}

/** One instruction. */
export type Step = (machine: Machine) => void;

function asData(item: Item): Pickled {
  if (item instanceof Constructor) throw broken("a name without a call");
  return item;
}

function isLatin1(encoding: Item | undefined): boolean {
  return encoding === "latin1" || encoding === "latin-1";
}
