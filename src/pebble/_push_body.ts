import { typeName } from "./_json.ts";
import type { Watch } from "./_transport.ts";
import type { FileReader, PushSource } from "./pebble_client.ts";

/** Up to this size all is sent in one piece, and else as it is read. */
const CHUNK_BYTES = 64 * 1024;

/** The body of a request that writes a file. */
export interface PushBody {
  /** What separates its parts. */
  readonly boundary: string;
  /** Begins to read the source. */
  open(watch: Watch): BodyInit;
  /** What the source threw, if it did. */
  readonly failure: { readonly error: unknown } | undefined;
}

/**
 * Makes the body that Pebble wants: first what to write, then the content.
 *
 * Source: `writeFiles` in `internals/daemon/api_files.go` of Pebble. The
 * runtime's `FormData` writes a quote in a name as `%22`, which Pebble takes
 * for the name itself.
 *
 * @throws {TypeError} If the source is nothing that can be read.
 */
export function pushBody(
  path: string,
  request: unknown,
  source: PushSource,
): PushBody {
  const boundary = crypto.randomUUID().replaceAll("-", "");
  const encoder = new TextEncoder();
  const filename = path.replace(/["\\]/g, "\\$&");
  const head = encoder.encode(
    `--${boundary}\r\nContent-Type: application/json\r\n` +
      'Content-Disposition: form-data; name="request"\r\n\r\n' +
      JSON.stringify(request) +
      `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\n` +
      `Content-Disposition: form-data; name="files"; filename="${filename}"` +
      "\r\n\r\n",
  );
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  const content = sourceChunks(source);
  const parts = async function* () {
    yield head;
    yield* content;
    yield tail;
  };
  let failure: { readonly error: unknown } | undefined;
  return {
    boundary,
    get failure() {
      return failure;
    },
    open(watch) {
      const iterator = parts();
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          watch.pause();
          try {
            const { done, value } = await iterator.next();
            if (done) controller.close();
            else controller.enqueue(value);
            watch.start();
          } catch (error) {
            failure = { error };
            controller.error(error);
          }
        },
        async cancel() {
          watch.start();
          await iterator.return(undefined);
        },
      }, { highWaterMark: 0 });
    },
  };
}

async function* sourceChunks(source: PushSource): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of pieces(source)) {
    const bytes = typeof chunk === "string" ? encoder.encode(chunk) : chunk;
    if (!(bytes instanceof Uint8Array)) {
      throw new TypeError(
        `Cannot push a piece of type ${typeName(chunk)}: it must be text or ` +
          "bytes",
      );
    }
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      yield bytes.subarray(at, at + CHUNK_BYTES);
    }
  }
}

function pieces(
  source: PushSource,
): Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array> {
  if (typeof source === "string" || source instanceof Uint8Array) {
    return [source];
  }
  if (typeof source === "object" && source !== null) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source) {
      return source;
    }
    if ("read" in source) return readerChunks(source);
  }
  throw new TypeError(
    `Cannot push a source of type ${typeName(source)}: it must be text, ` +
      "bytes, a stream, an iterable or an open file",
  );
}

async function* readerChunks(reader: FileReader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const buffer = new Uint8Array(CHUNK_BYTES);
    const count = await reader.read(buffer);
    if (count === null) return;
    yield buffer.subarray(0, count);
  }
}
