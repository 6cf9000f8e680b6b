import process from "node:process";
import { dirname, join } from "@std/path";

/** Says which process a folder is of. */
const OWNER = ".owner";

/** What has no owner to ask is left alone so long: nothing takes longer. */
const GRACE_MS = 60 * 60 * 1000;

/** Options of {@linkcode makeOwnedFolder}. */
export interface OwnedFolderOptions {
  /** Where it goes. @default {where temporary folders are} */
  readonly dir?: string;
  /** What its name begins with, as those of no other kind do. */
  readonly prefix: string;
  /** Ends what a process that is gone has left running, by its folder. */
  readonly endLeftover?: ((folder: string) => Promise<void>) | undefined;
}

/**
 * Makes a folder of this process, which removes it; those of processes that were
 * killed and could not are removed meanwhile.
 *
 * @returns Its path.
 */
export async function makeOwnedFolder(
  { dir, prefix, endLeftover }: OwnedFolderOptions,
): Promise<string> {
  const folder = await Deno.makeTempDir({ dir, prefix });
  await Deno.writeTextFile(join(folder, OWNER), ownerOf(Deno.pid));
  const parent = dirname(folder);
  for await (const { name, isDirectory } of Deno.readDir(parent)) {
    if (!isDirectory || !name.startsWith(prefix)) continue;
    const path = join(parent, name);
    try {
      if (!await isLeftover(path)) continue;
      await endLeftover?.(path);
      await Deno.remove(path, { recursive: true });
    } catch (error) {
      // Its process has removed it, or another one does so now.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return folder;
}

/** A process on this machine. */
function ownerOf(pid: number): string {
  return `${Deno.hostname()} ${pid}\n`;
}

async function isLeftover(folder: string): Promise<boolean> {
  const { uid, mtime } = await Deno.stat(folder);
  if (uid !== Deno.uid()) return false;
  const owner = await Deno.readTextFile(join(folder, OWNER))
    .catch(() => "");
  const pid = Number(/ (\d+)\n$/.exec(owner)?.[1]);
  // On another machine, or it is being made just now.
  if (owner !== ownerOf(pid)) {
    return Date.now() - (mtime?.getTime() ?? Infinity) >= GRACE_MS;
  }
  return !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: unknown }).code !== "ESRCH";
  }
}
