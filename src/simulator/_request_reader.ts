/**
 * Most bytes that a request may have; Linux allows less than 2 MiB of
 * arguments.
 */
const MAX_REQUEST_BYTES = 8 * 1024 * 1024;
/** Most bytes of stdin: twice the largest databag of Juju 4. */
const MAX_STDIN_BYTES = 32 * 1024 * 1024;
const MAX_ARGUMENTS = 100_000;

/**
 * Reads what the client of the hook commands sends, and gives up on anything
 * else: each method returns null then.
 */
export class RequestReader {
  readonly #source: { read(buffer: Uint8Array): Promise<number | null> };
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #buffer = new Uint8Array(4096);
  #start = 0;
  #end = 0;
  #taken = 0;

  /** Reads from a connection. */
  constructor(source: { read(buffer: Uint8Array): Promise<number | null> }) {
    this.#source = source;
  }

  /** Context id, working directory, command and arguments. */
  async readFields(): Promise<string[] | null> {
    const count = await this.#readNumber(MAX_ARGUMENTS);
    if (count === null) return null;
    const fields: string[] = [];
    for (let index = 0; index < count + 3; index++) {
      const field = await this.#readToNul();
      if (field === null || this.#taken > MAX_REQUEST_BYTES) return null;
      fields.push(field);
    }
    return fields;
  }

  /** The caller's stdin, to its end. */
  async readStdin(): Promise<string | null> {
    const pieces: Uint8Array[] = [];
    let total = 0;
    while (true) {
      const size = await this.#readNumber(1024 * 1024);
      if (size === null) return null;
      if (size === 0) break;
      total += size;
      if (total > MAX_STDIN_BYTES) return null;
      while (this.#end - this.#start < size) {
        if (!await this.#fill()) return null;
      }
      pieces.push(this.#buffer.slice(this.#start, this.#start + size));
      this.#start += size;
    }
    const stdin = new Uint8Array(total);
    let offset = 0;
    for (const piece of pieces) {
      stdin.set(piece, offset);
      offset += piece.length;
    }
    return this.#decoder.decode(stdin);
  }

  async #readNumber(most: number): Promise<number | null> {
    const text = await this.#readToNul(16);
    if (text === null || !/^\d{1,9}$/.test(text)) return null;
    const number = Number(text);
    return number <= most ? number : null;
  }

  async #readToNul(limit = MAX_REQUEST_BYTES): Promise<string | null> {
    let searched = 0;
    while (true) {
      const held = this.#buffer.subarray(this.#start, this.#end);
      const nul = held.indexOf(0, searched);
      if (nul >= 0) {
        this.#start += nul + 1;
        this.#taken += nul + 1;
        return this.#decoder.decode(held.subarray(0, nul));
      }
      searched = held.length;
      if (searched > limit || !await this.#fill()) return null;
    }
  }

  /** Reads some more; false at the end. */
  async #fill(): Promise<boolean> {
    if (this.#start > 0) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
    }
    if (this.#end === this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    const read = await this.#source.read(this.#buffer.subarray(this.#end));
    if (read === null) return false;
    this.#end += read;
    return true;
  }
}
