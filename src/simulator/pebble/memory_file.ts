import type { FileReader, PushSource } from "../../pebble/pebble_client.ts";
import type { PulledFile } from "../../pebble/pulled_file.ts";

/** A pulled file whose content is in memory. */
export class MemoryFile implements PulledFile {
  readonly sizeBytes: number;
  readonly #decoder: TextDecoder;
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  /** Takes the content, which nobody may change then. */
  constructor(bytes: Uint8Array<ArrayBuffer>, encoding: string) {
    this.sizeBytes = bytes.length;
    this.#bytes = bytes;
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  async text(): Promise<string> {
    return this.#decoder.decode(await this.bytes());
  }

  // deno-lint-ignore require-await -- A closed file rejects.
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#content().slice();
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      pull: (controller) => {
        const bytes = this.#content().slice();
        if (bytes.length > 0) controller.enqueue(bytes);
        controller.close();
      },
    }, { highWaterMark: 0 });
  }

  close(): void {
    this.#bytes = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #content(): Uint8Array<ArrayBuffer> {
    if (this.#bytes !== undefined) return this.#bytes;
    throw new TypeError("Cannot read file: it was closed");
  }
}

/**
 * Reads all of what `push` was given.
 *
 * @throws {TypeError} If it is nothing that can be read.
 */
export async function readSource(
  source: PushSource,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: BlobPart[] = [];
  for await (const piece of pieces(source)) {
    if (typeof piece === "string") parts.push(piece);
    else if (piece instanceof Uint8Array) parts.push(piece.slice());
    else throw unreadable(piece);
  }
  return await new Blob(parts).bytes();
}

function pieces(
  source: PushSource,
): Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof source === "string" || source instanceof Uint8Array) {
    return [source];
  }
  if (typeof source === "object" && source !== null) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source) {
      return source;
    }
    if ("read" in source) return readerPieces(source);
  }
  throw unreadable(source);
}

async function* readerPieces(reader: FileReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const buffer = new Uint8Array(64 * 1024);
    const count = await reader.read(buffer);
    if (count === null) return;
    yield buffer.subarray(0, count);
  }
}

function unreadable(source: unknown): TypeError {
  return new TypeError(
    `Cannot push a source of type ${typeof source}: it must be text, bytes, ` +
      "a stream, an iterable or an open file",
  );
}
