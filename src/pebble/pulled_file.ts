/**
 * A file that `pull` has read from a container.
 *
 * A large one is kept on disk and not in memory, so it should be closed; what
 * isn't closed is gone when the process ends.
 *
 * @example Usage
 * ```ts
 * import type { PebbleClient } from "@charmkit/ops/pebble";
 *
 * async function hostname(client: PebbleClient): Promise<string> {
 *   using file = await client.pull("/etc/hostname");
 *   return (await file.text()).trim();
 * }
 * ```
 */
export interface PulledFile extends Disposable {
  /** Size of the content in bytes. */
  readonly sizeBytes: number;
  /**
   * All of it as text, in the encoding that `pull` was told. What is not in
   * that encoding is U+FFFD; `bytes` has it as it is.
   */
  text(): Promise<string>;
  /** All of it, byte for byte. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * All of it in pieces; each call begins anew. A daemon's is a byte stream:
   * a reader of mode `"byob"` needs no memory but its own buffer, where other
   * pieces stay until the runtime next collects garbage.
   */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Releases the content; closing twice is fine. */
  close(): void;
}
