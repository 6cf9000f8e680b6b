import { configure, ZipWriter } from "@zip.js/zip.js";

/** A file of a charm: from disk, or made. */
export interface CharmMember {
  /** Path in the charm, without a leading slash. */
  readonly name: string;
  /** Permission bits, such as `0o755`. */
  readonly mode: number;
  /** The content, or the path of a file that has it. */
  readonly content: Uint8Array<ArrayBuffer> | string;
}

/**
 * Writes a charm: a zip with Unix attributes, because without them Juju unpacks
 * a `dispatch` that can't run. Members are in the order of their names and have
 * one time, so that the same members give the same bytes.
 *
 * Source: `Archive.ExpandTo` of `github.com/juju/charm/v12`.
 *
 * @param path Where the charm goes; the file must not be there yet.
 * @param members What goes in; names must differ.
 * @param options When the members were last changed, and how to end it.
 */
export async function writeCharmArchive(
  path: string,
  members: readonly CharmMember[],
  options: { readonly modified: Date; readonly signal?: AbortSignal },
): Promise<void> {
  const { modified, signal } = options;
  configure({ useWebWorkers: false });
  const file = await Deno.open(path, { write: true, createNew: true });
  const zip = new ZipWriter(file.writable, {
    extendedTimestamp: false,
    rawLastModDate: dosTime(modified),
    useCompressionStream: true,
    ...signal ? { signal } : {},
  });
  try {
    for (const { name, mode, content } of sorted(members)) {
      const unixMode = 0o100000 | mode;
      if (typeof content === "string") {
        using source = await Deno.open(content);
        await zip.add(name, source.readable, { unixMode });
      } else {
        await zip.add(name, new Blob([content]).stream(), { unixMode });
      }
    }
    await zip.close();
  } catch (error) {
    await file.writable.abort(error).catch(() => {});
    throw error;
  }
}

function sorted(members: readonly CharmMember[]): CharmMember[] {
  return members.toSorted((a, b) => a.name < b.name ? -1 : 1);
}

/** A time as zip stores it, in UTC, from 1980 to 2107 in steps of 2 seconds. */
function dosTime(time: Date): number {
  const year = Math.min(Math.max(time.getUTCFullYear(), 1980), 2107);
  const date = year === time.getUTCFullYear() ? time : new Date(0);
  const day = (year - 1980) << 9 | (date.getUTCMonth() + 1) << 5 |
    date.getUTCDate();
  const seconds = date.getUTCHours() << 11 | date.getUTCMinutes() << 5 |
    date.getUTCSeconds() >> 1;
  return (day << 16 | seconds) >>> 0;
}
