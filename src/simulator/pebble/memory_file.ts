import { concat } from "../../pebble/_bytes.ts";
import { contentOf } from "../../pebble/_push_body.ts";
import type { PushSource } from "../../pebble/pebble_client.ts";
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
  const pieces: Uint8Array[] = [];
  for await (const piece of contentOf(source)) pieces.push(piece.slice());
  return concat(pieces);
}
