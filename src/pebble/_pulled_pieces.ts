import type { PulledFile } from "./pulled_file.ts";

const BUFFER_BYTES = 256 * 1024;

/**
 * Content of a file in pieces, each to be used before the next is asked for:
 * they are all read into one buffer.
 */
export async function* piecesOf(
  file: PulledFile,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const stream = file.stream();
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: "byob" });
  } catch {
    // It brings its own buffers.
    yield* stream;
    return;
  }
  try {
    let buffer = new ArrayBuffer(BUFFER_BYTES);
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done || value === undefined) return;
      yield value;
      buffer = value.buffer;
    }
  } finally {
    await reader.cancel();
  }
}
