import type { PulledFile } from "./pulled_file.ts";

/** Up to this size content stays in memory, as most files a charm reads are. */
const MEMORY_BYTES = 1024 * 1024;
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
    let end = 0;
    for await (const chunk of this.stream()) {
      bytes.set(chunk, end);
      end += chunk.length;
    }
    return bytes;
  }

  async text(): Promise<string> {
    const bytes = await this.bytes();
    return new TextDecoder(this.#encoding, { ignoreBOM: true }).decode(bytes);
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let offset = 0;
    let index = 0;
    return new ReadableStream({
      pull: (controller) => {
        this.#assertOpen();
        const chunk = this.#file === undefined
          ? this.#chunks[index++]?.slice()
          : readAt(this.#file, offset);
        if (chunk === undefined) return controller.close();
        offset += chunk.length;
        controller.enqueue(chunk);
      },
    }, { highWaterMark: 0 });
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

/** Reads without waiting: two streams of one file must not move each other. */
function readAt(
  file: Deno.FsFile,
  offset: number,
): Uint8Array<ArrayBuffer> | undefined {
  const buffer = new Uint8Array(CHUNK_BYTES);
  file.seekSync(offset, Deno.SeekMode.Start);
  const count = file.readSync(buffer);
  return count === null ? undefined : buffer.subarray(0, count);
}
