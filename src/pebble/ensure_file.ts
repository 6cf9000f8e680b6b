import { piecesOf } from "./_pulled_pieces.ts";
import { contentOf } from "./_push_body.ts";
import { APIError } from "./errors.ts";
import type { FileInfo } from "./file_info.ts";
import type { PebbleClient, PushOptions, PushSource } from "./pebble_client.ts";

/** Access bits that Pebble gives to a file where nothing else is asked for. */
const DEFAULT_PERMISSIONS = 0o644;

/**
 * What a file is to have: text, bytes, or a function that opens a source of
 * them. The function may be called twice, as content is compared before it is
 * written; an open file that it returns is closed.
 */
export type FileContent =
  | string
  | Uint8Array
  | (() => PushSource | Promise<PushSource>);

/**
 * Writes a file unless it is already as `push` would leave it: the content, the
 * permissions (0644 where none are given), and as much of the owner as is given.
 *
 * Memory used doesn't grow with the file. Missing parents are made only with
 * `makeDirs`.
 *
 * @example Usage
 * ```ts
 * import { ensureFile, type PebbleClient } from "@charmkit/ops/pebble";
 *
 * async function configure(client: PebbleClient, port: number): Promise<void> {
 *   const config = `listen ${port}\n`;
 *   if (await ensureFile(client, "/etc/web.conf", config)) {
 *     await client.restartServices(["web"]);
 *   }
 * }
 * ```
 *
 * @param client The Pebble in whose container the file is.
 * @param path Where the file is.
 * @param content What it is to have.
 * @param options As for `push`.
 * @returns Whether it was written.
 * @throws {PathError} If it can't be read or written.
 * @throws {APIError} 400 if the path is relative or leads through a file.
 */
export async function ensureFile(
  client: PebbleClient,
  path: string | URL,
  content: FileContent,
  options: PushOptions = {},
): Promise<boolean> {
  // Texts are compared and written as the same bytes.
  const known = typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
  const info = await infoOf(client, path, options.signal);
  if (
    info !== undefined && isAsPushed(info, options) &&
    (!(known instanceof Uint8Array) || info.size === known.length) &&
    await hasContent(client, path, known, options.signal)
  ) {
    return false;
  }
  await withSource(known, (source) => client.push(path, source, options));
  return true;
}

async function infoOf(
  client: PebbleClient,
  path: string | URL,
  signal: AbortSignal | undefined,
): Promise<FileInfo | undefined> {
  try {
    return (await client.listFiles(path, { itself: true, signal }))[0];
  } catch (error) {
    if (error instanceof APIError && error.code === 404) return undefined;
    throw error;
  }
}

/** Whether all but the content is as `push` would leave it. */
function isAsPushed(info: FileInfo, options: PushOptions): boolean {
  const { permissions = DEFAULT_PERMISSIONS } = options;
  const isSame = <T>(wanted: T | undefined, is: T | null) =>
    (wanted ?? is) === is;
  return info.type === "file" && info.permissions === permissions &&
    isSame(options.userId, info.userId) && isSame(options.user, info.user) &&
    isSame(options.groupId, info.groupId) && isSame(options.group, info.group);
}

async function hasContent(
  client: PebbleClient,
  path: string | URL,
  content: Uint8Array | Exclude<FileContent, string>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  using file = await client.pull(path, { signal });
  return await withSource(
    content,
    (source) => isSameContent(piecesOf(file), contentOf(source)),
  );
}

/** Opens the source if there is one to open, and closes it after. */
async function withSource<T>(
  content: Uint8Array | Exclude<FileContent, string>,
  use: (source: PushSource) => Promise<T>,
): Promise<T> {
  if (content instanceof Uint8Array) return await use(content);
  const source = await content();
  try {
    return await use(source);
  } finally {
    const isOpen = typeof source === "object" && Symbol.dispose in source;
    if (isOpen) (source as Disposable)[Symbol.dispose]();
  }
}

async function isSameContent(
  one: AsyncIterable<Uint8Array>,
  other: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const others = other[Symbol.asyncIterator]();
  let left: Uint8Array = new Uint8Array();
  try {
    for await (let piece of one) {
      while (piece.length > 0) {
        if (left.length === 0) {
          const { done, value } = await others.next();
          if (done) return false;
          left = value;
        }
        const length = Math.min(left.length, piece.length);
        for (let i = 0; i < length; i++) {
          if (left[i] !== piece[i]) return false;
        }
        left = left.subarray(length);
        piece = piece.subarray(length);
      }
    }
    for (;;) {
      if (left.length > 0) return false;
      const { done, value } = await others.next();
      if (done) return true;
      left = value;
    }
  } finally {
    await others.return?.();
  }
}
