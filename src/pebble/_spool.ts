import { concat } from "./_bytes.ts";
import type { PulledFile } from "./pulled_file.ts";

/** Up to this size content stays in memory, as most files a charm reads are. */
const MEMORY_BYTES = 1024 * 1024;
/** How much is read at a time for who brings no buffer. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Content that is written once and then read: small in memory, large in a file
 * that has no name any more, so that it goes with the process.
 */
export class Spool implements PulledFile {
  readonly #encoding: string;
  #chunks: Uint8Array[] = [];
  #file: Deno.FsFile | undefined;
  #sizeBytes = 0;
  #closed = false;
  #reading: Promise<void> = Promise.resolve();

  /** Takes how {@linkcode text} decodes. */
  constructor(encoding: string) {
    // A label that isn't known should fail before anything is read.
    this.#encoding = new TextDecoder(encoding).encoding;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Adds to the end. */
  write(chunk: Uint8Array): void {
    this.#sizeBytes += chunk.length;
    if (this.#file === undefined && this.#sizeBytes > MEMORY_BYTES) {
      this.#file = openNameless();
      for (const kept of this.#chunks) writeAll(this.#file, kept);
      this.#chunks = [];
    }
    if (this.#file === undefined) this.#chunks.push(chunk.slice());
    else writeAll(this.#file, chunk);
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(this.#sizeBytes);
    for (let end = 0; end < bytes.length;) {
      end += await this.#read(bytes.subarray(end), end);
    }
    this.#assertOpen();
    return bytes;
  }

  async text(): Promise<string> {
    const bytes = await this.bytes();
    return new TextDecoder(this.#encoding, { ignoreBOM: true }).decode(bytes);
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let offset = 0;
    return new ReadableStream({
      // A reader may bring its own buffer, and use that over and over.
      type: "bytes",
      autoAllocateChunkSize: CHUNK_BYTES,
      pull: async (controller) => {
        const request = controller.byobRequest;
        const view = request?.view as Uint8Array<ArrayBuffer>;
        const count = await this.#read(view, offset);
        offset += count;
        if (count === 0) controller.close();
        request?.respond(count);
      },
    });
  }

  close(): void {
    this.#closed = true;
    this.#chunks = [];
    this.#file?.close();
    this.#file = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Reads from there on, and says how much; nothing at the end. */
  async #read(view: Uint8Array, offset: number): Promise<number> {
    this.#assertOpen();
    if (this.#file === undefined) {
      if (this.#chunks.length > 1) this.#chunks = [concat(this.#chunks)];
      const content = this.#chunks[0]?.subarray(offset) ?? new Uint8Array();
      const part = content.subarray(0, view.length);
      view.set(part);
      return part.length;
    }
    // Two streams of one file must not move each other. Reading without waiting
    // would be enough, but then what was read is freed far too late.
    const before = this.#reading;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reading = promise;
    await before;
    try {
      this.#assertOpen();
      this.#file.seekSync(offset, Deno.SeekMode.Start);
      return await this.#file.read(view) ?? 0;
    } finally {
      resolve();
    }
  }

  #assertOpen(): void {
    if (this.#closed) throw new TypeError("Cannot read file: it was closed");
  }
}

function openNameless(): Deno.FsFile {
  const path = makeTempFile();
  try {
    return Deno.openSync(path, { read: true, write: true });
  } finally {
    Deno.removeSync(path);
  }
}

/** In the system's folder or, where a compiled charm may not write, its own. */
function makeTempFile(): string {
  const prefix = ".pebble-pull-";
  try {
    return Deno.makeTempFileSync({ prefix });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    return Deno.makeTempFileSync({ prefix, dir: "." });
  }
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    written += file.writeSync(bytes.subarray(written));
  }
}
